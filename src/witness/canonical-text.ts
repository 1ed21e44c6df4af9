import { compareCodePoints } from './canonical.ts'
import { pythonFloat } from './python-number.ts'

/** Where a text leaves the canonical form, and how. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical'
  readonly at: number

  constructor(at: number, why: string) {
    super(`${why} at byte ${at + 1}`)
    this.at = at
  }
}

/** The members of one object: key → where its value begins and ends in the text. */
export type MemberSpans = Map<string, readonly [begin: number, end: number]>

const plainRun = /[ !#-[\]-~]*/y
const numberText = /-?(?:0|[1-9]\d*)(\.\d+)?(e[+-]\d{2,3})?/y
const unicodeEscape = /u[0-9a-f]{4}/y
const quote = 0x22
const backslash = 0x5c
const maxDepth = 64

/**
 * Reads the JSON value that begins at `at` and insists that it is, byte for byte, what CPython's
 * `json.dumps(…, sort_keys=True)` prints. It works on the text, because parsing would lose what is checked: `26.0`,
 * integers beyond 2^53, the case of an escape.
 *
 * @param members filled with the members of the outermost object, when it is one
 * @returns where the value ends
 */
export function scanCanonical(text: string, at: number, members?: MemberSpans, depth = 0): number {
  if (depth > maxDepth) throw new NotCanonical(at, 'nested too deep')
  switch (text[at]) {
    case '{':
      return scanObject(text, at, members, depth)
    case '[':
      return scanArray(text, at, depth)
    case '"':
      return scanString(text, at)
    case 't':
      return expectText(text, at, 'true')
    case 'f':
      return expectText(text, at, 'false')
    case 'n':
      return expectText(text, at, 'null')
    default:
      return scanNumber(text, at)
  }
}

/** Insists on these very characters; returns where they end. */
export function expectText(text: string, at: number, expected: string): number {
  if (!text.startsWith(expected, at)) throw new NotCanonical(at, `expected ${expected.trim()}`)
  return at + expected.length
}

function scanObject(text: string, begin: number, members: MemberSpans | undefined, depth: number): number {
  let at = begin + 1
  if (text[at] === '}') return at + 1
  let before: string | undefined
  for (;;) {
    const keyEnd = scanString(text, at)
    const key = unquote(text.slice(at, keyEnd))
    if (before !== undefined && compareCodePoints(before, key) >= 0) {
      throw new NotCanonical(at, before === key ? 'a key twice' : 'keys not in order')
    }
    before = key
    const valueBegin = expectText(text, keyEnd, ': ')
    at = scanCanonical(text, valueBegin, undefined, depth + 1)
    members?.set(key, [valueBegin, at])
    if (text[at] === '}') return at + 1
    at = expectText(text, at, ', ')
  }
}

function scanArray(text: string, begin: number, depth: number): number {
  let at = begin + 1
  if (text[at] === ']') return at + 1
  for (;;) {
    at = scanCanonical(text, at, undefined, depth + 1)
    if (text[at] === ']') return at + 1
    at = expectText(text, at, ', ')
  }
}

function scanString(text: string, begin: number): number {
  if (text.charCodeAt(begin) !== quote) throw new NotCanonical(begin, 'expected a text')
  let at = begin + 1
  for (;;) {
    plainRun.lastIndex = at
    plainRun.test(text)
    at = plainRun.lastIndex
    const code = text.charCodeAt(at)
    if (code === quote) return at + 1
    if (code !== backslash) throw new NotCanonical(at, 'a character that must be escaped, or an unfinished text')
    at = scanEscape(text, at)
  }
}

function scanEscape(text: string, at: number): number {
  if (String.raw`"\bfnrt`.includes(text[at + 1] ?? ' ')) return at + 2
  unicodeEscape.lastIndex = at + 1
  if (!unicodeEscape.test(text)) throw new NotCanonical(at, 'an escape that the canonical form does not use')
  const unit = Number.parseInt(text.slice(at + 2, at + 6), 16)
  const printable = unit >= 0x20 && unit <= 0x7e
  const hasShort = unit === 0x08 || unit === 0x09 || unit === 0x0a || unit === 0x0c || unit === 0x0d
  if (printable || hasShort) throw new NotCanonical(at, 'an escape that the canonical form does not use')
  return at + 6
}

function scanNumber(text: string, at: number): number {
  numberText.lastIndex = at
  const match = numberText.exec(text)
  if (match === null) throw new NotCanonical(at, 'expected a value')
  const [number, fraction, exponent] = match
  const whole = fraction === undefined && exponent === undefined
  const canonical = whole ? number !== '-0' : pythonFloat(Number(number)) === number
  if (!canonical) throw new NotCanonical(at, 'a number in another layout')
  return at + number.length
}

/** The text that a quoted canonical string stands for. */
export function unquote(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  const value: unknown = JSON.parse(quoted)
  return typeof value === 'string' ? value : ''
}
