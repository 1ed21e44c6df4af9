import { type ChildProcess, spawn } from 'node:child_process'
import { extname, join } from 'node:path'
import { doFolderTask, type FolderAnswer, type FolderTask } from './folder-task.ts'

/**
 * A folder elsewhere, read and written by a process of its own. A server that is gone lets whoever touches its folder wait,
 * for as long as it is gone, and nothing can call that off: in this process it would take one of the four threads that all
 * files share, the log's too, and keep the process from its end. Where no process can be started (a bundled program, which
 * has no second file) it is done here.
 */
export class FolderAside implements Disposable {
  #child: ChildProcess | null = null

  /** One at a time. Rejects with the signal's reason; what then still goes on is left to the system. */
  async do(task: FolderTask, signal: AbortSignal): Promise<FolderAnswer> {
    signal.throwIfAborted()
    const answer = await this.#ask(task, signal)
    signal.throwIfAborted()
    return answer ?? (await doFolderTask(task))
  }

  [Symbol.dispose](): void {
    const child = this.#child
    this.#child = null
    child?.kill('SIGKILL')
  }

  /** Null when the process ended, or was ended, without an answer. */
  #ask(task: FolderTask, signal: AbortSignal): Promise<FolderAnswer | null> {
    const child = (this.#child ??= started())
    return new Promise((resolve) => {
      const none = (): void => resolve(null)
      child.once('message', (answer: FolderAnswer) => resolve(answer))
      child.once('exit', none)
      child.once('error', none)
      signal.addEventListener('abort', none, { once: true })
      child.send(task, (error) => {
        if (error !== null) none()
      })
    })
  }
}

function started(): ChildProcess {
  const file = join(import.meta.dirname, `folder-process${extname(import.meta.filename)}`)
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  })
  // Nobody waits for it at the end of this process.
  child.unref()
  child.channel?.unref()
  child.on('error', () => undefined)
  return child
}
