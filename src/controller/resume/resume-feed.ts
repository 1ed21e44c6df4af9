import type { FeedStatus, OutputStatus } from '../../gateway/index.ts'
import { redactUrl } from '../../secrets/index.ts'
import type { OperationContext } from '../context.ts'
import type { RunningStart } from '../operation/run-start.ts'
import type { ResumedDestination } from '../results.ts'
import type { RecordedDestination, ShowRecord } from '../show-log/records.ts'
import type { GatewaySteps } from '../steps/gateway-steps.ts'
import { undoStart } from '../steps/vmix-steps.ts'
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
 * there for it, and are not made a second time.
 *
 * @throws OperationFailed where nothing arrives; vMix's channel is off again then
 */
export async function resumeFeed(
  context: OperationContext,
  running: RunningStart,
  steps: GatewaySteps,
  show: ShowRecord,
): Promise<FeedBack> {
  await startFeed(context, running.limits, steps, await steps.openFeed())
  running.undo.add(() => undoStart(context, steps.channel))
  const { feed } = await steps.awaitFeed((now) => outputsOf(now).every(isSettled), {
    limitMs: context.waits.destinationMs,
    signal: running.signal,
  })
  return feedBack(outputsOf(feed), show)
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
