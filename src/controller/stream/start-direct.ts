import { checkChannelOf, type CheckedDestination } from './check-stream.ts'
import type { OperationContext } from '../context.ts'
import { failureOf } from '../operation/failure.ts'
import type { RecordedDestination } from '../show-log/records.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { Outcome } from '../operation/operation.ts'
import type { DestinationSummary, StreamStarted } from '../results.ts'
import { recordedDestination } from '../show-log/recorded.ts'
import type { RunningStart } from '../operation/run-start.ts'
import { isRecordedRehearsal, rehearsalNotNow } from './kind-of-show.ts'
import { endPresent, liveWithSomethingElse } from './present.ts'
import { directRehearsedMessage, isRehearsal, kindOf } from './rehearsal-words.ts'
import { awaitState } from '../steps/await-state.ts'
import { isOn, pointChannel, sendOnce, undoStart } from '../steps/vmix-steps.ts'

interface DirectStart {
  readonly channel: number
  readonly destination: CheckedDestination
  readonly replace: boolean
}

/** vMix sends to the destination itself. It is confirmed as far as vMix tells: its channel shows on. */
export async function startDirect(
  context: OperationContext,
  running: RunningStart,
  { channel, destination, replace }: DirectStart,
): Promise<Outcome<StreamStarted>> {
  const { limits, signal } = running
  const state = await context.vmix.state({ signal })
  checkChannelOf(state, channel)
  const { summary, url, key } = destination
  if (isOn(state, channel) === true) {
    const recorded = (await context.log.ledger()).channel(channel)
    const same = recorded.via === 'direct' && recorded.destinations.some((other) => isRecorded(other, summary))
    if (same) return started(channel, destination, true)
    if (isRehearsal(destination) && !isRecordedRehearsal(recorded)) throw rehearsalNotNow(channel)
    if (!replace) throw liveWithSomethingElse(channel)
    await endPresent(context, limits, channel)
  }
  await pointChannel(context, limits, channel, { url, key: key.reveal() })
  const lost = await sendOnce(context, 'StartStreaming', String(channel))
  running.undo.add(() => undoStart(context, channel))
  if (destination.rehearsal !== null) return await rehearsed(context, running, { channel, destination, replace })
  const on = await awaitState(context, (now) => isOn(now, channel) === true, {
    limitMs: context.waits.vmixMs,
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? error : mayComeOn(channel, failureOf(error))
  })
  if (on !== null) return started(channel, destination, false)
  if (lost !== null) throw mayComeOn(channel, failureOf(lost))
  throw mayComeOn(channel, {
    code: 'not_confirmed',
    message: `vMix accepted the start of Stream ${channel + 1} and does not show it on after ${context.waits.vmixMs / 1000} s. Look at Streaming in vMix: its log says why it ended.`,
  })
}

/**
 * A service that is chosen in vMix keeps its own address, and would have the rehearsal: so what does not arrive here is not
 * left on, whatever the reason.
 */
async function rehearsed(
  context: OperationContext,
  { signal }: RunningStart,
  { channel, destination }: DirectStart,
): Promise<Outcome<StreamStarted>> {
  const limitMs = context.waits.feedMs
  if ((await destination.rehearsal?.arrives({ limitMs, signal })) === true) return started(channel, destination, false)
  signal.throwIfAborted()
  throw new OperationFailed(
    'not_confirmed',
    `Nothing of Stream ${channel + 1} arrived at the receiver on this machine within ${limitMs / 1000} s. Most likely vMix sent it somewhere else: set its destination in vMix to Custom RTMP Server. It was told to stop.`,
  )
}

/** Sent, and nobody knows: vMix is left to it, and the answer says so. */
function mayComeOn(
  channel: number,
  { code, message, cause }: Pick<OperationFailed, 'code' | 'message' | 'cause'>,
): OperationFailed {
  const left = `vMix was told to start Stream ${channel + 1} (channel ${channel}) and may still do so: look at vMix`
  return new OperationFailed(code, message, { leftOn: [left], goesOn: true, cause })
}

function started(channel: number, destination: CheckedDestination, alreadyLive: boolean): Outcome<StreamStarted> {
  const { summary } = destination
  const verification = isRehearsal(destination) && !alreadyLive ? 'media' : 'vmix_on'
  const message = isRehearsal(destination)
    ? directRehearsedMessage(channel, destination)
    : alreadyLive
      ? `Stream ${channel + 1} is already live to ${summary.name}, as the show log has it; nothing was sent.`
      : `vMix shows Stream ${channel + 1} on, to ${summary.name}. vMix cannot tell where it really sends, nor whether the picture arrives: its destination must be Custom RTMP. Check at the destination, or use the gateway, which measures.`
  return {
    eventType: 'stream_started',
    params: { channel, via: 'direct', destination: recordedDestination(summary), ...kindOf(destination) },
    result: { success: true, verification, already_live: alreadyLive, switched_on: !alreadyLive },
    value: (end) => ({
      success: true,
      message,
      channel,
      destination: summary,
      via: 'direct',
      verification,
      alreadyLive,
      ...kindOf(destination),
      ...end,
    }),
  }
}

function isRecorded(recorded: RecordedDestination, wanted: DestinationSummary): boolean {
  return recorded.url === wanted.url && recorded.key_fingerprint === wanted.keyFingerprint
}
