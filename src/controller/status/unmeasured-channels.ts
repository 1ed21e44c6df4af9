import { directStreamVerdict } from '../../health/index.ts'
import type { VMixState } from '../../vmix/index.ts'
import type { OperationContext } from '../context.ts'
import type { GatewayAnswer } from './gateway-answer.ts'
import type { KnownState } from './known.ts'
import { ShowLedger } from '../show-log/ledger.ts'
import type { ChannelRecord } from '../show-log/records.ts'
import type { ChannelHealth, HealthFigures, HealthReasonText } from './health-figures.ts'

export const noFigures: HealthFigures = {
  fps: null,
  bitrateKbps: null,
  droppedFrames: null,
  droppedLastMinute: null,
  uptimeSeconds: null,
  uptime: null,
  keyFrameIntervalMs: null,
  ageMs: null,
}

/** Channels that are on in vMix and that no gateway measures, with why it does not. */
export async function unmeasuredChannels(
  context: OperationContext,
  gateway: GatewayAnswer,
  measured: readonly ChannelHealth[],
  signal?: AbortSignal,
  known: KnownState = {},
): Promise<readonly ChannelHealth[]> {
  let state: VMixState
  try {
    state = known.state ?? (await context.vmix.state(signal === undefined ? {} : { signal }))
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
  if (gateway.problem !== null) return [gatewayUnreachable(gateway.problem)]
  return gateway.answers && recorded.on === true && recorded.via === 'gateway' ? [feedMissing(channel)] : direct
}

export const notLive: HealthReasonText = {
  code: 'not_live',
  status: 'unknown',
  message: 'No stream is on, so there is nothing to measure.',
  action: 'Start a stream.',
}

export function gatewayUnreachable(problem: string): HealthReasonText {
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
