import { isRehearsalUrl } from '../../../destinations/index.ts'
import type { Arrived } from '../../../rehearsal/index.ts'
import type {
  ChannelHealth,
  ChannelStatus,
  DestinationHealth,
  StreamHealth,
  StreamStatus,
} from '../../../controller/index.ts'
import type { FeedStatus } from '../../../gateway/index.ts'
import type { VMixState } from '../../../vmix/index.ts'
import type { StreamDestinationView, StreamView } from '../../view/index.ts'
import { figuresViewOf, healthViewOf, noFigures, noHealth, rounded } from './figures-view.ts'

/** What is known of one vMix's streams at a moment; null is not known. */
export interface StreamsLook {
  readonly instance: string
  /** What was read last, of whatever age. */
  readonly state: VMixState | null
  /** By state, gateway and log together; null while the log does not answer, or vMix was never read. */
  readonly status: StreamStatus | null
  readonly health: StreamHealth | null
  /** The gateway's, of this vMix. */
  readonly feeds: readonly FeedStatus[]
  /** What arrived of a rehearsed destination; null: nothing yet, or it is not rehearsed here. */
  readonly arrived: (channel: number, destinationId: string) => Arrived | null
  /** Where vMix can send a channel by itself, now that the gateway is gone. */
  readonly direct?: ReadonlyMap<number, NonNullable<StreamView['direct']>>
}

/** Every stream that vMix has or the gateway carries, in the order of their numbers. */
export function streamViewsOf(look: StreamsLook): readonly StreamView[] {
  const channels = new Set([
    ...(look.state?.streams ?? []).map(({ channel }) => channel),
    ...(look.status?.streamChannels ?? []).map(({ channel }) => channel),
    ...look.feeds.map(({ channel }) => channel),
  ])
  return [...channels].toSorted((a, b) => a - b).map((channel) => streamViewOf(look, channel))
}

function streamViewOf(look: StreamsLook, channel: number): StreamView {
  const { instance, state, status, health, feeds } = look
  const shown = status?.streamChannels.find((other) => other.channel === channel) ?? null
  const measured = health?.channels.find((other) => other.channel === channel) ?? null
  const feed = feeds.find((other) => other.channel === channel) ?? null
  const live = shown?.live ?? state?.streams.find((other) => other.channel === channel)?.live ?? null
  const sent = destinationsOf(shown, measured, feed)
  const rehearsal = shown?.rehearsal ?? (sent.length > 0 && sent.every(({ url }) => isRehearsalUrl(url)))
  const destinations = sent.map((one) => ({
    ...one,
    arrived: rehearsal ? arrivedOf(look.arrived(channel, one.destinationId)) : null,
  }))
  return {
    kind: 'stream',
    instance,
    channel,
    name: `Stream ${channel + 1}`,
    live,
    via: shown?.via ?? (feed?.publisher == null ? null : 'gateway'),
    shouldBeLive: shown?.shouldBeLive ?? null,
    streamTime: shown?.streamTime ?? null,
    figures: figuresViewOf(measured),
    health: measured === null ? noHealth : healthViewOf(measured),
    destinations,
    rehearsal,
    standby: standbyOf(feed),
    direct: look.direct?.get(channel) ?? null,
    preview: feed?.state === 'live' && feed.firstKeyFrameAt !== null && feed.preview != null,
  }
}

function destinationsOf(
  shown: ChannelStatus | null,
  measured: ChannelHealth | null,
  feed: FeedStatus | null,
): Omit<StreamDestinationView, 'arrived'>[] {
  const outputs = (feed?.outputs ?? []).filter(({ kind }) => kind !== 'file')
  const known: readonly Pick<StreamDestinationView, 'destinationId' | 'name' | 'url' | 'state' | 'why'>[] =
    shown?.destinations ??
    outputs.map(({ outputId, name, target, state, why }) => ({
      destinationId: outputId,
      name,
      url: target,
      state,
      why,
    }))
  return known.map(({ destinationId, name, url, state, why }) => {
    const figures = measured?.destinations.find((other) => other.destinationId === destinationId) ?? null
    return {
      destinationId,
      name,
      url,
      kind: /^srt:/i.test(url) ? 'srt' : 'rtmp',
      state,
      why,
      figures: figures === null ? noFigures : figuresViewOf(figures),
      health: figures === null ? noHealth : verdictOf(figures),
    }
  })
}

function arrivedOf(arrived: Arrived | null): StreamDestinationView['arrived'] {
  if (arrived === null) return null
  const { frames, fps, bitrateKbps, lastMs } = arrived
  return { frames, fps: rounded(fps, 1), bitrateKbps: rounded(bitrateKbps, 0), lastMs: Math.round(lastMs) }
}

function verdictOf({ healthStatus, reasons }: DestinationHealth): StreamDestinationView['health'] {
  return healthViewOf({ healthStatus, source: 'gateway', reasons })
}

function standbyOf(feed: FeedStatus | null): StreamView['standby'] {
  if (feed?.standby == null) return null
  const { on, held, why, slate, backup } = feed.standby
  return { on, held, why, slate: slate != null, backup: backup != null }
}
