import { formatDuration } from '../../clock/index.ts'
import { isRehearsalUrl } from '../../destinations/index.ts'
import { isRecordedRehearsal } from '../stream/kind-of-show.ts'
import type { FeedStatus, OutputStatus } from '../../gateway/index.ts'
import { standbyOf, type StandbyState } from '../standby/standby-state.ts'
import type { VMixState } from '../../vmix/index.ts'
import type { OperationContext } from '../context.ts'
import { recordedFile } from '../steps/end-outputs.ts'
import { askGateway, type GatewayAnswer } from './gateway-answer.ts'
import type { KnownState } from './known.ts'
import { ShowLedger } from '../show-log/ledger.ts'
import type { ChannelRecord, RecordedDestination } from '../show-log/records.ts'
import type { RecordedFile } from '../results.ts'
import { redactUrl } from '../../secrets/index.ts'

/** What vMix, the gateway and the show log say together, at one moment. `null`: not known, never "off". */
export interface StreamStatus {
  /** Any channel on. vMix also says so while it is still trying to connect. */
  readonly streaming: boolean | null
  /** vMix's own recorder, or one of the gateway's; null also when the gateway does not say and vMix's is off. */
  readonly recording: boolean | null
  /** `HH:MM:SS` of the channel that is on for longest; null when none is, or when it began before anybody looked. */
  readonly streamTime: string | null
  /** `HH:MM:SS` of vMix's recording, else of the gateway's; null when nothing records. */
  readonly recordTime: string | null
  readonly streamChannels: readonly ChannelStatus[]
  /** Why the gateway does not answer; null when it does, or there is none. Then what only it knows is missing here. */
  readonly gatewayProblem: string | null
  /**
   * How this controller sees what others switch in vMix, while it observes: `pushed` at once, `polled` by asking, where
   * vMix's TCP API is closed; null while it does not observe.
   */
  readonly watching: 'pushed' | 'polled' | null
  /** vMix's version text, such as `29.0.0.49`. */
  readonly version: string
  readonly edition: string
  /** ISO 8601. */
  readonly timestamp: string
}

/** One of vMix's streams: what vMix shows, and what the log and the gateway know of it. */
export interface ChannelStatus {
  /** 0-based. */
  readonly channel: number
  readonly live: boolean | null
  readonly streamTime: string | null
  /** It was started, or seen on, and nobody has stopped it by an operation; null: the log does not know, or a stop is under way. */
  readonly shouldBeLive: boolean | null
  /** How it was started, as far as that still holds; null when somebody else did, or it is off. */
  readonly via: 'direct' | 'gateway' | null
  readonly destinations: readonly DestinationStatus[]
  /** It goes to receivers on this machine alone, as a rehearsal does: nobody else gets it. */
  readonly rehearsal: boolean
  /** The gateway's recordings of this channel. */
  readonly recordings: readonly RecordedFile[]
  /** What goes out when the stream does not come, and whether it does now; null: none was set. */
  readonly standby: StandbyState | null
}

/** Where a stream goes; never its key. */
export interface DestinationStatus {
  readonly destinationId: string
  readonly name: string
  readonly url: string
  /** `unknown` for a direct one, which is where it was last started to: vMix does not tell. */
  readonly state: OutputStatus['state'] | 'unknown'
  readonly why: string | null
  /** Of one with a backup address: which is used, and why; `why` null: it has been from the beginning. */
  readonly failover?: {
    readonly inUse: 'main' | 'backup'
    readonly why: string | null
    readonly main: string
    readonly backup: string
  }
}

