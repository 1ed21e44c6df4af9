/** Below this a sound counts as silent. */
export const silentBelowDb = -55
const lowestDb = -60

/** An amplitude of 0 to 1 in decibels, at least −60. */
export function decibels(amplitude: number): number {
  return amplitude <= 0 ? lowestDb : Math.max(lowestDb, 20 * Math.log10(amplitude))
}

/** How much of a meter is lit: 0 to 1, rounded so that what does not show draws nothing anew. */
export function meterPart(db: number): number {
  return Math.round(Math.min(1, Math.max(0, 1 - db / lowestDb)) * 100) / 100
}
