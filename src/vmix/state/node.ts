export type Attributes = Readonly<Record<string, string>>

/** Open to be filled in while the document is read. */
export type Open<T> = { -readonly [K in keyof T]: T[K] }

/** A kind of element, as far as the parser knows it. */
export interface Node {
  /** Its attributes; others are extra. */
  readonly known: { has(name: string): boolean }
  /** Whether its text is wanted; `lead`: only what stands before its first child, not the blanks between children. */
  readonly text: 'none' | 'lead' | 'all'
  /** The kind of a child; null for one that nobody has seen yet. */
  readonly child: (name: string) => Node | null
  readonly open: (attributes: Attributes, name: string) => void
  readonly close: (text: string, attributes: Attributes, name: string) => void
  /** Its name in a path, where many of its kind stand side by side. */
  readonly label: ((name: string) => string) | null
}

const nothing = () => undefined
const noChild = () => null
const noAttributes: ReadonlySet<string> = new Set()

/** One shape for all of them, so that the engine reads them alike. */
export function node(parts: Partial<Node>): Node {
  return {
    known: parts.known ?? noAttributes,
    text: parts.text ?? 'none',
    child: parts.child ?? noChild,
    open: parts.open ?? nothing,
    close: parts.close ?? nothing,
    label: parts.label ?? null,
  }
}

export function attributeNames(names: string): ReadonlySet<string> {
  return new Set(names.split(' '))
}

/** An element that nobody has seen yet: all it holds is extra. */
export const UNKNOWN: Node = node({ text: 'all' })
