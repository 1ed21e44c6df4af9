/** Numbers that are remembered as missing, in case they come late. Beyond it they stay lost. */
const MAX_MISSING = 65_536

/** Counts frames by the numbers of their marks. */
export class FrameCount {
  received = 0
  lost = 0
  duplicates = 0
  /** Came late: counted as lost first, and not any more. */
  outOfOrder = 0
  firstNumber: number | null = null
  lastNumber: number | null = null
  readonly #missing = new Set<number>()

  /** A new publish: the numbers may go on (what is missing between was lost), or begin anew. */
  newPublish(firstNumber: number): void {
    if (this.lastNumber === null || firstNumber > this.lastNumber) return
    this.lastNumber = null
    this.#missing.clear()
  }

  frame(number: number): void {
    this.received++
    this.firstNumber ??= number
    const last = this.lastNumber
    if (last === null || number === last + 1) this.lastNumber = number
    else if (number > last) {
      this.lost += number - last - 1
      for (let n = last + 1; n < number && this.#missing.size < MAX_MISSING; n++) this.#missing.add(n)
      this.lastNumber = number
    } else if (this.#missing.delete(number)) {
      this.lost--
      this.outOfOrder++
    } else this.duplicates++
  }
}
