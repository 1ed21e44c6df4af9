import { formatDuration } from '../clock/index.ts'
import type { FeedStatus, OutputStatus, ReadingStatus } from '../gateway/index.ts'
import { compareHealth, directStreamVerdict, type HealthStatus } from '../health/index.ts'
import type { OperationContext } from './context.ts'
import { askGateway, type GatewayAnswer } from './gateway-answer.ts'
import { ShowLedger, type ChannelRecord } from './ledger.ts'
import type { VMixState } from '../vmix/index.ts'

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

const noFigures: HealthFigures = {
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
  const gateway = await askGateway(context, signal)
  const measured = gateway.feeds.filter((feed) => feed.publisher !== null || feed.outputs.length > 0).map(fromFeed)
  const unmeasured = await unmeasuredChannels(context, gateway, measured, signal)
  const channels = [...measured, ...unmeasured].toSorted((a, b) => a.channel - b.channel)
  const timestamp = new Date(context.clock.now()).toISOString()
  const worst = channels.toSorted((a, b) => compareHealth(b.healthStatus, a.healthStatus))[0]
  if (worst !== undefined) return { ...worst, reasons: channels.flatMap(({ reasons }) => reasons), channels, timestamp }
  const reasons = [gateway.problem === null ? notLive : unreachable(gateway.problem)]
  return { ...noFigures, healthStatus: 'unknown', source: 'none', reasons, channels, timestamp }
}

/** Channels that are on in vMix and that no gateway measures, with why it does not. */
async function unmeasuredChannels(
  context: OperationContext,
  gateway: GatewayAnswer,
  measured: readonly ChannelHealth[],
  signal?: AbortSignal,
): Promise<readonly ChannelHealth[]> {
  let state: VMixState
  try {
    state = await context.vmix.state(signal === undefined ? {} : { signal })
  } catch (error) {
    // What the gateway measures is true whether or not vMix answers.
    if (measured.length > 0) return []
    throw error
  }
  const on = state.streams.filter((stream) => stream.live === true)
  const unseen = on.filter(({ channel }) => !measured.some((other) => other.channel === channel))
  if (unseen.length === 0) return []
  const ledger = await context.log.ledger().catch(() => new ShowLedger())
  return unseen.map(({ channel }) => {
    const reasons = whyUnmeasured(context, gateway, ledger.channel(channel), channel)
    const isLost = reasons.some(({ status }) => status === 'critical')
    return {
      ...noFigures,
      channel,
      healthStatus: isLost ? ('critical' as const) : ('unknown' as const),
      source: 'none' as const,
      reasons,
      destinations: [],
    }
  })
}

function whyUnmeasured(
  context: OperationContext,
  gateway: GatewayAnswer,
  recorded: ChannelRecord,
  channel: number,
): readonly HealthReasonText[] {
  const direct = directStreamVerdict(context.clock.monotonic()).reasons
  if (recorded.via === 'direct') return direct
  if (gateway.problem !== null) return [unreachable(gateway.problem)]
  return gateway.answers && recorded.on === true && recorded.via === 'gateway' ? [feedMissing(channel)] : direct
}

const notLive: HealthReasonText = {
  code: 'not_live',
  status: 'unknown',
  message: 'No stream is on, so there is nothing to measure.',
  action: 'Start a stream.',
}

function unreachable(problem: string): HealthReasonText {
  return {
    code: 'gateway_unreachable',
    status: 'unknown',
    message: `Nothing is measured, because the gateway does not answer: ${problem}`,
    action: 'Look whether the gateway runs, and at the destinations whether they still get the stream.',
  }
}

/** Started through the gateway, on in vMix, and nothing arrives: nobody gets it. */
function feedMissing(channel: number): HealthReasonText {
  return {
    code: 'feed_missing',
    status: 'critical',
    message: `vMix shows Stream ${channel + 1} on, and nothing of it arrives at the gateway through which it was started.`,
    action:
      'The gateway was restarted, or vMix sends elsewhere now. Start the stream anew with replace and all its destinations.',
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
