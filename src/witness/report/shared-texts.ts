/** Texts that come again are kept up to this number, and this length. */
const mostShared = 10_000
const longestShared = 1000

/** Texts of many entries, kept: those that are the same (names, addresses, reasons) once, as long as they are not too many. */
export class SharedTexts {
  readonly #texts = new Map<string, string>()
  #kept = 0

  /** Characters of what was handed out, those that are the same counted once. */
  get kept(): number {
    return this.#kept
  }

  of(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    this.#kept += text.length
    if (text.length <= longestShared && this.#texts.size < mostShared) this.#texts.set(text, text)
    return text
  }

  orNull(text: string | null): string | null {
    return text === null ? null : this.of(text)
  }
}
