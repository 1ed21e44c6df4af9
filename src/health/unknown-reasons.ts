import { seconds } from './figures.ts'
import type { HealthReason, HealthSubject } from './reasons.ts'

export function notMeasured(subject: HealthSubject): HealthReason {
  const waiting: Record<HealthSubject, string> = {
    feed: 'Nothing has been measured yet.',
    destination: 'Nothing has been sent to the destination yet.',
    recording: 'Nothing has been recorded yet.',
  }
  return {
    code: 'not_measured',
    status: 'unknown',
    message: waiting[subject],
    action: 'Wait some seconds; if it stays, check that vMix’s channel is set to Custom RTMP and is streaming.',
  }
}

export function readingOld(ageMs: number): HealthReason {
  return {
    code: 'reading_old',
    status: 'unknown',
    message: `The last measurement is ${seconds(ageMs)} s old.`,
    action: 'Check that the gateway is running and can be reached.',
  }
}

export function notLive(): HealthReason {
  return { code: 'not_live', status: 'unknown', message: 'It is not on air.', action: 'Start it to have it measured.' }
}

export function vmixReportsNone(): HealthReason {
  return {
    code: 'vmix_reports_none',
    status: 'unknown',
    message: 'vMix sends this stream by itself and reports no frame rate, bitrate or dropped frames.',
    action: 'Send it through the gateway to have it measured, or look at the destination’s own dashboard.',
  }
}
