/** A number as it was written; `NaN`, `Infinity` and `-Infinity` are numbers to Python. */
export class NumberText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What Python's `json.loads` makes of a text, without the losses of `JSON.parse`. */
export type LosslessValue = null | boolean | string | NumberText | LosslessValue[] | Map<string, LosslessValue>

/** A document, and what it does not tell by itself. */
export interface LosslessDocument {
  readonly value: LosslessValue
  /** How many members were written over by a later one of the same name, as Python does. */
  readonly doubledKeys: number
}

/** Where a text is no JSON, and why. */
export class NotJson extends Error {
  override readonly name = 'NotJson'
  readonly at: number

  constructor(at: number, why: string) {
    super(`${why} at character ${at + 1}`)
    this.at = at
  }
}

/** In how many objects and arrays a value may stand. CPython's own bound is near 1000, and varies. */
export const maxDepth = 512

const blank = /[ \t\n\r]*/y
const plainRun = /[^"\\\u0000-\u001f]*/y // oxlint-disable-line no-control-regex -- what must not stand there
const numberText = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN/y
const hexDigits = /[0-9a-fA-F]{4}/y
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * Reads a JSON text as CPython's `json.loads` does, and takes and refuses the same: numbers stay what was written, a lone
 * surrogate stays one, of two members with one name the last is kept. Longer integers than CPython converts by default
 * (4300 digits) are taken too. The text comes from UTF-8: half a pair stands in it as an escape only. Throws
 * {@link NotJson}.
 *
 * @example readLossless('{"fps": 26.0}').value // Map { 'fps' → NumberText '26.0' }
 */
export function readLossless(text: string): LosslessDocument {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.end()
  return { value, doubledKeys: reader.doubledKeys }
}

class Reader {
  readonly #text: string
  #at = 0
  doubledKeys = 0

  constructor(text: string) {
    this.#text = text
  }

  end(): void {
    this.#skipBlank()
    if (this.#at < this.#text.length) throw new NotJson(this.#at, 'something follows')
  }

  /** The value that begins behind the blanks here, inside of `depth` objects and arrays. */
  value(depth: number): LosslessValue {
    this.#skipBlank()
    if (depth > maxDepth) this.#refuse(`nested deeper than ${maxDepth} levels`)
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      case '"':
        return this.#string()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
      default:
        return new NumberText(this.#match(numberText) || this.#refuse('expected a value'))
    }
  }

  #object(depth: number): Map<string, LosslessValue> {
    const members = new Map<string, LosslessValue>()
    this.#at++
    if (this.#take('}')) return members
    do {
      this.#skipBlank()
      if (this.#text[this.#at] !== '"') this.#refuse('expected a name in quotes')
      const name = this.#string()
      if (!this.#take(':')) this.#refuse('expected a colon')
      if (members.has(name)) this.doubledKeys++
      members.set(name, this.value(depth + 1))
    } while (this.#take(','))
    if (!this.#take('}')) this.#refuse('expected a comma or the end of the object')
    return members
  }

  #array(depth: number): LosslessValue[] {
    const items: LosslessValue[] = []
    this.#at++
    if (this.#take(']')) return items
    do items.push(this.value(depth + 1))
    while (this.#take(','))
    if (!this.#take(']')) this.#refuse('expected a comma or the end of the array')
    return items
  }

  #string(): string {
    this.#at++
    let text = this.#match(plainRun)
    while (!this.#here('"')) {
      if (!this.#here('\\')) this.#refuse('a control character, or an unfinished text,')
      text += this.#escape() + this.#match(plainRun)
    }
    this.#at++
    return text
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? ''
    if (letter === 'u') {
      this.#at += 2
      const digits = this.#match(hexDigits)
      if (digits === '') this.#refuse('expected four hex digits')
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const character = escapes[letter] ?? this.#refuse('an escape that JSON does not know')
    this.#at += 2
    return character
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#refuse('expected a value')
    this.#at += word.length
    return value
  }

  #here(character: string): boolean {
    return this.#text[this.#at] === character
  }

  #take(character: string): boolean {
    this.#skipBlank()
    if (!this.#here(character)) return false
    this.#at++
    return true
  }

  #skipBlank(): void {
    // Mostly there is none, and looking is cheaper than matching.
    if (this.#text.charCodeAt(this.#at) <= 0x20) this.#match(blank)
  }

  #match(pattern: RegExp): string {
    const begin = this.#at
    pattern.lastIndex = begin
    if (!pattern.test(this.#text)) return ''
    this.#at = pattern.lastIndex
    return this.#text.slice(begin, this.#at)
  }

  #refuse(why: string): never {
    throw new NotJson(this.#at, why)
  }
}
