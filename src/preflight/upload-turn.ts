/** Lets one preflight at a time measure the line: several at once would measure one another, and send a multiple. */
export class UploadTurn {
  #isTaken = false

  /** @returns what gives it back; null: another has it */
  take(): Disposable | null {
    if (this.#isTaken) return null
    this.#isTaken = true
    return { [Symbol.dispose]: () => void (this.#isTaken = false) }
  }
}
