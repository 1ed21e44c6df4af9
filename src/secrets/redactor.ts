import { mask, maskByPattern } from './patterns.ts'
import type { Secret } from './secret.ts'
import { spellingsPattern } from './spellings.ts'

/** Takes secrets out of text that is about to be shown, logged or recorded. */
export interface Redactor {
  /** From now on this one is known too. */
  add(secret: Secret): void
  /** The text with every known secret, and what looks like one by where it stands, replaced by `[secret]`. */
  redact(text: string): string
  /** A URL without login, key and secret parameters; for showing where something goes. */
  redactUrl(url: string): string
}

/** Shorter ones are not looked for: they would be found in half of all words. No platform has keys like that. */
const shortest = 3

/**
 * Makes a redactor that knows these secrets.
 *
 * @example
 * const redactor = createRedactor([new Secret('a&b c')])
 * redactor.redact('GET /api/?Value=0,a%26b+c') // 'GET /api/?Value=0,[secret]'
 */
export function createRedactor(secrets: Iterable<Secret> = []): Redactor {
  const known = new Set<string>()
  let pattern: RegExp | null = null

  const add = (secret: Secret): void => {
    const text = secret.reveal()
    if (text.length < shortest || known.has(text)) return
    known.add(text)
    // The longest first: a key that another one begins with must not leave the other's end behind.
    const longestFirst = [...known].sort((one, other) => other.length - one.length)
    pattern = new RegExp(longestFirst.map(spellingsPattern).join('|'), 'g')
  }
  for (const secret of secrets) add(secret)

  const redact = (text: string): string => maskByPattern(pattern === null ? text : text.replace(pattern, mask))
  return { add, redact, redactUrl: redact }
}

/** {@link Redactor.redactUrl} without any known secret. */
export function redactUrl(url: string): string {
  return maskByPattern(url)
}
