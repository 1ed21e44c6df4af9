/** Moments as ISO 8601 in UTC. Of many in one millisecond only the first is made into a text. */
export class IsoTimes {
  #ms = Number.NaN
  #text = ''

  /** @param ms since 1970 */
  of(ms: number): string {
    if (ms !== this.#ms) {
      this.#text = new Date(ms).toISOString()
      this.#ms = ms
    }
    return this.#text
  }
}
