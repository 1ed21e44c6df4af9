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
export function createRedactor(
  secrets: Iterable<Secret> = [],
  options: {
    /**
     * Texts that are left alone when they stand for themselves: the fixed words of a log or protocol, in which nobody's
     * key can be hidden. Without it a key that is an ordinary word would take them apart.
     */
    readonly keep?: ReadonlySet<string>
  } = {},
): Redactor {
  const known = new Set<string>()
  let pattern: RegExp | null = null

  const add = (secret: Secret): void => {
    const text = secret.reveal()
    if (text.length < shortest || known.has(text)) return
    known.add(text)
    // The longest first: a key that another one begins with must not leave the other's end behind.
    const longestFirst = [...known].sort((one, other) => other.length - one.length)
    pattern = new RegExp(longestFirst.map(secretPattern).join('|'), 'g')
  }
  for (const secret of secrets) add(secret)

  const redact = (text: string): string => {
    if (options.keep?.has(text) === true) return text
    return maskByPattern(pattern === null ? text : text.replace(pattern, mask))
  }
  return { add, redact, redactUrl: redact }
}

/**
 * A key that could be a word ("stream", "live1") is looked for as a word alone, or it would be found inside others; `_` and
 * `-` belong to words here, and an encoded character before it does not.
 */
function secretPattern(secret: string): string {
  const pattern = spellingsPattern(secret)
  const likeAWord = /^[A-Za-z]+$/.test(secret) || (secret.length < 8 && /^[A-Za-z0-9_-]+$/.test(secret))
  return likeAWord ? `(?:(?<![A-Za-z0-9_-])|(?<=%[0-9A-Fa-f]{2}))${pattern}(?![A-Za-z0-9_-])` : pattern
}

/** {@link Redactor.redactUrl} without any known secret. */
export function redactUrl(url: string): string {
  return maskByPattern(url)
}
