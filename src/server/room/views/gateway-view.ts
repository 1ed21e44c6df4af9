import type { GatewayStatus } from '../../../gateway/index.ts'
import type { GatewayView } from '../../view/index.ts'

/** @param status the last answer; null: there never was one */
export function gatewayViewOf(
  state: GatewayView['state'],
  problem: string | null,
  status: GatewayStatus | null,
): GatewayView {
  return {
    kind: 'gateway',
    state,
    problem,
    startedAt: status?.startedAt ?? null,
    rtmp: status === null ? null : `rtmp://${status.rtmp.advertise}`,
    eventLoopDelayP99Ms: status === null ? null : Math.round(status.eventLoop.delayP99Ms * 10) / 10,
  }
}
