import { emptyAttributes } from '../attributes.ts'
import type { Attributes } from './node.ts'

/** What is told of the elements of a document; the answers say whether the text that follows is wanted. */
export interface Elements {
  open(name: string, attributes: Attributes): boolean
  text(text: string): void
  close(): boolean
}

const QUOTE = 0x22
const SLASH = 0x2f
const LESS = 0x3c
const EQUALS = 0x3d
const GREATER = 0x3e

/**
 * Reads XML of the plain kind that vMix writes (elements, attributes in double quotes, texts, the five named entities)
 * several times faster than a parser of all of XML. It never reads anything differently: as soon as there is something
 * else in the document, be it legal or not, it gives up, and the real parser reads the whole from the beginning.
 *
 * @returns whether it could; if not, what was told of the elements is to be forgotten
 */
export function readPlain(xml: string, elements: Elements): boolean {
  // Half a surrogate pair, and the end of a CDATA section: what these mean is left to the parser.
  return xml.isWellFormed() && !xml.includes(']]>') && new PlainReader(xml, elements).read()
}

class PlainReader {
  readonly #xml: string
  readonly #elements: Elements
  readonly #ampersands: Finder
  readonly #lesses: Finder
  readonly #returns: Finder
  readonly #blanks: readonly Finder[]
  /** Names of the elements that are open. */
  readonly #open: string[] = []
  #at: number
  /** Whether the text that follows is wanted. */
  #wanted = false

  constructor(xml: string, elements: Elements) {
    this.#xml = xml
    this.#elements = elements
    this.#ampersands = new Finder(xml, '&')
    this.#lesses = new Finder(xml, '<')
    this.#returns = new Finder(xml, '\r')
    this.#blanks = [this.#returns, new Finder(xml, '\n'), new Finder(xml, '\t')]
    this.#at = xml.charCodeAt(0) === 0xfeff ? 1 : 0
  }

  /** Each step says whether it could. */
  read(): boolean {
    const xml = this.#xml
    if (xml.charCodeAt(this.#at) !== LESS) return false
    do {
      const could = xml.charCodeAt(this.#at + 1) === SLASH ? this.#closingTag() : this.#openingTag()
      if (!could) return false
    } while (this.#open.length > 0 && this.#text())
    while (isBlank(xml.charCodeAt(this.#at))) this.#at++
    return this.#open.length === 0 && this.#at === xml.length
  }

  #closingTag(): boolean {
    const name = this.#open.pop()
    if (name === undefined || !this.#xml.startsWith(name, this.#at + 2)) return false
    const end = this.#at + 2 + name.length
    if (this.#xml.charCodeAt(end) !== GREATER) return false
    this.#wanted = this.#elements.close()
    this.#at = end + 1
    return true
  }

  #openingTag(): boolean {
    const xml = this.#xml
    const end = endOfName(xml, this.#at + 1)
    if (end === this.#at + 1) return false
    const name = xml.slice(this.#at + 1, end)
    this.#at = end
    const attributes = emptyAttributes()
    if (!this.#attributes(attributes)) return false
    const code = xml.charCodeAt(this.#at)
    if (code !== GREATER && (code !== SLASH || xml.charCodeAt(this.#at + 1) !== GREATER)) return false
    this.#wanted = this.#elements.open(name, attributes)
    if (code === GREATER) this.#open.push(name)
    else this.#wanted = this.#elements.close()
    this.#at += code === GREATER ? 1 : 2
    return true
  }

  /** Up to the tag's end. */
  #attributes(attributes: Record<string, string>): boolean {
    const xml = this.#xml
    let at = this.#at
    while (isBlank(xml.charCodeAt(at))) {
      do at++
      while (isBlank(xml.charCodeAt(at)))
      const code = xml.charCodeAt(at)
      if (code === GREATER || code === SLASH) break
      const end = endOfName(xml, at)
      if (end === at || xml.charCodeAt(end) !== EQUALS || xml.charCodeAt(end + 1) !== QUOTE) return false
      const name = xml.slice(at, end)
      const close = xml.indexOf('"', end + 2)
      const value = close < 0 ? null : this.#value(end + 2, close)
      if (value === null || attributes[name] !== undefined) return false
      attributes[name] = value
      at = close + 1
    }
    this.#at = at
    return true
  }

  #value(start: number, end: number): string | null {
    if (this.#lesses.within(start, end)) return null
    let value = this.#xml.slice(start, end)
    for (const blank of this.#blanks) {
      // A line end of any kind, and a tab, is a blank in an attribute.
      if (blank.within(start, end)) value = value.replace(/\r\n|[\r\n\t]/g, ' ')
    }
    return this.#ampersands.within(start, end) ? withEntities(value) : value
  }

  /** Up to the next tag. */
  #text(): boolean {
    const start = this.#at
    const end = this.#lesses.from(start)
    if (end === Number.POSITIVE_INFINITY) return false
    this.#at = end
    const special = this.#ampersands.within(start, end)
    if (start === end || (!this.#wanted && !special)) return true
    let text: string | null = this.#xml.slice(start, end)
    if (this.#returns.within(start, end)) text = text.replace(/\r\n?/g, '\n')
    if (special) text = withEntities(text)
    if (text === null) return false
    if (this.#wanted) this.#elements.text(text)
    return true
  }
}

/** Where a character stands next; asked for places that only grow, it looks at every character once. */
class Finder {
  readonly #text: string
  readonly #character: string
  #found = -1

  constructor(text: string, character: string) {
    this.#text = text
    this.#character = character
  }

  from(start: number): number {
    if (this.#found < start) {
      const found = this.#text.indexOf(this.#character, start)
      this.#found = found < 0 ? Number.POSITIVE_INFINITY : found
    }
    return this.#found
  }

  within(start: number, end: number): boolean {
    return this.from(start) < end
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

/** Of a name as vMix has them: ASCII letters, digits and `_`, no digit first. */
function endOfName(xml: string, start: number): number {
  let at = start
  for (let code = xml.charCodeAt(at); isLetter(code) || (at > start && code >= 0x30 && code <= 0x39); ) {
    code = xml.charCodeAt(++at)
  }
  return at
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}

/** Null where there is any other entity. */
function withEntities(text: string): string | null {
  let known = true
  const decoded = text.replace(/&[^;&]*;?/g, (entity) => {
    const character = Object.hasOwn(ENTITIES, entity) ? ENTITIES[entity] : undefined
    known &&= character !== undefined
    return character ?? ''
  })
  return known ? decoded : null
}
