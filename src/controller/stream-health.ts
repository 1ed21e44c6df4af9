import { formatDuration } from '../clock/index.ts'
import type { FeedStatus, OutputStatus, ReadingStatus } from '../gateway/index.ts'
import { compareHealth, directStreamVerdict, type HealthStatus } from '../health/index.ts'
import type { OperationContext } from './context.ts'
import { feedsOf } from './status.ts'

/** How healthy the streams are, by what was measured; `null` is "not measured", never zero. */
export interface StreamHealth extends HealthFigures {
  readonly healthStatus: HealthStatus
  /** `gateway`: measured from the packets. `none`: vMix reports no figures, and nothing else was there to measure. */
  readonly source: 'gateway' | 'none'
  readonly reasons: readonly HealthReasonText[]
  readonly channels: readonly ChannelHealth[]
  /** ISO 8601. */
  readonly timestamp: string
}

export interface HealthFigures {
  readonly fps: number | null
  readonly bitrateKbps: number | null
  /** Frames missing since the stream began. What is judged is the last minute. */
  readonly droppedFrames: number | null
  readonly droppedLastMinute: number | null
  readonly uptimeSeconds: number | null
  /** `HH:MM:SS`. */
  readonly uptime: string | null
  readonly keyFrameIntervalMs: number | null
  /** How old the figures are, ms. */
  readonly ageMs: number | null
}

export interface HealthReasonText {
  readonly code: string
  readonly status: 'warning' | 'critical' | 'unknown'
  /** What is. */
  readonly message: string
  /** What to do. */
  readonly action: string
}

export interface ChannelHealth extends HealthFigures {
  /** 0-based. */
  readonly channel: number
  readonly healthStatus: HealthStatus
  readonly source: 'gateway' | 'none'
  readonly reasons: readonly HealthReasonText[]
  readonly destinations: readonly DestinationHealth[]
}

export interface DestinationHealth extends HealthFigures {
  readonly destinationId: string
  readonly name: string
  readonly kind: 'rtmp' | 'file'
  readonly state: OutputStatus['state']
  readonly why: string | null
  readonly healthStatus: HealthStatus
  readonly reasons: readonly HealthReasonText[]
}

const unmeasured: HealthFigures = {
  fps: null,
  bitrateKbps: null,
  droppedFrames: null,
  droppedLastMinute: null,
  uptimeSeconds: null,
  uptime: null,
  keyFrameIntervalMs: null,
  ageMs: null,
}

/**
 * The verdict of every channel that is on, and the worst of them in front.
 *
 * @throws VMixConnectionError, VMixAPIError when neither vMix nor a gateway can be asked
 */
export async function streamHealth(context: OperationContext, signal?: AbortSignal): Promise<StreamHealth> {
  const feeds = (await feedsOf(context, signal)).filter((feed) => feed.publisher !== null || feed.outputs.length > 0)
  const measured = feeds.map(fromFeed)
  const direct = await directChannels(context, measured, signal)
  const channels = [...measured, ...direct].toSorted((a, b) => a.channel - b.channel)
  const timestamp = new Date(context.clock.now()).toISOString()
  const worst = channels.toSorted((a, b) => compareHealth(b.healthStatus, a.healthStatus))[0]
  if (worst !== undefined) return { ...worst, reasons: channels.flatMap(({ reasons }) => reasons), channels, timestamp }
  const reason: HealthReasonText = {
    code: 'not_live',
    status: 'unknown',
    message: 'No stream is on, so there is nothing to measure.',
    action: 'Start a stream.',
  }
  return { ...unmeasured, healthStatus: 'unknown', source: 'none', reasons: [reason], channels, timestamp }
}

/** Channels that are on in vMix and that no gateway measures. */
async function directChannels(
  context: OperationContext,
  measured: readonly ChannelHealth[],
  signal?: AbortSignal,
): Promise<readonly ChannelHealth[]> {
  try {
    const state = await context.vmix.state(signal === undefined ? {} : { signal })
    const on = state.streams.filter((stream) => stream.live === true)
    const unseen = on.filter(({ channel }) => !measured.some((other) => other.channel === channel))
    const { reasons } = directStreamVerdict(context.clock.monotonic())
    return unseen.map(({ channel }) => ({
      ...unmeasured,
      channel,
      healthStatus: 'unknown' as const,
      source: 'none' as const,
      reasons,
      destinations: [],
    }))
  } catch (error) {
    // What the gateway measures is true whether or not vMix answers.
    if (measured.length > 0) return []
    throw error
  }
}

function fromFeed(feed: FeedStatus): ChannelHealth {
  const destinations = feed.outputs.map(fromOutput)
  const verdicts = [feed.health, ...feed.outputs.map((output) => output.health)]
  const worst = verdicts.toSorted((a, b) => compareHealth(b.healthStatus, a.healthStatus))[0]
  return {
    ...figures(feed.reading),
    channel: feed.channel,
    healthStatus: worst?.healthStatus ?? 'unknown',
    source: 'gateway',
    reasons: [
      ...feed.health.reasons,
      ...feed.outputs.flatMap(({ name, health }) =>
        health.reasons.map((reason) => ({ ...reason, message: `${name}: ${reason.message}` })),
      ),
    ],
    destinations,
  }
}

function fromOutput(output: OutputStatus): DestinationHealth {
  const { outputId, name, kind, state, why, health } = output
  return { ...figures(output.reading), destinationId: outputId, name, kind, state, why, ...health }
}

function figures(reading: ReadingStatus): HealthFigures {
  const uptimeSeconds = reading.uptimeMs === null ? null : Math.floor(reading.uptimeMs / 1000)
  return {
    fps: reading.fps,
    bitrateKbps: reading.bitrateKbps,
    droppedFrames: reading.uptimeMs === null ? null : reading.droppedTotal,
    droppedLastMinute: reading.uptimeMs === null ? null : reading.droppedLastMinute,
    uptimeSeconds,
    uptime: uptimeSeconds === null ? null : formatDuration(uptimeSeconds),
    keyFrameIntervalMs: reading.keyFrameIntervalMs,
    ageMs: reading.ageMs,
  }
}
