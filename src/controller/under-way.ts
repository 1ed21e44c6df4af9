/** Operations that have begun and not ended: what they need stays open that long. */
export class UnderWay {
  readonly #all = new Set<Promise<unknown>>()

  add<T>(operation: Promise<T>): Promise<T> {
    this.#all.add(operation)
    const end = () => this.#all.delete(operation)
    operation.then(end, end)
    return operation
  }

  /** When none is left, also of those that begin meanwhile. */
  async ended(): Promise<void> {
    while (this.#all.size > 0) await Promise.allSettled(this.#all)
  }
}
