import { formatDuration } from '../clock/index.ts'
import type { FeedStatus, OutputStatus } from '../gateway/index.ts'
import type { VMixState } from '../vmix/index.ts'
import type { OperationContext } from './context.ts'
import { recordedFile } from './end-outputs.ts'
import type { ChannelRecord } from './ledger.ts'
import { ShowLedger } from './ledger.ts'
import type { RecordedFile } from './results.ts'

/** What vMix, the gateway and the show log say together, at one moment. `null`: not known, never "off". */
export interface StreamStatus {
  /** Any channel on. vMix also says so while it is still trying to connect. */
  readonly streaming: boolean | null
  /** vMix's own recorder, or one of the gateway's. */
  readonly recording: boolean | null
  /** `HH:MM:SS` of the channel that is on for longest; null when none is, or when it began before anybody looked. */
  readonly streamTime: string | null
  /** `HH:MM:SS` of vMix's recording, else of the gateway's; null when nothing records. */
  readonly recordTime: string | null
  readonly streamChannels: readonly ChannelStatus[]
  /** vMix's version text, such as `29.0.0.49`. */
  readonly version: string
  readonly edition: string
  /** ISO 8601. */
  readonly timestamp: string
}

export interface ChannelStatus {
  /** 0-based. */
  readonly channel: number
  readonly live: boolean | null
  readonly streamTime: string | null
  /** How it was started; null when somebody else did, or it is off. */
  readonly via: 'direct' | 'gateway' | null
  readonly destinations: readonly DestinationStatus[]
  /** The gateway's recordings of this channel. */
  readonly recordings: readonly RecordedFile[]
}

export interface DestinationStatus {
  readonly destinationId: string
  readonly name: string
  readonly url: string
  /** `unknown` for a direct one: vMix does not tell. */
  readonly state: OutputStatus['state'] | 'unknown'
  readonly why: string | null
}

/** @throws VMixConnectionError, VMixAPIError when vMix cannot be asked; what else is not to be had is null */
export async function streamStatus(context: OperationContext, signal?: AbortSignal): Promise<StreamStatus> {
  const [state, feeds, ledger] = await Promise.all([
    context.vmix.state(signal === undefined ? {} : { signal }),
    feedsOf(context, signal),
    context.log.ledger().catch(() => new ShowLedger()),
  ])
  const now = context.clock.now()
  const streamChannels = state.streams.map(({ channel, live }) => {
    const feed = feeds.find((candidate) => candidate.channel === channel) ?? null
    return channelStatus(channel, live, feed, ledger.channel(channel), now)
  })
  const times = streamChannels.flatMap(({ streamTime }) => (streamTime === null ? [] : [streamTime]))
  const ours = streamChannels.flatMap(({ recordings }) => recordings)
  return {
    streaming: state.streaming,
    recording: ours.length > 0 ? true : state.recording.active,
    streamTime: state.streamSeconds === null ? longest(times) : formatDuration(state.streamSeconds),
    recordTime: recordTime(state, ours),
    streamChannels,
    version: state.version,
    edition: state.edition,
    timestamp: new Date(now).toISOString(),
  }
}

/** The instance's feeds; none when there is no gateway, or it does not answer. */
export async function feedsOf(context: OperationContext, signal?: AbortSignal): Promise<readonly FeedStatus[]> {
  if (context.gateway === null) return []
  try {
    const { feeds } = await context.gateway.status(signal)
    return feeds.filter((feed) => feed.instance === context.instance)
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof Error) return []
    throw error
  }
}

function channelStatus(
  channel: number,
  live: boolean | null,
  feed: FeedStatus | null,
  recorded: ChannelRecord,
  now: number,
): ChannelStatus {
  const on = live === true
  const outputs = feed?.outputs ?? []
  const direct = on && recorded.on === true && recorded.via === 'direct' ? recorded.destinations : []
  return {
    channel,
    live,
    streamTime: on ? streamTime(feed, recorded, now) : null,
    via: !on ? null : feed?.publisher != null ? 'gateway' : recorded.on === true ? recorded.via : null,
    destinations: [
      ...outputs.filter((output) => output.kind === 'rtmp').map(fromOutput),
      ...direct.map(({ id, name, url }) => ({ destinationId: id, name, url, state: 'unknown' as const, why: null })),
    ],
    recordings: outputs.filter((output) => output.kind === 'file' && output.state === 'live').map(recordedFile),
  }
}

/** What the gateway measured, else since when the log has it on; never a guess. */
function streamTime(feed: FeedStatus | null, recorded: ChannelRecord, now: number): string | null {
  if (feed?.reading.uptimeMs != null) return formatDuration(feed.reading.uptimeMs / 1000)
  if (recorded.on !== true || recorded.since === null) return null
  const since = Date.parse(recorded.since)
  return Number.isNaN(since) ? null : formatDuration((now - since) / 1000)
}

function fromOutput(output: OutputStatus): DestinationStatus {
  const { outputId, name, target, state, why } = output
  return { destinationId: outputId, name, url: target, state, why }
}

function recordTime(state: VMixState, ours: readonly RecordedFile[]): string | null {
  if (state.recording.seconds !== null) return formatDuration(state.recording.seconds)
  return longest(ours.map(({ duration }) => duration))
}

/** The longest of several `HH:MM:SS`; more digits are longer, equal ones compare as text. */
function longest(times: readonly string[]): string | null {
  return times.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).at(-1) ?? null
}
