import type { CallParams } from '../call.ts'
import { VMixAPIError } from '../errors/api-error.ts'
import type { VMixState } from '../state.ts'
import type { GivenParams, ParameterValue } from './call-types.ts'
import { findInput } from './input-ref.ts'

/** Parameters as they are called here, by vMix's names. */
const NAMES: Readonly<Record<string, keyof CallParams>> = {
  input: 'Input',
  value: 'Value',
  duration: 'Duration',
  mix: 'Mix',
  channel: 'Channel',
  selectedName: 'SelectedName',
  selectedIndex: 'SelectedIndex',
}

export type SentParams = Readonly<Record<string, string | number | undefined>>

/**
 * Parameters as vMix takes them. Inputs that are given as `{ title }` or `{ key }` are looked up.
 *
 * @throws {VMixAPIError} `invalid_parameter`
 */
export async function sentParams(given: GivenParams, state: () => Promise<VMixState>): Promise<SentParams> {
  const sent: Record<string, string | number | undefined> = {}
  for (const [name, value] of Object.entries(given)) {
    // A name that is none goes on as it is, for the check to refuse it.
    const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined
    if (value !== undefined) sent[known ?? name] = await sentValue(value, state)
  }
  return sent
}

async function sentValue(value: ParameterValue, state: () => Promise<VMixState>): Promise<string | number> {
  if (isList(value)) return sentList(value)
  return isReference(value) ? findInput(await state(), value).key : sentPart(value)
}

/** Parts that may be left away stand at the end; one that holds nothing before others would shift them. */
function sentList(parts: readonly unknown[]): string {
  const last = parts.findLastIndex((part) => part !== undefined)
  return parts
    .slice(0, last + 1)
    .map(sentPart)
    .join(',')
}

/** Programs without types give anything. */
function sentPart(part: unknown): string | number {
  if (typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part))) return part
  if (typeof part === 'bigint') return String(part)
  const what = typeof part === 'number' || part === null || part === undefined ? String(part) : `a ${typeof part}`
  throw new VMixAPIError('invalid_parameter', `A parameter is ${what}, which vMix cannot be sent. Nothing was sent.`, {
    mayHaveBeenSent: false,
  })
}

function isReference(value: unknown): value is { readonly title: string } | { readonly key: string } {
  if (typeof value !== 'object' || value === null) return false
  return ('title' in value && typeof value.title === 'string') || ('key' in value && typeof value.key === 'string')
}

function isList(value: ParameterValue): value is readonly (string | number | undefined)[] {
  return Array.isArray(value)
}
