import type { FunctionCategory, FunctionInfo, FunctionList, ParameterInfo, ParameterName } from './function-info.ts'
import { readParts } from './value-kind.ts'

const CATEGORIES: ReadonlySet<string> = new Set<FunctionCategory>([
  'General',
  'Audio',
  'Transition',
  'Output',
  'Title',
  'Input',
  'Overlay',
  'PlayList',
  'Scripting',
  'Replay',
  'NDI',
  'OMT',
  'PTZ',
  'Preset',
  'DataSources',
  'Browser',
])

const NAMES: ReadonlySet<string> = new Set<ParameterName>([
  'Input',
  'Value',
  'Duration',
  'Mix',
  'Channel',
  'SelectedName',
  'SelectedIndex',
])

const LISTS: Readonly<Record<string, FunctionList>> = { h: 'help28', v: 'vmixapi', n: 'v29', c: 'companion' }

/** Reads the table: a line a function, or several that differ by a number or a letter. */
export function readTable(table: string): readonly FunctionInfo[] {
  const functions: FunctionInfo[] = []
  let category: FunctionCategory | null = null
  for (const line of table.split('\n')) {
    const heading = /^\[(\w+)\]$/.exec(line)?.[1]
    if (heading !== undefined) {
      if (!isCategory(heading)) throw new Error(`The table has an unknown category: ${heading}`)
      category = heading
      continue
    }
    const [name, since, lists, ...parameters] = line.split(/\s+/)
    if (name === undefined || name === '') continue
    if (category === null || since === undefined || lists === undefined)
      throw new Error(`The table has half a line: ${line}`)
    const shared = {
      category,
      since: since === '-' ? null : Number(since),
      editions: null,
      lists: readLists(lists),
      parameters: parameters[0] === '?' ? null : parameters.map(readParameter),
    }
    for (const each of expanded(name)) functions.push({ name: each, ...shared })
  }
  return functions
}

/** `Set{AB}X{1-2}` is `SetAX1`, `SetAX2`, `SetBX1`, `SetBX2`. */
function expanded(name: string): readonly string[] {
  const [whole, range] = /\{([^}]+)\}/.exec(name) ?? []
  if (whole === undefined || range === undefined) return [name]
  return members(range).flatMap((member) => expanded(name.replace(whole, member)))
}

function members(range: string): readonly string[] {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(range) ?? []
  if (from === undefined) return range.split('')
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => String(Number(from) + index))
}

function readParameter(text: string): ParameterInfo {
  const [, name, mark, parts] = /^(\w+)([!?]?)(?:=(.+))?$/.exec(text) ?? []
  if (name === undefined || !isParameter(name)) throw new Error(`The table has an unknown parameter: ${text}`)
  const need = mark === '!' ? 'required' : mark === '?' ? 'optional' : 'wanted'
  return { name, need, parts: readParts(name, parts) }
}

function readLists(text: string): readonly FunctionList[] {
  const all = Object.entries(LISTS)
  return all.filter(([letter]) => text === '*' || text.includes(letter)).map(([, list]) => list)
}

function isCategory(text: string): text is FunctionCategory {
  return CATEGORIES.has(text)
}

/** Whether it is one of vMix's parameters, in vMix's own upper and lower case. */
export function isParameter(text: string): text is ParameterName {
  return NAMES.has(text)
}
