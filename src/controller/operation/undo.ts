/** Switches one thing off again. Never throws: the answer is what may still be on. */
export type UndoStep = () => Promise<readonly string[]>

/** What an operation switched on, in order, so that it is switched off again when the operation cannot finish. */
export class Undo {
  readonly #steps: UndoStep[] = []

  add(step: UndoStep): void {
    this.#steps.push(step)
  }

  /** The latest first. @returns what may still be on */
  async all(): Promise<readonly string[]> {
    const left: string[] = []
    for (const step of this.#steps.splice(0).toReversed()) left.push(...(await step()))
    return left
  }
}
