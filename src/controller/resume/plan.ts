import type { FeedStatus } from '../../gateway/index.ts'
import { redactUrl } from '../../secrets/index.ts'
import type { VMixState } from '../../vmix/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { ResumePlan, StreamToResume } from '../results.ts'
import type { ShowLedger } from '../show-log/ledger.ts'
import type { ShowRecord } from '../show-log/records.ts'
import { askGateway, type GatewayAnswer } from '../status/gateway-answer.ts'
import type { KnownState } from '../status/known.ts'
import { isOn } from '../steps/vmix-steps.ts'

/** What is known at a moment of a vMix that is to be brought back. */
export interface ResumeLook {
  readonly state: VMixState
  readonly ledger: ShowLedger
  readonly gateway: GatewayAnswer
  /** Somebody here watches this vMix: what the log does not say of it has not happened. */
  readonly isWatched: boolean
  /** Wall clock, ms, since when a stop without an outcome counts. */
  readonly stopsSinceMs: number
}

/** How it stands with one stream that the log wants on. */
export interface StreamStanding {
  readonly channel: number
  readonly show: ShowRecord
  readonly feed: FeedStatus | null
  readonly isOn: boolean
  /** Why it is not brought back; null: it is on, or can be. */
  readonly refusal: OperationFailed | null
}

/** Null: nobody wants it on, as far as the log knows. */
export function standingOf(channel: number, look: ResumeLook): StreamStanding | null {
  const { state, ledger, gateway, stopsSinceMs } = look
  const show = ledger.shows.stream(channel)
  if (show === null || ledger.shouldBeOn(channel) !== true || ledger.isStopping(channel, stopsSinceMs)) return null
  const feed = gateway.feeds.find((other) => other.channel === channel) ?? null
  const on = isOn(state, channel)
  const common = { channel, show, feed, isOn: on === true }
  if (on === null) return { ...common, refusal: refused('unsupported', channel, 'vMix does not say whether it is on.') }
  const refusal = show.via === 'gateway' ? gatewayRefusal(common, gateway) : directRefusal(common, look)
  return { ...common, refusal }
}

/** Whether vMix's own recorder ran until vMix was away, and does not run now. */
function isRecorderToResume({ state, ledger, isWatched }: ResumeLook): boolean {
  if (state.recording.active !== false) return false
  const { recorder } = ledger.shows
  return recorder === 'unseen' || (recorder === 'on' && !isWatched)
}

/** Everything that would be brought back now. Pure. */
export function planOf(look: ResumeLook): ResumePlan {
  const all = look.ledger.shows.channels.flatMap((channel) => standingOf(channel, look) ?? [])
  return {
    streams: all.filter(({ isOn, refusal }) => !isOn && refusal === null).map(toResume),
    recorder: isRecorderToResume(look),
    leftAlone: all.flatMap(({ channel, refusal }) => (refusal === null ? [] : [{ channel, why: refusal.message }])),
  }
}

/** @throws VMixConnectionError, VMixAPIError when vMix cannot be asked; WitnessError when the log cannot be read */
export async function resumeLook(
  context: OperationContext,
  options: { readonly signal?: AbortSignal; readonly known?: KnownState } = {},
): Promise<ResumeLook> {
  const { signal, known } = options
  const [state, gateway, ledger] = await Promise.all([
    known?.state ?? context.vmix.state(signal === undefined ? {} : { signal }),
    askGateway(context, signal, known?.gateway),
    context.log.ledger(),
  ])
  const isWatched = context.watching.watcher !== null
  return { state, ledger, gateway, isWatched, stopsSinceMs: context.clock.now() - context.waits.operationMs }
}

function toResume({ channel, show, feed }: StreamStanding): StreamToResume {
  const outputs = show.via === 'gateway' ? (feed?.outputs ?? []).filter(({ state }) => state !== 'failed') : []
  const destinations =
    show.via === 'direct'
      ? show.destinations.map(({ id, name, url }) => ({ destinationId: id, name, url }))
      : outputs
          .filter(({ kind }) => kind !== 'file')
          .map(({ outputId, name, target }) => ({ destinationId: outputId, name, url: redactUrl(target) }))
  const recordings = outputs.filter(({ kind }) => kind === 'file').map(({ name }) => name)
  return { channel, via: show.via, destinations, recordings }
}

function gatewayRefusal(
  { channel, feed, isOn }: Omit<StreamStanding, 'refusal'>,
  { answers, problem }: GatewayAnswer,
): OperationFailed | null {
  if (!answers) {
    const why = problem ?? 'There is no gateway here.'
    return refused('connection_error', channel, `It went through the gateway, which does not answer. ${why}`)
  }
  const arrives = feed !== null && feed.publisher !== null
  if (isOn) return arrives ? null : refused('channel_busy', channel, elsewhere)
  if (feed === null) return refused('validation_error', channel, 'The gateway knows nothing of it any more.')
  if (feed.state === 'ended') return refused('validation_error', channel, 'It was switched off in vMix by hand.')
  const waits = feed.outputs.some(({ state }) => state !== 'failed')
  return waits ? null : refused('validation_error', channel, 'Nothing waits for it at the gateway any more.')
}

const elsewhere = 'It is on in vMix, and nothing of it arrives at the gateway: somebody sends it elsewhere.'

function directRefusal(
  { channel, show, isOn }: Omit<StreamStanding, 'refusal'>,
  { ledger, isWatched }: ResumeLook,
): OperationFailed | null {
  const recorded = ledger.channel(channel)
  if (isOn) return recorded.on === true && recorded.via === 'direct' ? null : refused('channel_busy', channel, others)
  // Nobody has written down that it went off, and nobody watches.
  const isNews = recorded.on === true && !isWatched
  return show.unseen || isNews ? null : refused('validation_error', channel, inDoubt)
}

const others = 'It is on in vMix, and not by a start that the show log knows.'
const inDoubt = 'It went off while vMix answered; whether somebody switched it off in vMix is not known.'

function refused(
  code: 'validation_error' | 'connection_error' | 'channel_busy' | 'unsupported',
  channel: number,
  why: string,
): OperationFailed {
  return new OperationFailed(
    code,
    `Stream ${channel + 1} is not brought back. ${why} Start it as usual if it is wanted.`,
  )
}
