/**
 * Time at the edge: whatever measures, waits or stamps takes a {@link Clock}, so that rules are tested without waiting.
 * This is the only place that reads the machine's clocks.
 */
export interface Clock {
  /** Wall clock, ms since 1970 (UTC). May jump; for stamps that people read. */
  now(): number
  /** Monotonic clock in ms with a fraction, from an arbitrary start. For every duration and deadline. */
  monotonic(): number
  /**
   * Resolves after `ms`, or 24 days where that is longer; rejects with the signal's reason when it is aborted first. Leaves no timer behind. With `background`
   * it does not keep the process alive: for what is done now and then, beside the program's own work.
   */
  sleep(ms: number, signal?: AbortSignal, options?: { readonly background?: boolean }): Promise<void>
}

/** A longer time would make Node's timer end at once. */
const longestMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal, options) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(ms, longestMs),
      )
      if (options?.background === true) timer.unref()
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}

export { backoffDelay } from './backoff.ts'
export type { BackoffOptions } from './backoff.ts'
export { formatDuration } from './duration.ts'
