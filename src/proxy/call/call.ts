import { effectOf } from '../../controller/index.ts'
import { type CallParams, FUNCTIONS, functionInfo } from '../../vmix/index.ts'

/** A call of a vMix function as a client asked for it. What is forwarded is what the client sent, never this. */
export interface AskedCall {
  /** As the catalogue writes it, whatever case the client used; as asked where the catalogue has none. */
  readonly name: string
  /** The catalogue has exactly this name. */
  readonly known: boolean
  /** What the log may hold of the parameters; unknown ones are left out. */
  readonly params: CallParams
  /** `toggle`: a start or a stop, as vMix finds it. */
  readonly effect: 'start' | 'stop' | 'toggle' | 'none'
  /** Something was given twice, and which of the two vMix takes is not known. */
  readonly doubled: 'function' | 'parameter' | null
}

const PARAMS = ['Input', 'Value', 'Duration', 'Mix', 'Channel', 'SelectedName', 'SelectedIndex'] as const
const paramNames = new Map(PARAMS.map((name) => [name.toLowerCase(), name]))
const names = new Map(FUNCTIONS.map(({ name }) => [name.toLowerCase(), name]))

/**
 * The call that a query of vMix's HTTP API holds, read as vMix reads it (`+` is a blank, `#` ends it); null where it has no
 * function. Names are compared without their case, because it is not known whether vMix minds it: a rule must hold anyhow.
 */
export function callOfQuery(query: string): AskedCall | null {
  const entries = entriesOf(query)
  const functions = entries.filter(([name]) => isFunction(name)).map(([, value]) => value.trim())
  const [name = ''] = functions
  if (functions.every((each) => each === '')) return null
  const rest = entries.filter(([name]) => !isFunction(name))
  const call = callOf(functions.length > 1 ? (functions.find(isCritical) ?? name) : name, rest)
  return functions.length > 1 ? { ...call, doubled: 'function' } : call
}

/** The call of a line `FUNCTION name query`. */
export function callOfLine(name: string, query: string): AskedCall {
  return callOf(name, entriesOf(query))
}

function callOf(asked: string, entries: readonly (readonly [string, string])[]): AskedCall {
  const name = canonical(asked)
  const params: Partial<Record<(typeof PARAMS)[number], string>> = {}
  let doubled: AskedCall['doubled'] = null
  for (const [key, value] of entries) {
    const known = paramNames.get(key.trim().toLowerCase())
    if (known === undefined) continue
    if (params[known] !== undefined) doubled = 'parameter'
    else params[known] = value
  }
  return { name, known: isKnown(asked), params: withNumber(params), effect: effect(name), doubled }
}

/** `Duration` and `Mix` are numbers in the catalogue's types; what is none is recorded as nothing. */
function withNumber({ Duration, Mix, ...rest }: Partial<Record<(typeof PARAMS)[number], string>>): CallParams {
  return { ...rest, ...number('Duration', Duration), ...number('Mix', Mix) }
}

function number<N extends string>(name: N, text: string | undefined): Partial<Record<N, number>> {
  const value = Number(text)
  if (text === undefined || text.trim() === '' || !Number.isFinite(value)) return {}
  const given: Partial<Record<string, number>> = { [name]: value }
  return given
}

function canonical(asked: string): string {
  return names.get(asked.toLowerCase()) ?? asked
}

/** Overlays beyond 8 (v29 has 16) are in no list; they are taken to have what 1 to 8 have. */
function isKnown(name: string): boolean {
  return functionInfo(name.replace(/^((?:Preview)?OverlayInput)(?:9|1[0-6])(?!\d)/, '$18')) !== null
}

function effect(name: string): AskedCall['effect'] {
  return name.startsWith('StartStop') && effectOf(name) === 'start' ? 'toggle' : effectOf(name)
}

function isCritical(name: string): boolean {
  return effect(canonical(name)) !== 'none'
}

function isFunction(name: string): boolean {
  return name.trim().toLowerCase() === 'function'
}

function entriesOf(query: string): [string, string][] {
  const [before = ''] = query.split('#', 1)
  return [...new URLSearchParams(before)]
}
