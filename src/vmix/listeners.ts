/** Who wants to be told. One that throws does not keep the others, or what goes on here, from their work. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>()

  get size(): number {
    return this.#all.size
  }

  /** @returns stops it */
  add(listener: (value: T) => void): () => void {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  delete(listener: (value: T) => void): void {
    this.#all.delete(listener)
  }

  tell(value: T): void {
    for (const listener of this.#all) {
      try {
        listener(value)
      } catch (error) {
        const shown = error instanceof Error ? error : new Error(String(error))
        process.emitWarning(shown, {
          code: 'VMIX_LISTENER',
          detail: 'A listener for vMix threw. It is told of the next all the same.',
        })
      }
    }
  }

  clear(): void {
    this.#all.clear()
  }
}
