import { inspect } from 'node:util'

/**
 * A stream key, passphrase, password or token in memory. It prints, serialises and inspects as `[secret]`; only
 * {@link Secret.reveal} gives the text, and only code that sends it to its destination calls that.
 *
 * @example const key = new Secret('live_123'); `${key}` // '[secret]'
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}
