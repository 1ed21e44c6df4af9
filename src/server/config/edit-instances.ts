import { isDeepStrictEqual } from 'node:util'
import { isCollection, isMap, isScalar, isSeq, parse, parseDocument, stringify, type YAMLMap, type YAMLSeq } from 'yaml'
import { applied, indentAt, lineEnd, lineStart, type TextEdit } from './text-edit.ts'

/** What stands of a vMix in the file; null takes a setting out, undefined leaves it as it is. */
export interface InstanceText {
  readonly id?: string
  readonly name?: string
  readonly host?: string
  readonly port?: number
  readonly tcpPort?: number | 'none' | null
  readonly username?: string | null
  /** By reference. */
  readonly password?: string | null
}

/*
 * The text of a configuration that the schema has taken, with one vMix more, changed or gone. The parser says where things
 * stand, and only those letters are touched: comments, order, blanks and quotes of all else stay as they were written.
 * Throws a TypeError for a file that is written in a way that this does not know; it is then changed by hand.
 */

export function withInstance(file: string, instance: InstanceText): string {
  const more = (before: Entries) => [...before, given(instance)]
  return edited(file, more, (list, text) => {
    const last = list.items.at(-1)
    if (list.flow === true || last === undefined) return flowList(list, [...entriesOf(list), given(instance)])
    const indent = indentAt(text, dashOf(text, last))
    const at = endOfItem(text, last, indent.length)
    const before = text[at - 1] === '\n' ? '' : '\n'
    const lines = Object.entries(given(instance)).map(([name, value]) => `${name}: ${written(value)}`)
    return [{ from: at, to: at, text: `${before}${indent}- ${lines.join(`\n${indent}  `)}\n` }]
  })
}

export function withoutInstance(file: string, id: string): string {
  const less = (before: Entries) => before.filter((one) => one['id'] !== id)
  return edited(file, less, (list, text) => {
    const item = itemOf(list, id)
    const rest = less(entriesOf(list))
    if (list.flow === true) return flowList(list, rest)
    const dash = dashOf(text, item)
    return [{ from: lineStart(text, dash), to: endOfItem(text, item, indentAt(text, dash).length), text: '' }]
  })
}

/** @param id null: the first one */
export function withChangedInstance(file: string, id: string | null, instance: InstanceText): string {
  const isMeant = (one: Entries[number], n: number) => (id === null ? n === 0 : one['id'] === id)
  const other = (before: Entries) => before.map((one, n) => (isMeant(one, n) ? changedEntry(one, instance) : one))
  return edited(file, other, (list, text) => {
    const item = id === null ? list.items[0] : itemOf(list, id)
    if (!isMap(item)) throw new TypeError('What stands there is no vMix.')
    if (item.flow === true) return [{ ...rangeOf(item), text: flow(changedEntry(item.toJSON(), instance)) }]
    return Object.entries(instance).flatMap(([name, value]) => settingEdit(text, item, name, value))
  })
}

function settingEdit(text: string, item: YAMLMap, name: string, value: unknown): readonly TextEdit[] {
  const at = item.items.findIndex(({ key }) => isScalar(key) && key.value === name)
  const pair = item.items[at]
  if (pair === undefined) {
    if (value === null || value === undefined) return []
    const first = item.items[0]
    const end = lineEnd(text, endOf(first?.value))
    const indent = ' '.repeat(rangeOf(item).from - lineStart(text, rangeOf(item).from))
    return [{ from: end, to: end, text: `${text[end - 1] === '\n' ? '' : '\n'}${indent}${name}: ${written(value)}\n` }]
  }
  if (value === undefined) return []
  if (value !== null && isScalar(pair.value)) return [{ ...rangeOf(pair.value), text: written(value) }]
  if (value !== null) throw new TypeError('What stands there is no single value.')
  const next = item.items[at + 1]
  const from = rangeOf(pair.key).from
  if (next !== undefined) return [{ from, to: rangeOf(next.key).from, text: '' }]
  return [{ from: lineStart(text, from), to: lineEnd(text, endOf(pair.value)), text: '' }]
}

