import { spawn, type ChildProcess } from 'node:child_process'

/** Reads until its input ends, which is when we do, however that is; then ends the process that it was given. */
const SCRIPT = 'while read -r _; do :; done; kill -KILL "$1"'

/**
 * Ends a child when this process dies, for one that would not notice: an ffmpeg that waits for a caller looks at nothing
 * else, and would keep its port. On Windows the system ends children with their parent, and nothing is needed.
 */
export function endWithUs(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined || process.platform === 'win32') return
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'sh', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'] })
  guard.on('error', () => undefined)
  guard.stdin.on('error', () => undefined)
  // The number may belong to another process soon.
  child.once('exit', () => guard.kill('SIGKILL'))
}
