import type { Clock } from '../../clock/index.ts'
import { RtmpError } from './errors.ts'

/**
 * Work with a limit. The work's signal is aborted by the outer one (`RtmpError` `aborted`) and after `ms` (`timeout`,
 * "{message} within … ms"); the promise then rejects at once, whatever the work does.
 */
export async function within<T>(
  clock: Clock,
  signal: AbortSignal,
  ms: number,
  message: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController()
  const done = new AbortController()
  const onAbort = () =>
    inner.abort(new RtmpError('aborted', 'connecting was given up as asked', { cause: signal.reason }))
  const aborted = new Promise<never>((_, reject) => {
    inner.signal.addEventListener('abort', () => reject(inner.signal.reason), { once: true })
  })
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  clock.sleep(ms, done.signal).then(
    () => inner.abort(new RtmpError('timeout', `${message} within ${ms} ms`)),
    () => undefined,
  )
  try {
    return await Promise.race([aborted, work(inner.signal)])
  } finally {
    done.abort()
    signal.removeEventListener('abort', onAbort)
  }
}
