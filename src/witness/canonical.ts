import { WitnessError } from './errors.ts'
import { pythonNumber } from './python-number.ts'

/** Bounds of what one event may hold. */
export interface CanonicalOptions {
  /** How many levels of objects and arrays; 32 unless told. */
  readonly maxDepth?: number
  /** Longest result, characters (all ASCII, so bytes); 1,000,000 unless told. */
  readonly maxLength?: number
  /** Applied to every string, keys included, before it is written: redaction. */
  readonly transform?: ((text: string) => string) | undefined
}

const plain = /^[ !#-[\]-~]*$/
const special = /[^ !#-[\]-~]/g
const surrogate = /[\ud800-\udfff]/
const shortEscapes = new Map([
  ['"', String.raw`\"`],
  ['\\', String.raw`\\`],
  ['\b', String.raw`\b`],
  ['\f', String.raw`\f`],
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
])

/**
 * Text as Python's `json.dumps` writes it: ASCII only, `\uXXXX` in lower-case hex, astral characters as two escapes;
 * a lone surrogate is one escape, as in Python.
 */
export function canonicalString(text: string): string {
  if (plain.test(text)) return `"${text}"`
  const escaped = text.replace(
    special,
    (unit) => shortEscapes.get(unit) ?? String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0'),
  )
  return `"${escaped}"`
}

/** Orders by code point, as Python does; JavaScript's own order is by UTF-16 unit, which differs above U+FFFF. */
export function compareCodePoints(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length)
  for (let index = 0; index < shorter; index++) {
    const ours = left.charCodeAt(index)
    const theirs = right.charCodeAt(index)
    if (ours === theirs) continue
    // Below the surrogates a unit is a code point.
    return ours < 0xd800 && theirs < 0xd800 ? ours - theirs : compareWide(left, right)
  }
  return left.length - right.length
}

function compareWide(left: string, right: string): number {
  const ordinary = left < right ? -1 : Number(left > right)
  if (!surrogate.test(left) && !surrogate.test(right)) return ordinary
  for (let index = 0; index < left.length && index < right.length; ) {
    const ours = left.codePointAt(index) ?? 0
    const theirs = right.codePointAt(index) ?? 0
    if (ours !== theirs) return ours - theirs
    index += ours > 0xffff ? 2 : 1
  }
  return left.length - right.length
}

/**
 * `json.dumps(value, sort_keys=True)` as CPython writes it, for what JSON can hold. What it cannot hold (NaN, undefined,
 * functions, maps, cycles, too deep, too long) is refused with a {@link WitnessError} `bad_event` that names the place.
 *
 * @example canonicalJson({ b: 1, a: 'é' }) // '{"a": "\\u00e9", "b": 1}'
 */
export function canonicalJson(value: unknown, options: CanonicalOptions = {}): string {
  const { maxDepth = 32, maxLength = 1_000_000, transform } = options
  let left = maxLength

  const spend = (text: string): string => {
    left -= text.length
    if (left < 0) throw refuse(`it is longer than ${maxLength} characters`)
    return text
  }
  const string = (text: string): string => {
    if (text.length > left) throw refuse(`it is longer than ${maxLength} characters`)
    return spend(canonicalString(transform ? transform(text) : text))
  }
  const write = (item: unknown, path: string, depth: number): string => {
    switch (typeof item) {
      case 'string':
        return string(item)
      case 'number':
        if (!Number.isFinite(item)) throw refuse(`${path} is ${item}, which JSON cannot hold`)
        return spend(pythonNumber(item))
      case 'boolean':
        return spend(item ? 'true' : 'false')
      case 'object':
        return item === null ? spend('null') : writeObject(item, path, depth)
      default:
        throw refuse(`${path} is ${typeof item}, which JSON cannot hold`)
    }
  }
  const writeObject = (item: object, path: string, depth: number): string => {
    if (depth >= maxDepth) throw refuse(`${path} is nested deeper than ${maxDepth} levels, or refers to itself`)
    if ('toJSON' in item && typeof item.toJSON === 'function') {
      const told: unknown = item.toJSON()
      return write(told, path, depth + 1)
    }
    if (Array.isArray(item)) {
      const parts: string[] = []
      for (let index = 0; index < item.length; index++) {
        left -= 2
        parts.push(write(item[index], `${path}[${index}]`, depth + 1))
      }
      return `[${parts.join(', ')}]`
    }
    const prototype: unknown = Object.getPrototypeOf(item)
    if (prototype !== Object.prototype && prototype !== null) throw refuse(`${path} is not a plain object`)
    return writeMembers(item, path, depth)
  }
  const writeMembers = (item: object, path: string, depth: number): string => {
    const members: [key: string, value: unknown][] = Object.entries(item)
    if (transform) for (const member of members) member[0] = transform(member[0])
    members.sort((one, other) => compareCodePoints(one[0], other[0]))
    const parts: string[] = []
    let before: string | undefined
    for (const [key, member] of members) {
      if (key === before) throw refuse(`${path} has two members named alike after redaction`)
      before = key
      left -= 4
      const name = spend(canonicalString(key))
      parts.push(`${name}: ${write(member, `${path}.${key}`, depth + 1)}`)
    }
    return `{${parts.join(', ')}}`
  }
  return write(value, 'the event', 0)
}

function refuse(why: string): WitnessError {
  return new WitnessError(
    'bad_event',
    `The event was not recorded: ${why}. Pass plain objects, arrays, text, finite numbers, true, false and null.`,
  )
}
