import { isMap, isNode, isScalar, type Document, type LineCounter, type Node } from 'yaml'
import type { z } from 'zod'
import type { ConfigProblem } from './error.ts'
import { fieldsAt } from './fields-at.ts'
import { configJsonSchema } from './schema.ts'
import { similar } from './similar.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** Where the file's text is, by the names of its settings. */
export interface Source {
  readonly document: Document
  readonly lines: LineCounter
}

/** What the schema found, at the places in the file where it is. */
export function schemaProblems(issues: readonly Issue[], source: Source, above: Path = []): readonly ConfigProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, source, [...above, ...issue.path]))
}

function problemsOf(issue: Issue, source: Source, path: Path): readonly ConfigProblem[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((name) => unknownField(name, path, source))
    case 'invalid_key':
      return [at(source, path, issue.issues[0]?.message ?? issue.message, true)]
    case 'invalid_union': {
      // Of the forms that may stand here the one that was meant: what is wrong is within it.
      const within = issue.errors.find((issues) => issues.some((one) => one.path.length > 0 || isAboutFields(one)))
      if (within !== undefined) return schemaProblems(within, source, path)
      return [at(source, path, oneOf([...issue.errors.flat(), issue]) ?? issue.message)]
    }
    case 'invalid_value':
      return [at(source, path, `It is one of: ${issue.values.map(String).join(', ')}.`)]
    case 'invalid_type':
      if (isMissing(source, path)) return [missing(issue, source, path)]
      return [at(source, path, isOwn(issue.message) ? issue.message : `It must be ${wordFor(issue.expected)}.`)]
    default:
      return [at(source, path, issue.message)]
  }
}

/** A name may be repeated when it is a plain word; anything else could be a key that slipped into the wrong column. */
function unknownField(name: string, path: Path, source: Source): ConfigProblem {
  const fields = fieldsAt(configJsonSchema(), path)
  const meant = similar(name, fields)
  const called =
    meant !== null || /^[A-Za-z]{1,20}$/.test(name) ? `There is no ${name} here.` : 'There is no such setting.'
  const hint = meant === null ? `There are: ${fields.join(', ')}.` : `Did you mean ${meant}?`
  return { ...at(source, [...path, name], `${called} ${hint}`, true), path: pathText(path) }
}

function missing(issue: Extract<Issue, { code: 'invalid_type' }>, source: Source, path: Path): ConfigProblem {
  const name = String(path.at(-1) ?? '')
  const what = isOwn(issue.message) ? ` ${issue.message}` : ''
  return { ...at(source, path.slice(0, -1), `${name} is missing.${what}`) }
}

/** The schema's own sentences end as sentences do; the library's words do not. */
function isOwn(message: string): boolean {
  return !message.startsWith('Invalid input')
}

function isAboutFields(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys' || issue.code === 'custom'
}

/** Of a choice by a field (`type: slack`), what there is to choose from. */
function oneOf(issues: readonly Issue[]): string | null {
  const own = issues.find(({ message }) => isOwn(message))
  // `… Expected 'slack' | 'email'`: there is no telling how the list is to be read.
  return (
    own?.message.replace(/^Invalid discriminator value\. Expected /, 'It is one of: ').replaceAll(' | ', ', ') ?? null
  )
}

function wordFor(expected: string): string {
  const words: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list, each entry beginning with "- "',
    object: 'settings below it, each on a line of its own',
    record: 'settings below it, each on a line of its own',
  }
  return words[expected] ?? expected
}

function isMissing({ document }: Source, path: Path): boolean {
  return path.length > 0 && document.getIn(path, true) === undefined
}

/** @param isName at the name of the setting instead of at what stands behind it */
function at(source: Source, path: Path, message: string, isName = false): ConfigProblem {
  const { line, col } = source.lines.linePos(offsetOf(source.document, path, isName))
  return { line: Math.max(1, line), column: Math.max(1, col), path: pathText(path), message: sentence(message) }
}

/** Of the thing itself, else of the nearest thing around it that stands there. */
function offsetOf(document: Document, path: Path, isName: boolean): number {
  const name = isName ? nameNode(document, path) : null
  if (name !== null) return name.range?.[0] ?? 0
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range != null) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

function nameNode(document: Document, path: Path): Node | null {
  const map: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (!isMap(map)) return null
  const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
  return pair !== undefined && isNode(pair.key) ? pair.key : null
}

function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}

function sentence(message: string): string {
  return /[.?!]$/.test(message) ? message : `${message}.`
}
