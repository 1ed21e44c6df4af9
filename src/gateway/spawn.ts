import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import { readEndpoint } from './control/endpoint.ts'
import { findGateway } from './control/find.ts'
import type { RemoteGateway } from './control/client.ts'
import { GatewayError } from './errors.ts'
import { gatewayFolder } from './folder.ts'

export interface SpawnOptions {
  /** The program, and what makes it a gateway: for us `process.execPath` and `[main, 'gateway', '--data', …]`. */
  readonly command: string
  readonly args: readonly string[]
  readonly dataFolder: string
  readonly clock: Clock
  /** Gives up waiting; what was started then is ended. */
  readonly signal?: AbortSignal
  /** How long it may take to answer. Default 15,000. */
  readonly timeoutMs?: number
}

const LOOK_MS = 100
/** How long the gateway of another process may take to answer after ours has ended. */
const OTHER_MS = 3000

/**
 * Starts a gateway in a process of its own, which outlives this one, and waits until it answers. What it prints goes to
 * `gateway/gateway.log` in the data folder.
 *
 * @throws {GatewayError} `not_started`, with the last line that it printed; `aborted`
 */
export async function spawnGateway(options: SpawnOptions): Promise<RemoteGateway> {
  const { clock, dataFolder, signal, timeoutMs = 15_000 } = options
  const folder = gatewayFolder(dataFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const logFile = join(folder, 'gateway.log')
  await using log = await open(logFile, 'a', 0o600)
  const child = spawn(options.command, options.args, {
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  const ended = exitOf(child)
  let until = clock.monotonic() + timeoutMs
  let gone: string | null = null
  try {
    for (;;) {
      const gateway = await findGateway({ dataFolder, clock, timeoutMs: 2000 }).catch(() => null)
      if (gateway !== null) {
        // Another process was quicker: ours finds the folder taken and ends, which is waited for, so that it cannot come
        // up later when the other has gone.
        const found = await readEndpoint(folder)
        const ours = child.pid !== undefined && (found?.pid === child.pid || found?.supervisor === child.pid)
        if (!ours) await Promise.race([ended, clock.sleep(OTHER_MS)])
        child.unref()
        return gateway
      }
      if (signal?.aborted === true) throw new GatewayError('aborted', 'The start of the gateway was aborted.')
      if (gone === null) {
        gone = await Promise.race([ended, clock.sleep(LOOK_MS).then(() => null)])
        // Another process may have started one at the same moment: then ours has found the folder taken.
        if (gone !== null) until = clock.monotonic() + OTHER_MS
      } else {
        await clock.sleep(LOOK_MS)
      }
      if (clock.monotonic() > until) throw await notStarted(gone ?? `it did not answer within ${timeoutMs} ms`, logFile)
    }
  } catch (error) {
    child.kill()
    throw error
  }
}

/** Why the child has ended; pending while it runs. */
function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) =>
      resolve(signal === null ? `it ended with code ${code ?? '?'}` : `it was ended by ${signal}`),
    )
  })
}

async function notStarted(why: string, logFile: string): Promise<GatewayError> {
  const log = await readFile(logFile, 'utf8').catch(() => '')
  const last = log.trimEnd().split('\n').at(-1)?.slice(0, 500) ?? ''
  const said = last === '' ? '' : ` It said: ${last}`
  return new GatewayError('not_started', `The gateway did not start: ${why}.${said} See ${logFile}.`)
}
