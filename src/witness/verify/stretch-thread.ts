import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Stretch, StretchTask } from './stretch.ts'

/** Who walks along stretches elsewhere, one at a time. */
export interface StretchThread extends AsyncDisposable {
  /** Undefined when it has no answer, and will have none: it is gone. */
  walk(task: StretchTask): Promise<Stretch | null | undefined>
}

/** `walkStretch` on a core of its own. */
export class WorkerThread implements StretchThread {
  readonly #worker: Worker
  #answered: (answer: Stretch | null | undefined) => void = () => undefined
  #isGone = false

  constructor() {
    const file = join(import.meta.dirname, `stretch-worker${extname(import.meta.filename)}`)
    this.#worker = new Worker(file, { execArgv: [] })
    const gone = (): void => {
      this.#isGone = true
      this.#answered(undefined)
    }
    this.#worker.on('message', (answer: Stretch | null) => this.#answered(answer))
    // It could not begin (a bundled program has no second file), or has ended: why does not matter to whoever asks.
    this.#worker.on('error', gone)
    this.#worker.on('exit', gone)
  }

  walk(task: StretchTask): Promise<Stretch | null | undefined> {
    return new Promise((resolve) => {
      if (this.#isGone) return resolve(undefined)
      this.#answered = resolve
      this.#worker.postMessage(task)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }
}
