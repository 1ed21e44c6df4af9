/** Who wants to be told. One that throws, or fails later, does not keep the others, or what goes on here, from their work. */
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
        const result: unknown = listener(value)
        if (result instanceof Promise) result.catch(warn)
      } catch (error) {
        warn(error)
      }
    }
  }

  clear(): void {
    this.#all.clear()
  }
}

function warn(error: unknown): void {
  const shown = error instanceof Error ? error : new Error(String(error))
  process.emitWarning(shown, {
    code: 'VMIX_LISTENER',
    detail: 'A listener for vMix threw. It is told of the next all the same.',
  })
}
