const FIRST_BYTES = 256 * 1024

/**
 * Copies of a group's packets in memory that is used again for the next group. Were the packets themselves kept, each group
 * would grow old enough for V8 to move it to its old generation, and collecting that, every few seconds, cost more than
 * sending the stream to ten destinations.
 */
export class KeptBytes {
  readonly #limitBytes: number
  #memory: Buffer | null = null
  #used = 0

  /** @param limitBytes most that is ever kept at a time */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** @returns the copy; it holds until {@link forget} */
  keep(bytes: Buffer): Buffer {
    const memory = this.#withRoom(bytes.length)
    const start = this.#used
    this.#used += bytes.copy(memory, start)
    return memory.subarray(start, this.#used)
  }

  /** What was kept may be overwritten from now on. */
  forget(): void {
    this.#used = 0
  }

  /** Gives the memory back: it may be long until something is kept again. */
  release(): void {
    this.#memory = null
    this.#used = 0
  }

  /** What was kept stays where it is; only what follows goes to a larger memory. */
  #withRoom(count: number): Buffer {
    const present = this.#memory
    if (present !== null && this.#used + count <= present.length) return present
    const twice = present === null ? FIRST_BYTES : 2 * present.length
    const larger = Buffer.allocUnsafeSlow(Math.max(count, Math.min(twice, this.#limitBytes)))
    this.#memory = larger
    this.#used = 0
    return larger
  }
}
