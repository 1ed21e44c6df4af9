import { VMixAPIError, VMixError, type VMixWatcher } from '../../vmix/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import type { OperationContext } from '../context.ts'
import { settleMs, VMixWatch } from './vmix-watch.ts'
import { VMixNews } from './vmix-news.ts'

export interface ObserveVMixOptions {
  readonly signal: AbortSignal
  /** Between two looks where nothing tells of changes, ms. */
  readonly pollMs: number
  /** Writes into the log what was seen. */
  readonly record: (event: WitnessEvent) => Promise<void>
  /** What keeps it from seeing or recording; null: all is well. */
  readonly problem: (message: string | null) => void
  /** Told once, where changes are seen by polling alone. */
  readonly polledOnly: () => void
}

/** How long vMix's TCP API may take to answer before it counts as closed, ms. */
const tcpMs = 4000
/** For a look that is asked for because something is different, ms. */
const freshMs = 10_000

/** Compares vMix's live state with the log, and records what others have switched, until the signal ends it. */
export async function observeVMix(context: OperationContext, options: ObserveVMixOptions): Promise<void> {
  const { signal, pollMs, record, problem } = options
  const { clock } = context
  const compared = new VMixWatch({ operationMs: context.waits.operationMs })
  await using watching = context.watching.begin(pollMs)
  const { watcher } = watching
  using news = new VMixNews(watcher, clock, signal)
  const began = clock.monotonic()
  let isToldOfPolling = false
  while (!signal.aborted) {
    try {
      const now = await lastState(watcher, compared.isSuspicious, signal)
      if (now !== null) {
        const readAt = clock.monotonic() - now.ageMs
        const ledger = await context.log.ledger()
        const { isBehind } = context.log
        const look = { state: now.state, readAt, ledger, nowMs: clock.now(), isBehind }
        for (const event of compared.look(look)) await record(event)
        problem(null)
      } else if (watcher.connection.error !== null) {
        problem(watcher.connection.error.message)
      }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Error)) throw error
      problem(error instanceof VMixError ? error.message : `The show log cannot be used: ${error.message}`)
    }
    const { connected, pushed } = watcher.connection
    if (!isToldOfPolling && connected && !pushed && clock.monotonic() - began > tcpMs) {
      isToldOfPolling = true
      options.polledOnly()
    }
    await news.wait(compared.isSuspicious ? Math.min(pollMs, settleMs) : pollMs)
  }
}

/**
 * The newest state; null while vMix does not answer.
 *
 * @param isDoubtful a difference was seen: it counts only if a state that is read from now on shows it too
 */
async function lastState(
  watcher: VMixWatcher,
  isDoubtful: boolean,
  signal: AbortSignal,
): Promise<VMixWatcher['current']> {
  if (!isDoubtful) return watcher.current?.connected === true ? watcher.current : null
  try {
    await watcher.waitFor(() => true, { signal, timeoutMs: freshMs })
  } catch (error) {
    // No state at all was read: how the connection stands says why.
    if (!(error instanceof VMixAPIError) || error.code !== 'not_confirmed') throw error
    return null
  }
  return watcher.current
}
