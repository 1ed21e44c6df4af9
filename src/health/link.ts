import { srtLate, srtLoss, srtSlow } from './figure-reasons.ts'
import type { Degradation } from './reasons.ts'
import { HEALTH_LIMITS } from './limits.ts'

/** What a connection by SRT is like, as measured at its sending end. `null` means "not measured", never zero. */
export interface LinkReading {
  readonly rttMs: number
  /** What both sides agreed on. */
  readonly latencyMs: number
  /** Of the packets sent in the last seconds, in percent. */
  readonly lossPercent: number | null
  /** Packets given up in the last seconds because they were too late. */
  readonly droppedRecently: number
  /** What is sent and not yet acknowledged. */
  readonly sendBufferMs: number
}

/** The least latency (ms) with which what is lost on the way can be had again in time: four round trips, in steps of ten. */
export function latencyFor(rttMs: number): number {
  return Math.ceil((rttMs * HEALTH_LIMITS.latencyRoundTrips) / 10) * 10
}

/** Packets are lost: too many, or with too little time to send them again. */
export function lossFinding(link: LinkReading | null): Degradation | null {
  if (link === null || link.lossPercent === null) return null
  const { lossPercent, rttMs, latencyMs, droppedRecently } = link
  if (droppedRecently > 0) return srtLate(droppedRecently, latencyFor(Math.max(rttMs, latencyMs / 2)))
  const needed = latencyFor(rttMs)
  const short = lossPercent >= HEALTH_LIMITS.lossWithShortLatency && latencyMs < needed
  if (!short && lossPercent < HEALTH_LIMITS.lossHigh) return null
  const status = short && lossPercent >= HEALTH_LIMITS.lossHigh ? 'critical' : 'warning'
  return srtLoss(status, lossPercent, rttMs, short ? needed : null)
}

/** More waits than the latency allows: the line takes less than is sent. */
export function lineFinding(link: LinkReading | null): Degradation | null {
  if (link === null) return null
  const limit = Math.max(HEALTH_LIMITS.sendBufferMs, link.latencyMs, link.rttMs * HEALTH_LIMITS.latencyRoundTrips)
  return link.sendBufferMs > limit ? srtSlow(link.sendBufferMs) : null
}
