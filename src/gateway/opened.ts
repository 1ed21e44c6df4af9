/**
 * What was opened one after the other, and is closed in the opposite order: `AsyncDisposableStack`, which Node 22 does not
 * have yet. Everything is closed, whatever goes wrong with one; the first error is thrown in the end.
 */
export class Opened implements AsyncDisposable {
  #closers: (() => unknown)[] = []

  use<T extends AsyncDisposable | Disposable>(resource: T): T {
    this.defer(() => (Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose]()))
    return resource
  }

  /** Does this when it is closed. */
  defer(close: () => unknown): void {
    this.#closers.push(close)
  }

  /** Hands everything over to a new owner; closing this one then closes nothing. */
  move(): Opened {
    const moved = new Opened()
    moved.#closers = this.#closers
    this.#closers = []
    return moved
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closers = this.#closers.toReversed()
    this.#closers = []
    const errors: unknown[] = []
    for (const close of closers) {
      try {
        await close()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}
