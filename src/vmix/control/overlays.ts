import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'
import type { CallReply } from './call-types.ts'
import { confirmed, type Desk } from './confirm.ts'
import { findInput, type InputRef } from './input-ref.ts'

export interface OverlayInput {
  readonly input: InputRef
}

/** One overlay: 1 to 4, from v29 to 8. */
export interface Overlay {
  readonly number: number
  /** Shows the input with the overlay's transition, and waits until the state has it. */
  in(params: OverlayInput, options?: RequestOptions): Promise<VMixState>
  /** Takes it off with the overlay's transition, and waits until the state has it. */
  out(options?: RequestOptions): Promise<VMixState>
  /** Takes it off at once, and waits until the state has it. */
  off(options?: RequestOptions): Promise<VMixState>
  /** Shows the input, or takes it off if it is the one shown. A toggle cannot be confirmed, and not be sent twice. */
  toggle(params: OverlayInput, options?: RequestOptions): Promise<CallReply>
  /** Toggles what was shown last (v25 and up). */
  last(options?: RequestOptions): Promise<CallReply>
  /** Zooms the overlay's picture to full size, and back. */
  zoom(options?: RequestOptions): Promise<CallReply>
  /** Shows it in the preview only. */
  preview(params: OverlayInput, options?: RequestOptions): Promise<CallReply>
}

export function overlay(desk: Desk, number: number): Overlay {
  const name = `OverlayInput${number}`
  const what = `Overlay ${number}`
  const { calls } = desk
  const shown = (state: VMixState) => state.overlays.find((each) => each.number === number)
  const gone = async (how: 'Out' | 'Off', options: RequestOptions = {}) => {
    await calls.call(`${name}${how}`, {}, options)
    return await confirmed(desk, what, (state) => shown(state)?.input === null, options)
  }
  const keyOf = async (ref: InputRef, options: RequestOptions) => findInput(await calls.look(options), ref).key
  return {
    number,
    async in({ input }, options = {}) {
      const key = await keyOf(input, options)
      await calls.call(`${name}In`, { input: key }, options)
      // One that is in preview alone shows the same input, and is not on air.
      const isIn = (state: VMixState) =>
        shown(state)?.preview === false &&
        state.inputs.some((each) => each.key === key && each.number === shown(state)?.input)
      return await confirmed(desk, what, isIn, options)
    },
    out: (options) => gone('Out', options),
    off: (options) => gone('Off', options),
    toggle: async ({ input }, options = {}) => await calls.call(name, { input: await keyOf(input, options) }, options),
    last: (options) => calls.call(`${name}Last`, {}, options),
    zoom: (options) => calls.call(`${name}Zoom`, {}, options),
    preview: async ({ input }, options = {}) =>
      await calls.call(`Preview${name}`, { input: await keyOf(input, options) }, options),
  }
}
