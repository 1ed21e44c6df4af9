import { Extras } from './extras.ts'
import { type Attributes, type Node, UNKNOWN } from './node.ts'

/** Elements deeper than this are passed over; vMix's documents have five levels. */
const MAX_DEPTH = 8

/** Leads the events of an XML parser through the kinds of elements, and puts aside what is of no known kind. */
export class Walk {
  readonly extras = new Extras()
  depth = 0
  readonly #root: Node
  readonly #nodes: Node[] = []
  readonly #names: string[] = []
  readonly #attributes: Attributes[] = []
  readonly #texts: string[] = []
  #skipped = 0

  constructor(root: Node) {
    this.#root = root
  }

  /** @returns whether the text that follows is wanted */
  open(name: string, attributes: Attributes): boolean {
    if (this.depth === MAX_DEPTH) {
      this.#skipped++
      return false
    }
    const depth = this.depth++
    const node = depth === 0 ? this.#root : (this.#nodes[depth - 1]?.child(name) ?? UNKNOWN)
    this.#nodes[depth] = node
    this.#names[depth] = name
    this.#attributes[depth] = attributes
    this.#texts[depth] = ''
    node.open(attributes, name)
    for (const attribute in attributes) {
      if (!node.known.has(attribute)) this.#addExtra(`@${attribute}`, attributes[attribute] ?? '')
    }
    return node.text !== 'none'
  }

  text(text: string): void {
    this.#texts[this.depth - 1] += text
  }

  /** @returns whether the text that follows is wanted */
  close(): boolean {
    if (this.#skipped > 0) {
      this.#skipped--
      return false
    }
    const depth = --this.depth
    const node = this.#nodes[depth] ?? UNKNOWN
    const text = this.#texts[depth] ?? ''
    if (node === UNKNOWN) this.#closeUnknown(text.trim(), this.#attributes[depth] ?? {})
    else node.close(text, this.#attributes[depth] ?? {}, this.#names[depth] ?? '')
    return this.#nodes[depth - 1]?.text === 'all' && depth > 0
  }

  #closeUnknown(text: string, attributes: Attributes): void {
    this.depth++
    // Of an element that has attributes only these are told, and its text where it has one.
    if (text !== '' || Object.keys(attributes).length === 0) this.#addExtra(null, text)
    this.depth--
  }

  #addExtra(last: string | null, value: string): void {
    if (this.extras.full) return
    const path = this.#names.slice(1, this.depth).map((name, index) => this.#nodes[index + 1]?.label?.(name) ?? name)
    this.extras.add(last === null ? path : [...path, last], value)
  }
}
