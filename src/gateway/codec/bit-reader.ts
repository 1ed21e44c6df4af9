/** Bits of a header that may be cut off or nonsense: reading past the end throws `RangeError`. */
export class BitReader {
  readonly #data: Buffer
  #at = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  bit(): number {
    const byte = this.#data[this.#at >> 3]
    if (byte === undefined) throw new RangeError('the header ends in the middle of a value')
    const bit = (byte >> (7 - (this.#at & 7))) & 1
    this.#at++
    return bit
  }

  flag(): boolean {
    return this.bit() === 1
  }

  /** An unsigned number of `count` bits, up to 32. */
  bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) value = value * 2 + this.bit()
    return value
  }

  skip(count: number): void {
    this.#at += count
  }

  /** Exp-Golomb, unsigned: ue(v) of H.264 (9.1). */
  unsigned(): number {
    let zeros = 0
    while (this.bit() === 0) {
      zeros++
      if (zeros > 31) throw new RangeError('a number in the header is longer than 32 bits')
    }
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** Exp-Golomb, signed: se(v). */
  signed(): number {
    const code = this.unsigned()
    return code % 2 === 0 ? -(code / 2) : (code + 1) / 2
  }
}
