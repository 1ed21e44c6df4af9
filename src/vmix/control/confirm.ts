import type { Clock } from '../../clock/index.ts'
import { VMixAPIError } from '../errors/api-error.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'
import type { CheckedCalls } from './checked-calls.ts'

/** What the helpers work with. */
export interface Desk {
  readonly calls: CheckedCalls
  readonly clock: Clock
  /** How long vMix's state may take to show what was asked for, ms. */
  readonly confirmMs: number
}

/** How often the state is read while something is awaited: often enough for a person, seldom enough for vMix. */
const lookMs = 50

/**
 * Reads the state until it shows what was asked for.
 *
 * @param what as a sentence begins: `Overlay 2`
 * @returns the state that shows it
 * @throws {VMixAPIError} `not_confirmed`; and whatever reading the state throws
 */
export async function confirmed(
  desk: Desk,
  what: string,
  shows: (state: VMixState) => boolean,
  { signal, waitMs = desk.confirmMs }: RequestOptions & { readonly waitMs?: number } = {},
): Promise<VMixState> {
  const end = desk.clock.monotonic() + waitMs
  for (;;) {
    const state = await desk.calls.state({ signal })
    if (shows(state)) return state
    if (desk.clock.monotonic() >= end) {
      const message = `${what}: vMix took it, but its state does not show it after ${waitMs / 1000} s. Look at vMix.`
      throw new VMixAPIError('not_confirmed', message, { mayHaveBeenSent: true })
    }
    await desk.clock.sleep(lookMs, signal)
  }
}
