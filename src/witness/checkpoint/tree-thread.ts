import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { growTree, type LogTreeOptions } from './log-tree.ts'
import { rootOf, type TreeAnswer, type TreeQuestion } from './tree-answer.ts'

/**
 * `growTree` in a thread of its own: a million lines take seconds, and whoever appends meanwhile, or has a stream to stop,
 * must not share a core with them. Where no thread can be had (a bundled program, which has no second file) it is done here,
 * piece by piece.
 */
export async function growTreeAside(options: LogTreeOptions): Promise<Buffer> {
  const { folder, head, known, signal } = options
  signal?.throwIfAborted()
  const answer = await inThread({ folder, head, known }, signal)
  signal?.throwIfAborted()
  return answer === null ? growTree({ folder, head, known, signal }) : rootOf(answer)
}

/** Null when the thread ended without an answer. */
async function inThread(question: TreeQuestion, signal: AbortSignal | undefined): Promise<TreeAnswer | null> {
  const file = join(import.meta.dirname, `tree-worker${extname(import.meta.filename)}`)
  const worker = new Worker(file, { workerData: question, execArgv: [] })
  worker.unref()
  const stop = (): void => void worker.terminate()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await new Promise((resolve) => {
      worker.once('message', (answer: TreeAnswer) => resolve(answer))
      worker.once('error', () => resolve(null))
      worker.once('exit', () => resolve(null))
    })
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