/** @throws VMixConnectionError, VMixAPIError when vMix cannot be asked; what else is not to be had is null */
export async function streamStatus(
  context: OperationContext,
  signal?: AbortSignal,
  known: KnownState = {},
): Promise<StreamStatus> {
  const [state, gateway, ledger] = await Promise.all([
    known.state ?? context.vmix.state(signal === undefined ? {} : { signal }),
    askGateway(context, signal, known.gateway),
    context.log.ledger().catch(() => new ShowLedger()),
  ])
  const now = context.clock.now()
  const { operationMs } = context.waits
  const streamChannels = state.streams.map(({ channel, live }) => {
    // vMix shows it off a moment before the log says that it was stopped.
    const shouldBeLive = ledger.isStopping(channel, now - operationMs) ? null : ledger.shouldBeOn(channel)
    return channelStatus({ channel, live, shouldBeLive }, gateway, ledger.channel(channel), now)
  })
  const times = streamChannels.flatMap(({ streamTime }) => (streamTime === null ? [] : [streamTime]))
  const ours = streamChannels.flatMap(({ recordings }) => recordings)
  const byVMix = state.recording.active
  const watching = context.watching.connection
  const unsaid = gateway.problem !== null && byVMix === false
  return {
    streaming: state.streaming,
    recording: ours.length > 0 ? true : unsaid ? null : byVMix,
    streamTime: state.streamSeconds === null ? longest(times) : formatDuration(state.streamSeconds),
    recordTime: recordTime(state, ours),
    streamChannels,
    gatewayProblem: gateway.problem,
    watching: watching === null ? null : watching.pushed ? 'pushed' : 'polled',
    version: state.version,
    edition: state.edition,
    timestamp: new Date(now).toISOString(),
  }
}

function channelStatus(
  { channel, live, shouldBeLive }: Pick<ChannelStatus, 'channel' | 'live' | 'shouldBeLive'>,
  gateway: GatewayAnswer,
  recorded: ChannelRecord,
  now: number,
): ChannelStatus {
  const on = live === true
  const feed = gateway.feeds.find((candidate) => candidate.channel === channel) ?? null
  const outputs = feed?.outputs ?? []
  const via = on ? viaOf(feed, gateway, recorded) : null
  const asRecorded = via === 'direct' || (via === 'gateway' && feed === null)
  const destinations = [
    ...outputs.filter((output) => output.kind !== 'file').map(fromOutput),
    ...(asRecorded ? recorded.destinations : []).map((one) =>
      fromRecord(one, via === 'direct' ? null : gateway.problem),
    ),
  ]
  return {
    channel,
    live,
    shouldBeLive,
    streamTime: on ? streamTime(feed, via === null ? null : recorded, now) : null,
    via,
    destinations,
    // By where it goes, which nobody has to remember. Where nothing is there any more, by what it was started as.
    rehearsal:
      destinations.length > 0 ? destinations.every(({ url }) => isRehearsalUrl(url)) : isRecordedRehearsal(recorded),
    recordings: outputs.filter((output) => output.kind === 'file' && output.state === 'live').map(recordedFile),
    standby: feed?.standby == null ? null : standbyOf(feed),
  }
}

/** What was recorded holds as long as nothing contradicts it: a gateway that answers, and gets nothing, does. */
function viaOf(feed: FeedStatus | null, gateway: GatewayAnswer, recorded: ChannelRecord): ChannelStatus['via'] {
  if (feed?.publisher != null) return 'gateway'
  if (recorded.on !== true) return null
  return recorded.via === 'gateway' && gateway.answers ? null : recorded.via
}

/** What the gateway measured, else since when the log has it on; never a guess. */
function streamTime(feed: FeedStatus | null, recorded: ChannelRecord | null, now: number): string | null {
  if (feed?.reading.uptimeMs != null) return formatDuration(feed.reading.uptimeMs / 1000)
  if (recorded?.on !== true || recorded.since === null) return null
  const since = Date.parse(recorded.since)
  return Number.isNaN(since) ? null : formatDuration((now - since) / 1000)
}

function fromOutput(output: OutputStatus): DestinationStatus {
  const { outputId, name, target, state, why, failover } = output
  return {
    destinationId: outputId,
    name,
    url: redactUrl(target),
    state,
    why,
    ...(failover == null ? {} : { failover: addressesOf(failover) }),
  }
}

function addressesOf({
  inUse,
  why,
  main,
  backup,
}: NonNullable<OutputStatus['failover']>): NonNullable<DestinationStatus['failover']> {
  return { inUse, why, main: redactUrl(main), backup: redactUrl(backup) }
}

function fromRecord({ id, name, url }: RecordedDestination, why: string | null): DestinationStatus {
  return { destinationId: id, name, url, state: 'unknown', why }
}

function recordTime(state: VMixState, ours: readonly RecordedFile[]): string | null {
  if (state.recording.seconds !== null) return formatDuration(state.recording.seconds)
  return longest(ours.map(({ duration }) => duration))
}

/** The longest of several `HH:MM:SS`; more digits are longer, equal ones compare as text. */
function longest(times: readonly string[]): string | null {
  return times.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).at(-1) ?? null
}
