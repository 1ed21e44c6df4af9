import { formatDuration } from '../../clock/index.ts'
import type { FeedStatus, OutputStatus, ReadingStatus } from '../../gateway/index.ts'
import { compareHealth } from '../../health/index.ts'
import type { OperationContext } from '../context.ts'
import { askGateway } from './gateway-answer.ts'
import type { KnownState } from './known.ts'
import type { ChannelHealth, DestinationHealth, HealthFigures, StreamHealth } from './health-figures.ts'
import { gatewayUnreachable, noFigures, notLive, unmeasuredChannels } from './unmeasured-channels.ts'

/**
 * The verdict of every channel that is on, and the worst of them in front.
 *
 * @throws VMixConnectionError, VMixAPIError when neither vMix nor a gateway can be asked
 */
export async function streamHealth(
  context: OperationContext,
  signal?: AbortSignal,
  known: KnownState = {},
): Promise<StreamHealth> {
  const gateway = await askGateway(context, signal, known.gateway)
  const measured = gateway.feeds.filter((feed) => feed.publisher !== null || feed.outputs.length > 0).map(fromFeed)
  const unmeasured = await unmeasuredChannels(context, gateway, measured, signal, known)
  const channels = [...measured, ...unmeasured].toSorted((a, b) => a.channel - b.channel)
  const timestamp = new Date(context.clock.now()).toISOString()
  const worst = channels.toSorted((a, b) => compareHealth(b.healthStatus, a.healthStatus))[0]
  if (worst !== undefined) return { ...worst, reasons: channels.flatMap(({ reasons }) => reasons), channels, timestamp }
  const reasons = [gateway.problem === null ? notLive : gatewayUnreachable(gateway.problem)]
  return { ...noFigures, healthStatus: 'unknown', source: 'none', reasons, channels, timestamp }
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
