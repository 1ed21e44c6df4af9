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
  if (typeof value === 'string') return value
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw new VMixAPIError('invalid_parameter', `A parameter is ${value}, which is no number that vMix could read.`, {
      mayHaveBeenSent: false,
    })
  }
  if (isList(value)) return value.filter((part) => part !== undefined).join(',')
  return findInput(await state(), value).key
}

function isList(value: ParameterValue): value is readonly (string | number | undefined)[] {
  return Array.isArray(value)
}
