import { VMixAPIError } from '../errors/api-error.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'
import { confirmed, type Desk } from './confirm.ts'
import { findInput, type InputRef } from './input-ref.ts'

/** On which mix; as in the functions, where 0 is the main one. */
export interface MixOptions extends RequestOptions {
  /** 0 is the main mix, 1 is mix 2, …; default 0. */
  readonly mix?: number
}

/**
 * Brings an input to program at once and waits until the state shows it there. One that is there already stays, and
 * nothing is sent.
 */
export async function cutTo(desk: Desk, input: InputRef, options: MixOptions = {}): Promise<VMixState> {
  return await bringUp(desk, 'Cut', input, {}, options, desk.confirmMs)
}

/** The same with a fade of so many milliseconds. */
export async function fadeTo(desk: Desk, input: InputRef, ms: number, options: MixOptions = {}): Promise<VMixState> {
  return await bringUp(desk, 'Fade', input, { duration: ms }, options, desk.confirmMs + ms)
}

async function bringUp(
  desk: Desk,
  name: 'Cut' | 'Fade',
  input: InputRef,
  params: { readonly duration?: number },
  { mix = 0, signal }: MixOptions,
  waitMs: number,
): Promise<VMixState> {
  const before = await desk.calls.look({ signal })
  const { key, title } = findInput(before, input)
  // By its key from here on: its number may change while it fades.
  const isUp = (state: VMixState) => keyOf(state, inProgram(state, mix)) === key
  if (isUp(before)) return before
  await desk.calls.call(name, { ...params, input: key, ...(mix === 0 ? {} : { mix }) }, { signal })
  return await confirmed(desk, `${name} to ${JSON.stringify(title)}`, isUp, { signal, waitMs })
}

function inProgram(state: VMixState, mix: number): number | null {
  if (mix === 0) return state.active
  const found = state.mixes.find(({ number }) => number === mix + 1)
  if (found !== undefined) return found.active
  const message = `This show has no mix ${mix} (0 is the main mix, then come ${state.mixes.length}).`
  throw new VMixAPIError('invalid_parameter', message, { mayHaveBeenSent: false })
}

function keyOf(state: VMixState, number: number | null): string | null {
  return state.inputs.find((input) => input.number === number)?.key ?? null
}
