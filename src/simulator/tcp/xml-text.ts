import { SaxesParser } from 'saxes'

/** An element of the state document, as far as a path can name it. */
interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  /** Everything written in it, its children's text included, as XPath has it. */
  text: string
}

/** Longer paths are nobody's. */
const MAX_PATH = 1000

/** A step of a path: `input`, `*`, with `[3]`, `[@name='x']` or `[last()]` behind it, or `@attribute`. */
const STEP = /^([A-Za-z_][\w.-]*|\*)((?:\[[^\]]*\])*)$/
const PREDICATE = /\[([^\]]*)\]/g
const BY_ATTRIBUTE = /^@([A-Za-z_][\w.-]*)\s*=\s*(?:'([^']*)'|"([^"]*)")$/

/**
 * What `XMLTEXT path` names in a state document: the text of the first element or attribute that fits, or null. Paths are
 * the part of XPath that vMix's clients use: `vmix/active`, `vmix/inputs/input[1]/@title`,
 * `vmix/inputs/input[@number='3']/text[@name='Headline.Text']`, a leading `/`, `*`, `[last()]` and `text()` at the end.
 */
export function xmlText(xml: string, path: string): string | null {
  const steps = stepsOf(path)
  if (steps === null) return null
  const root: Element = { name: '', attributes: {}, children: [parse(xml)], text: '' }
  let found: Element[] = [root]
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1
    if (last && step === 'text()') return found[0]?.text ?? null
    if (step.startsWith('@')) return last ? attribute(found, step.slice(1)) : null
    const [, name, predicates = ''] = STEP.exec(step) ?? []
    if (name === undefined) return null
    const next = found.flatMap((element) =>
      kept(
        element.children.filter((child) => name === '*' || child.name === name),
        predicates,
      ),
    )
    if (next.length === 0) return null
    found = next
  }
  return found[0]?.text ?? null
}

/** Split at slashes, except inside brackets: a title may hold one. */
function stepsOf(path: string): string[] | null {
  const text = path.trim().replace(/^\//, '')
  if (text === '' || text.length > MAX_PATH) return null
  const steps: string[] = text.match(/(?:\[[^\]]*\]|[^/[])+/g) ?? []
  return steps.join('/') === text ? steps : null
}

function kept(elements: readonly Element[], predicates: string): Element[] {
  let rest = [...elements]
  for (const [, predicate = ''] of predicates.matchAll(PREDICATE)) {
    const text = predicate.trim()
    const [, name, single, double] = BY_ATTRIBUTE.exec(text) ?? []
    if (name !== undefined) rest = rest.filter((element) => element.attributes[name] === (single ?? double))
    else if (text === 'last()') rest = rest.slice(-1)
    else rest = /^[1-9]\d{0,5}$/.test(text) ? rest.slice(Number(text) - 1, Number(text)) : []
  }
  return rest
}

function attribute(elements: readonly Element[], name: string): string | null {
  for (const { attributes } of elements) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined
    if (value !== undefined) return value
  }
  return null
}

/** The whole document; it is our own, so it is well-formed. */
function parse(xml: string): Element {
  const parser = new SaxesParser()
  const open: Element[] = []
  let root: Element = { name: '', attributes: {}, children: [], text: '' }
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' }
    const parent = open.at(-1)
    if (parent === undefined) root = element
    else parent.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    for (const element of open) element.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return root
}
