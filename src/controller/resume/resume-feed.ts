import { GatewayError, type FeedStatus, type OutputStatus } from '../../gateway/index.ts'
import { redactUrl } from '../../secrets/index.ts'
import type { OperationContext } from '../context.ts'
import type { RunningStart } from '../operation/run-start.ts'
import type { ResumedDestination } from '../results.ts'
import type { RecordedDestination, ShowRecord } from '../show-log/records.ts'
import type { GatewaySteps } from '../steps/gateway-steps.ts'
import { isOn, undoStart } from '../steps/vmix-steps.ts'
import { startFeed } from '../stream/start-feed.ts'

/** What came back with a stream. */
export interface FeedBack {
  readonly destinations: readonly ResumedDestination[]
  readonly recordings: readonly string[]
  /** All of them, as the log holds them. */
  readonly recorded: readonly RecordedDestination[]
  /** Those that do not get it yet, for a person. */
  readonly missing: readonly string[]
}

/**
 * vMix is given the stream's address at the gateway again, which it has forgotten, and started; destinations and recordings wait
 * there for it, and are not made a second time. Where somebody has started it meanwhile nothing is sent.
 *
 * @throws OperationFailed where nothing arrives; vMix's channel is off again then
 */
export async function resumeFeed(
  context: OperationContext,
  running: RunningStart,
  steps: GatewaySteps,
  show: ShowRecord,
): Promise<{ readonly back: FeedBack; readonly alreadyLive: boolean }> {
  const { signal } = running
  const ingest = await steps.openFeed()
  if (ingest.feed.publisher !== null && isOn(await context.vmix.state({ signal }), steps.channel) === true) {
    return { back: feedBack(ingest.feed.outputs, show), alreadyLive: true }
  }
  const isOurs = await startFeed(context, running.limits, steps, ingest)
  if (isOurs) running.undo.add(() => undoStart(context, steps.channel))
  const feed = await settledFeed(context, signal, steps)
  return { back: feed === null ? notKnown(show) : feedBack(feed.outputs, show), alreadyLive: !isOurs }
}

/** @returns null when the gateway does not tell; the stream arrives all the same, and goes on */
async function settledFeed(
  { clock, waits }: OperationContext,
  signal: AbortSignal,
  steps: GatewaySteps,
): Promise<FeedStatus | null> {
  const end = clock.monotonic() + waits.destinationMs
  for (;;) {
    try {
      const limitMs = Math.max(0, end - clock.monotonic())
      return (await steps.awaitFeed((now) => outputsOf(now).every(isSettled), { limitMs, signal })).feed
    } catch (error) {
      if (signal.aborted || !isNoAnswer(error)) throw error
      if (clock.monotonic() >= end) return null
      await clock.sleep(waits.lookMs, signal)
    }
  }
}

function isNoAnswer(error: unknown): boolean {
  return error instanceof GatewayError || (error instanceof DOMException && error.name === 'TimeoutError')
}

function notKnown({ destinations }: ShowRecord): FeedBack {
  const why = 'The gateway did not say, because it did not answer.'
  return {
    destinations: destinations.map(({ id, name, url }) => ({ destinationId: id, name, url, state: 'unknown', why })),
    recordings: [],
    recorded: destinations,
    missing: ['Whether its destinations and recordings get it is not known: the gateway did not answer.'],
  }
}

/** The same of one that is there already. */
export function feedBack(outputs: readonly OutputStatus[], show: ShowRecord): FeedBack {
  const sent = outputs.filter(({ kind }) => kind !== 'file')
  return {
    destinations: sent.map(({ outputId, name, target, state, why }) => ({
      destinationId: outputId,
      name,
      url: redactUrl(target),
      state,
      why,
    })),
    recordings: outputs.filter(({ kind, state }) => kind === 'file' && state === 'live').map(({ target }) => target),
    recorded: sent.map((output) => show.destinations.find(({ id }) => id === output.outputId) ?? recordOf(output)),
    missing: sent.filter((output) => !isServed(output)).map(({ name, state }) => `${name}: ${state}`),
  }
}

export function outputsOf(feed: FeedStatus | null): readonly OutputStatus[] {
  return feed?.outputs ?? []
}

function isSettled(output: OutputStatus): boolean {
  return isServed(output) || output.state === 'failed' || output.state === 'closed'
}

/** A listener that nobody calls has done its part. */
function isServed({ state, code }: OutputStatus): boolean {
  return state === 'live' || code === 'nobody_called'
}

function recordOf({ outputId, name, target, keyFingerprint }: OutputStatus): RecordedDestination {
  return { id: outputId, name, url: redactUrl(target), key_fingerprint: keyFingerprint ?? '' }
}
