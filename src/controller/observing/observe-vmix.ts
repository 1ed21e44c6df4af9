import { VMixAPIError, VMixError, type VMixEvent, type VMixState, type VMixWatcher } from '../../vmix/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import type { OperationContext } from '../context.ts'
import { StopMark } from '../operation/stop-mark.ts'
import { recorderName, settleMs, srtName, streamName, VMixWatch } from './vmix-watch.ts'
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
  /** Told of all that the watcher tells. */
  readonly seen: (event: VMixEvent) => void
}

/** How long vMix's TCP API may take to answer before it counts as closed, ms. */
const tcpMs = 4000
/** So long a stop of another process may take to get into the log before it counts as nobody's, ms. */
const stopMs = 10_000
const nothing: ReadonlySet<string> = new Set()
/** For a look that is asked for because something is different, ms. */
const freshMs = 10_000

/** Compares vMix's live state with the log, and records what others have switched, until the signal ends it. */
export async function observeVMix(context: OperationContext, options: ObserveVMixOptions): Promise<void> {
  const { signal, pollMs, record, problem } = options
  const { clock } = context
  const compared = new VMixWatch({ operationMs: context.waits.operationMs })
  await using watching = context.watching.begin(pollMs)
  const { watcher } = watching
  let isGap = false
  watcher.onAny((event) => {
    // Also one that is over before the next look.
    if (!watcher.connection.connected) isGap = true
    options.seen(event)
  })
  using news = new VMixNews(watcher, clock, signal)
  const began = clock.monotonic()
  let isToldOfPolling = false
  while (!signal.aborted) {
    try {
      const now = await lastState(watcher, compared.isSuspicious, signal)
      // With the state that it belongs to: the next loss may come while the log is read.
      const afterGap = isGap && watcher.connection.connected
      if (afterGap) isGap = false
      if (now !== null) {
        const readAt = clock.monotonic() - now.ageMs
        const ledger = await context.log.ledger()
        const { isBehind } = context.log
        // It matters only where something is different.
        const stopping = compared.isSuspicious ? await stoppedJustNow(context, now.state) : nothing
        const look = { stopping, state: now.state, readAt, ledger, nowMs: clock.now(), isBehind, afterGap }
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

/** A stop does not wait for its intent, but leaves a mark before it goes out. */
async function stoppedJustNow({ paths, clock }: OperationContext, state: VMixState): Promise<ReadonlySet<string>> {
  const marks = [
    [recorderName, StopMark.recorder(paths.locks)] as const,
    ...state.streams.map(({ channel }) => [streamName(channel), StopMark.channel(paths.locks, channel)] as const),
    ...state.outputs
      .filter(({ type }) => type === 'output')
      .map(({ number }) => [srtName(number), StopMark.srtOutput(paths.locks, number)] as const),
  ]
  const fresh = await Promise.all(
    marks.map(async ([name, mark]) => ((await mark.isFresh(clock, stopMs)) ? [name] : [])),
  )
  return new Set(fresh.flat())
}