/** Looks afterwards that no more and no less has become of it than what was asked: a value could read as lines of its own. */
function edited(
  file: string,
  asked: (before: Entries) => readonly object[],
  edit: (list: YAMLSeq, text: string) => readonly TextEdit[],
): string {
  const plain = file.replaceAll('\r\n', '\n')
  const list = parseDocument(plain, { logLevel: 'silent' }).get('instances')
  if (!isSeq(list)) throw new TypeError('The configuration has no list of instances.')
  const changed = applied(plain, edit(list, plain))
  const expected = { ...settingsIn(plain), instances: asked(entriesOf(list)) }
  if (!isDeepStrictEqual(settingsIn(changed), expected)) throw new TypeError('Something else would change with it.')
  return file.includes('\r\n') ? changed.replaceAll('\n', '\r\n') : changed
}

function settingsIn(text: string): Readonly<Record<string, unknown>> {
  const settings: unknown = parse(text, { logLevel: 'silent', maxAliasCount: 0 })
  return typeof settings === 'object' && settings !== null ? { ...settings } : {}
}

/** Where its dash stands. */
function dashOf(text: string, item: unknown): number {
  return text.lastIndexOf('-', rangeOf(item).from)
}

/** Behind its last line, and behind what is commented out below it and further in than its dash. */
function endOfItem(text: string, item: unknown, dashColumn: number): number {
  let end = lineEnd(text, endOf(item))
  for (let at = end; at < text.length; ) {
    const next = lineEnd(text, at)
    const line = text.slice(at, next)
    if (line.trim() !== '' && !(line.trimStart().startsWith('#') && line.search(/\S/) > dashColumn)) break
    at = next
    if (line.trim() !== '') end = next
  }
  return end
}

/** Where what is meant by it ends, without comments. */
function endOf(node: unknown): number {
  if (isCollection(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1)
    if (typeof last === 'object' && last !== null && 'key' in last && 'value' in last) {
      return endOf(hasRange(last.value) ? last.value : last.key)
    }
    return endOf(last)
  }
  return rangeOf(node).to
}

function itemOf(list: YAMLSeq, id: string): unknown {
  return list.items.find((item) => isMap(item) && item.get('id') === id)
}

type Entries = readonly Readonly<Record<string, unknown>>[]

function entriesOf(list: YAMLSeq): Entries {
  return list.items.map((item): Record<string, unknown> => (isMap(item) ? { ...item.toJSON() } : {}))
}

function flowList(list: YAMLSeq, entries: readonly object[]): readonly TextEdit[] {
  return [{ ...rangeOf(list), text: flow(entries) }]
}

function changedEntry(entry: unknown, instance: InstanceText): object {
  return given({ ...(typeof entry === 'object' ? entry : {}), ...definedOf(instance) })
}

function given(instance: InstanceText): object {
  return Object.fromEntries(Object.entries(instance).filter(([, value]) => value !== null && value !== undefined))
}

function definedOf(instance: InstanceText): object {
  return Object.fromEntries(Object.entries(instance).filter(([, value]) => value !== undefined))
}

function written(value: unknown): string {
  return onOneLine(value, stringify(value, { lineWidth: 0 }))
}

function flow(value: unknown): string {
  return onOneLine(value, stringify(value, { lineWidth: 0, collectionStyle: 'flow' }))
}

/** Whatever it is: further lines would have to be indented as what is around them. JSON is YAML too. */
function onOneLine(value: unknown, text: string): string {
  const line = text.trimEnd()
  return line.includes('\n') ? JSON.stringify(value) : line
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}

function rangeOf(node: unknown): { readonly from: number; readonly to: number } {
  if (!hasRange(node)) throw new TypeError('What stands there is not known.')
  return { from: node.range[0], to: node.range[1] }
}
