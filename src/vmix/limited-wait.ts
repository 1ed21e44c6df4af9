import type { Clock } from '../clock/index.ts'

export interface WaitLimits {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly onTimeout: () => Error
  readonly onAbort: (reason: unknown) => Error
}

/** Waits for what may never come: until it comes, the time is up or the signal says stop. Leaves no timer or listener behind. */
export async function limitedWait<T>(work: Promise<T>, limits: WaitLimits): Promise<T> {
  const { clock, timeoutMs, signal, onTimeout, onAbort } = limits
  // Given up, it may still fail: nobody is there to take that.
  work.catch(() => undefined)
  if (signal?.aborted) throw onAbort(signal.reason)
  const over = new AbortController()
  const { promise, reject } = Promise.withResolvers<never>()
  const aborted = () => reject(onAbort(signal?.reason))
  signal?.addEventListener('abort', aborted, { once: true })
  if (timeoutMs !== Number.POSITIVE_INFINITY) {
    clock.sleep(timeoutMs, over.signal).then(
      () => reject(onTimeout()),
      () => undefined,
    )
  }
  try {
    return await Promise.race([work, promise])
  } finally {
    signal?.removeEventListener('abort', aborted)
    over.abort()
  }
}
