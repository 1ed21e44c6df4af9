import { VMixAPIError, VMixConnectionError, type VMixState, type VMixWatcher } from '../../vmix/index.ts'
import type { OperationContext } from '../context.ts'

type Wanted = (state: VMixState) => boolean

interface AwaitOptions {
  readonly limitMs: number
  readonly signal?: AbortSignal
}

/**
 * Waits until vMix's state is as wanted, or the wait is over. It rests on nothing but a state document that was read from
 * now on: by the watcher where this controller observes, which is told of changes at once, else by asking again and again.
 *
 * @returns the state that fits; null when the wait ended first
 * @throws VMixConnectionError or VMixAPIError when no state could be read to the end
 */
export async function awaitState(
  context: OperationContext,
  wanted: Wanted,
  options: AwaitOptions,
): Promise<VMixState | null> {
  const end = context.clock.monotonic() + options.limitMs
  const { watcher } = context.watching
  if (watcher !== null) {
    const shown = await watched(watcher, wanted, options)
    if (shown !== 'no_state') return shown
  }
  return await polled(context, wanted, end, options.signal)
}

/**
 * @returns `no_state` when the watcher was ended meanwhile, or read none in time, as of a vMix that is slow or hangs: then
 *   vMix is asked once more at least
 */
async function watched(
  watcher: VMixWatcher,
  wanted: Wanted,
  { limitMs: timeoutMs, signal }: AwaitOptions,
): Promise<VMixState | 'no_state' | null> {
  let isRead = false
  const look: Wanted = (state) => {
    isRead = true
    return wanted(state)
  }
  try {
    return await watcher.waitFor(look, { timeoutMs, signal })
  } catch (error) {
    signal?.throwIfAborted()
    if (!isRead || (error instanceof VMixConnectionError && error.code === 'closed')) return 'no_state'
    if (!(error instanceof VMixAPIError) || error.code !== 'not_confirmed') throw error
    // It was no state that was read last.
    if (error.cause instanceof VMixAPIError) throw error.cause
    return null
  }
}

async function polled(
  context: OperationContext,
  wanted: Wanted,
  end: number,
  signal: AbortSignal | undefined,
): Promise<VMixState | null> {
  for (;;) {
    let unreadable: unknown = null
    try {
      const state = await context.vmix.state(signal === undefined ? {} : { signal })
      if (wanted(state)) return state
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof VMixConnectionError)) throw error
      unreadable = error
    }
    if (context.clock.monotonic() >= end) {
      if (unreadable !== null) throw unreadable
      return null
    }
    await context.clock.sleep(context.waits.lookMs, signal)
  }
}
