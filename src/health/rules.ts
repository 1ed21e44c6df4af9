import { HEALTH_LIMITS, frameLimits } from './limits.ts'
import { lineFinding, lossFinding, type LinkReading } from './link.ts'
import type { MediaReading } from './reading.ts'
import {
  bitrateAboveRecommendation,
  bitrateBelowRecommendation,
  bitrateLow,
  fpsLow,
  framesDropped,
} from './figure-reasons.ts'
import type { Degradation, HealthSubject } from './reasons.ts'

/** The rules that read figures; each says one thing, and each has its own hysteresis. */
export const RULES = ['fps', 'drops', 'bitrateNow', 'bitrateSet', 'bitrateHigh', 'linkLoss', 'linkLine'] as const
export type Rule = (typeof RULES)[number]

/** A range of bitrates, in kb/s. */
export interface KbpsRange {
  readonly min: number
  readonly max: number
}

/** What a rule found at this moment, without memory; null: nothing wrong. */
export type Findings = Readonly<Record<Rule, Degradation | null>>

export interface RuleInput {
  readonly subject: HealthSubject
  readonly reading: MediaReading
  readonly fps: number
  readonly expectedFps: number
  readonly recommendedKbps: KbpsRange | null
  /** Highest average of a whole minute since it went live; null before the first. */
  readonly bestMinuteKbps: number | null
  /** Of an SRT destination; null: not measured, or none. */
  readonly link: LinkReading | null
}

export function findings(input: RuleInput): Findings {
  const { subject, reading, fps, expectedFps, recommendedKbps, bestMinuteKbps, link } = input
  const limits = frameLimits(expectedFps)
  const dropped = reading.droppedLastMinute
  const fpsFinding =
    fps >= limits.healthyFps ? null : fpsLow(fps >= limits.warningFps ? 'warning' : 'critical', fps, expectedFps)
  const dropsFinding =
    dropped < limits.warningDrops
      ? null
      : framesDropped(subject, dropped < limits.criticalDrops ? 'warning' : 'critical', dropped)
  return {
    fps: fpsFinding,
    drops: dropsFinding,
    // A bitrate that falls while every frame arrives is a quiet picture, not a fault.
    bitrateNow: fpsFinding !== null || dropped > 0 ? lowNow(reading, recommendedKbps) : null,
    bitrateSet: setTooLow(bestMinuteKbps, recommendedKbps),
    bitrateHigh: setTooHigh(reading, recommendedKbps),
    linkLoss: lossFinding(link),
    linkLine: lineFinding(link),
  }
}

function lowNow(reading: MediaReading, recommended: KbpsRange | null): Degradation | null {
  const { bitrateKbps, bitrateLastMinuteKbps } = reading
  if (bitrateKbps === null) return null
  if (recommended !== null) {
    return bitrateKbps < recommended.min * HEALTH_LIMITS.lowOfRecommended
      ? bitrateLow(bitrateKbps, recommended.min)
      : null
  }
  if (bitrateLastMinuteKbps === null) return null
  return bitrateKbps < bitrateLastMinuteKbps * HEALTH_LIMITS.lowOfOwnMinute
    ? bitrateLow(bitrateKbps, bitrateLastMinuteKbps)
    : null
}

/** Judged by the best minute so far: an encoder that once reached the rate is set right, and a slate after it is no fault. */
function setTooLow(bestMinuteKbps: number | null, recommended: KbpsRange | null): Degradation | null {
  if (bestMinuteKbps === null || recommended === null) return null
  return bestMinuteKbps < recommended.min * HEALTH_LIMITS.lowOfRecommended
    ? bitrateBelowRecommendation(bestMinuteKbps, recommended.min)
    : null
}

function setTooHigh(reading: MediaReading, recommended: KbpsRange | null): Degradation | null {
  const kbps = reading.bitrateLastMinuteKbps
  if (kbps === null || recommended === null) return null
  return kbps > recommended.max * HEALTH_LIMITS.highOfRecommended
    ? bitrateAboveRecommendation(kbps, recommended.max)
    : null
}
