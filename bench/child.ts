import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A program of `bench/programs` in a process of its own; it ends when this one does. */
export class Child implements AsyncDisposable {
  readonly process: ChildProcess

  constructor(program: URL, args: readonly string[] = [], execArgv: readonly string[] = []) {
    this.process = fork(program, args, {
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  }

  /** Sends a message and waits for the answer; one at a time. */
  async ask(message: string | object): Promise<unknown> {
    this.process.send(message)
    return this.next()
  }

  /** The next message, whatever it is. */
  async next(): Promise<unknown> {
    const over = new AbortController()
    const { signal } = over
    try {
      return await Promise.race([
        once(this.process, 'message', { signal }).then(([message]: unknown[]) => message),
        once(this.process, 'exit', { signal }).then(([code]: unknown[]) => {
          throw new Error(`a program of the bench ended with code ${String(code)}`)
        }),
      ])
    } finally {
      over.abort()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const exit = once(this.process, 'exit')
    this.process.kill('SIGKILL')
    await exit
  }
}
