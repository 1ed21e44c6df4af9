import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { growTree, type LogTreeOptions } from './log-tree.ts'
import { rootOf, type TreeAnswer, type TreeQuestion } from './tree-answer.ts'

/**
 * `growTree` in a thread of its own: a million lines take seconds, and whoever appends meanwhile, or has a stream to stop,
 * must not share a core with them. Where no thread can be had (a bundled program, which has no second file) it is done here,
 * piece by piece.
 *
 * To start a thread costs more than the lines of a second, so one is kept until it is told to {@link TreeThread.rest}.
 */
export class TreeThread implements AsyncDisposable {
  #worker: Worker | null = null
  #answered: (answer: TreeAnswer | null) => void = () => undefined

  /** One at a time. See `growTree`; rejects with the signal's reason. */
  async grow({ folder, head, known, signal }: LogTreeOptions): Promise<Buffer> {
    signal?.throwIfAborted()
    const answer = await this.#ask({ folder, head, known }, signal)
    signal?.throwIfAborted()
    return answer === null ? growTree({ folder, head, known, signal }) : rootOf(answer)
  }

  /** Ends the thread, if there is one; the next question starts another. */
  async rest(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.rest()
  }

  /** Null when the thread ended without an answer. */
  async #ask(question: TreeQuestion, signal: AbortSignal | undefined): Promise<TreeAnswer | null> {
    const worker = this.#started()
    const stop = (): void => void this.rest()
    signal?.addEventListener('abort', stop, { once: true })
    // While nothing is asked of it, it keeps no process from its end.
    worker.ref()
    try {
      return await new Promise<TreeAnswer | null>((resolve) => {
        this.#answered = resolve
        worker.postMessage(question)
      })
    } finally {
      worker.unref()
      signal?.removeEventListener('abort', stop)
    }
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker
    const file = join(import.meta.dirname, `tree-worker${extname(import.meta.filename)}`)
    const worker = new Worker(file, { execArgv: [] })
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = null
      this.#answered(null)
    }
    worker.on('message', (answer: TreeAnswer) => this.#answered(answer))
    // Its end is the answer; why does not matter, the lines can be read here as well.
    worker.on('error', gone)
    worker.on('exit', gone)
    this.#worker = worker
    return worker
  }
}
