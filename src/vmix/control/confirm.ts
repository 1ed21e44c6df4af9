import type { Clock } from '../../clock/index.ts'
import { VMixAPIError } from '../errors/api-error.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'
import type { CheckedCalls } from './checked-calls.ts'
import { afterSent } from './sent.ts'

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
 * Reads the state until it shows what was asked for. A look that fails on its way is followed by the next one while there
 * is time. Whatever is thrown says `mayHaveBeenSent: true`: the command is out, only the look was in vain.
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
    const state = await look(desk, shows, signal)
    if ('shown' in state) return state.shown
    if (desk.clock.monotonic() >= end) {
      if (state.failure !== null) throw afterSent(state.failure)
      const message = `${what}: vMix took it, but its state does not show it after ${waitMs / 1000} s. Look at vMix.`
      throw new VMixAPIError('not_confirmed', message, { mayHaveBeenSent: true })
    }
    await desk.clock.sleep(lookMs, signal).catch((reason: unknown) => {
      const message = `${what}: vMix took it; the look at its state was aborted.`
      throw new VMixConnectionError('aborted', message, { mayHaveBeenSent: true, cause: reason })
    })
  }
}

type Look = { readonly shown: VMixState } | { readonly failure: VMixConnectionError | null }

async function look(desk: Desk, shows: (state: VMixState) => boolean, signal: AbortSignal | undefined): Promise<Look> {
  try {
    const state = await desk.calls.state({ signal })
    return shows(state) ? { shown: state } : { failure: null }
  } catch (error) {
    if (error instanceof VMixConnectionError && error.code !== 'aborted' && error.code !== 'closed') {
      return { failure: error }
    }
    throw afterSent(error)
  }
}

/** Sends several commands, one after another: what fails behind the first says that something was sent. */
export async function inTurn(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await step()
    } catch (error) {
      throw index === 0 ? error : afterSent(error)
    }
  }
}
