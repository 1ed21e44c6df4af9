/** Between which waits to go, ms. */
export interface BackoffOptions {
  /** Longest first delay, ms. */
  readonly baseMs: number
  /** Longest delay ever, ms. */
  readonly capMs: number
}

/**
 * Delay before try number `attempt` (1-based), ms: doubling from `baseMs` up to `capMs`, with the upper half random
 * ("equal jitter"), so that many clients of one restarted server do not all return at once.
 *
 * @param random a number in [0, 1); pass `Math.random()`
 * @example backoffDelay(3, { baseMs: 500, capMs: 10_000 }, Math.random()) // 1000…2000
 */
export function backoffDelay(attempt: number, options: BackoffOptions, random: number): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 30)
  const ceiling = Math.min(options.capMs, options.baseMs * 2 ** exponent)
  return ceiling / 2 + (ceiling / 2) * random
}
