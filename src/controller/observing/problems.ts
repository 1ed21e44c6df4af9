/** What keeps an observer from seeing or recording, by who it is that fails; tells changes, and not each look. */
export class Problems {
  readonly #tell: ((message: string | null) => void) | undefined
  readonly #present = new Map<string, string>()
  #told: string | null = null

  constructor(tell: ((message: string | null) => void) | undefined) {
    this.#tell = tell
  }

  /** @param message null: this one is well again */
  set(who: 'vmix' | 'gateway' | 'lease', message: string | null): void {
    if (message === null) this.#present.delete(who)
    else this.#present.set(who, message)
    const all = this.#present.size === 0 ? null : [...this.#present.values()].join(' ')
    if (all === this.#told) return
    this.#told = all
    this.#tell?.(all)
  }
}
