/** How much the clock of whoever signed may be ahead of ours, ms. */
const aheadMs = 5 * 60_000

/**
 * Whether the moment that a signature names has not come yet, by a clock that may be a little behind: nothing was seen then.
 *
 * @param seconds as the signature names it, since 1970
 */
export function isStillToCome(seconds: number, nowMs: number): boolean {
  return seconds * 1000 > nowMs + aheadMs
}
