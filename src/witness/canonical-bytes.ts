const literal = (text: string): Buffer => Buffer.from(text, 'latin1')
const words = { null: literal('null'), true: literal('true'), false: literal('false') }
const hashDigits = 64
const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const colon = 0x3a
const space = 0x20
const zero = 0x30
const nine = 0x39
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
const letterF = 0x66
const letterN = 0x6e
const letterT = 0x74
const letterU = 0x75
/** Deeper ones, and longer numbers, are for the slow reader. */
const maxDepth = 24
const maxDigits = 15

/** 1 for what stands for itself in a text. */
const plain = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte >= 0x20 && byte <= 0x7e && byte !== quote && byte !== backslash),
)
/** 1 for what may follow a backslash, but for `u`. */
const shortEscape = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number('"\\bfnrt'.includes(String.fromCharCode(byte))),
)
/** The value of a lower-case hex digit; 255 for anything else. */
const hexValue = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(byte))
  return value < 0 ? 255 : value
})
/** Units that the canonical form escapes with a letter. */
const hasLetter = [0x08, 0x09, 0x0a, 0x0c, 0x0d]

/*
 * Canonical JSON as bytes, read without building anything. Each of these gives where what begins here ends, or -1: it is not
 * canonical, or that is for a slower reader to say (fractions, escapes in keys, what is very long or deep). Each takes such
 * a -1 for a place too. None reads on behind a newline.
 */

/** These very bytes. */
export function literalEnd(bytes: Uint8Array, at: number, expected: Uint8Array): number {
  if (at < 0) return -1
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected[index]) return -1
  }
  return at + expected.length
}

/** The bytes that stand from `begin` to `end` once more. */
export function sameEnd(bytes: Uint8Array, at: number, begin: number, end: number): number {
  if (at < 0) return -1
  for (let index = begin; index < end; index++) {
    if (bytes[at + index - begin] !== bytes[index]) return -1
  }
  return at + end - begin
}

/** 64 lower-case hex digits. */
export function hashEnd(bytes: Uint8Array, begin: number): number {
  if (begin < 0) return -1
  const end = begin + hashDigits
  for (let at = begin; at < end; at++) {
    if (hexValueOf(bytes, at) > 15) return -1
  }
  return end
}

/** Any value. */
export function valueEnd(bytes: Uint8Array, at: number, depth: number): number {
  switch (bytes[at]) {
    case quote:
      return textEnd(bytes, at)
    case openBrace:
      return objectEnd(bytes, at, depth)
    case openBracket:
      return arrayEnd(bytes, at, depth)
    case letterN:
      return literalEnd(bytes, at, words.null)
    case letterT:
      return literalEnd(bytes, at, words.true)
    case letterF:
      return literalEnd(bytes, at, words.false)
    default:
      return integerEnd(bytes, at)
  }
}

/** An object, its keys in order and none twice. */
export function objectEnd(bytes: Uint8Array, begin: number, depth: number): number {
  if (depth > maxDepth) return -1
  let at = begin + 1
  if (bytes[at] === closeBrace) return at + 1
  let before = 0
  for (;;) {
    const key = at + 1
    const end = keyEnd(bytes, at)
    if (end < 0 || (before > 0 && !isBefore(bytes, before, key))) return -1
    before = key
    if (bytes[end] !== colon || bytes[end + 1] !== space) return -1
    at = valueEnd(bytes, end + 2, depth + 1)
    if (at < 0) return -1
    if (bytes[at] === closeBrace) return at + 1
    if (bytes[at] !== comma || bytes[at + 1] !== space) return -1
    at += 2
  }
}

function arrayEnd(bytes: Uint8Array, begin: number, depth: number): number {
  if (depth > maxDepth) return -1
  let at = begin + 1
  if (bytes[at] === closeBracket) return at + 1
  for (;;) {
    at = valueEnd(bytes, at, depth + 1)
    if (at < 0) return -1
    if (bytes[at] === closeBracket) return at + 1
    if (bytes[at] !== comma || bytes[at + 1] !== space) return -1
    at += 2
  }
}

/** A key without escapes. */
function keyEnd(bytes: Uint8Array, begin: number): number {
  if (bytes[begin] !== quote) return -1
  const at = plainEnd(bytes, begin + 1)
  return bytes[at] === quote ? at + 1 : -1
}

/** Whether the key at one place is sorted before the other; without escapes bytes are code points, and the quote ends it. */
function isBefore(bytes: Uint8Array, one: number, other: number): boolean {
  for (let index = 0; ; index++) {
    const left = bytes[one + index] ?? quote
    const right = bytes[other + index] ?? quote
    if (left === quote || right === quote) return left === quote && right !== quote
    if (left !== right) return left < right
  }
}

/** A text in quotes. */
export function textEnd(bytes: Uint8Array, begin: number): number {
  if (bytes[begin] !== quote) return -1
  let at = begin + 1
  for (;;) {
    at = plainEnd(bytes, at)
    if (bytes[at] === quote) return at + 1
    if (bytes[at] !== backslash) return -1
    at = escapeEnd(bytes, at + 1)
    if (at < 0) return -1
  }
}

function plainEnd(bytes: Uint8Array, begin: number): number {
  let at = begin
  while (plain[bytes[at] ?? 0] === 1) at++
  return at
}

function escapeEnd(bytes: Uint8Array, at: number): number {
  if (shortEscape[bytes[at] ?? 0] === 1) return at + 1
  if (bytes[at] !== letterU) return -1
  let unit = 0
  for (let index = at + 1; index <= at + 4; index++) {
    const value = hexValueOf(bytes, index)
    if (value > 15) return -1
    unit = unit * 16 + value
  }
  const isPrintable = unit >= 0x20 && unit <= 0x7e
  return isPrintable || hasLetter.includes(unit) ? -1 : at + 5
}

/** A whole number, and surely no more than that: a point or an exponent would follow. */
export function integerEnd(bytes: Uint8Array, begin: number): number {
  if (begin < 0) return -1
  const first = bytes[begin] === minus ? begin + 1 : begin
  let at = first
  while (isDigit(bytes[at])) at++
  const digits = at - first
  if (digits < 1 || digits > maxDigits) return -1
  if (bytes[first] === zero && (digits > 1 || first > begin)) return -1
  return bytes[at] === comma || bytes[at] === closeBrace || bytes[at] === closeBracket ? at : -1
}

/** The word `null`. */
export function nullEnd(bytes: Uint8Array, at: number): number {
  return literalEnd(bytes, at, words.null)
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine
}

/** The value of these digits; below 1 where they are none, or less. */
export function numberAt(bytes: Uint8Array, begin: number, end: number): number {
  let value = 0
  for (let at = begin; at < end; at++) value = value * 10 + (bytes[at] ?? 0) - zero
  return value
}

function hexValueOf(bytes: Uint8Array, at: number): number {
  return hexValue[bytes[at] ?? 0] ?? 255
}
