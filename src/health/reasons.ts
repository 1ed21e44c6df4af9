/** What a judge looks at: what vMix sends, a destination that it is sent on to, or a recording. */
export type HealthSubject = 'feed' | 'destination' | 'recording'

/** Every reason there is; `docs/health.md` explains each. */
export const HEALTH_REASON_CODES = [
  'feed_stopped',
  'feed_unfit',
  'destination_lost',
  'destination_unreachable',
  'destination_failed',
  'recording_failed',
  'disk_low',
  'recovering',
  'on_slate',
  'on_backup',
  'on_backup_address',
  'fps_low',
  'frames_dropped',
  'bitrate_low',
  'bitrate_below_recommendation',
  'bitrate_above_recommendation',
  'srt_loss',
  'srt_late',
  'srt_slow',
  'machine_busy',
  'not_measured',
  'reading_old',
  'not_live',
  'vmix_reports_none',
] as const
export type HealthReasonCode = (typeof HEALTH_REASON_CODES)[number]

/** Why a verdict is what it is, and what to do. */
export interface HealthReason {
  readonly code: HealthReasonCode
  readonly status: 'warning' | 'critical' | 'unknown'
  /** What is, in one sentence. */
  readonly message: string
  /** What an operator does about it, in one sentence. */
  readonly action: string
}

/** A reason that figures gave: it is never `unknown`. */
export interface Degradation extends HealthReason {
  readonly status: 'warning' | 'critical'
}

type Figure = number
const rate = (fps: Figure) => fps.toFixed(fps % 1 === 0 ? 0 : 2)
const whole = (figure: Figure) => Math.round(figure).toString()
const seconds = (ms: Figure) => (ms / 1000).toFixed(1)

export function feedStopped(subject: HealthSubject, connected: boolean): HealthReason {
  return {
    code: 'feed_stopped',
    status: 'critical',
    message: connected
      ? 'The connection is open, but no picture arrives from vMix.'
      : 'vMix was sending and has stopped; the connection is gone.',
    action:
      subject === 'feed'
        ? 'Look at the streaming button in vMix and at the network between vMix and the gateway; start the stream again if vMix shows it off.'
        : 'The destination gets nothing because vMix sends nothing: look at the stream in vMix first.',
  }
}

/** @param why in whole sentences, with what to do */
export function feedUnfit(why: string): HealthReason {
  return {
    code: 'feed_unfit',
    status: 'critical',
    message: `Somebody is sending, but nothing that can be sent on. ${why}`,
    action: 'Set the encoder as said; it need not be disconnected.',
  }
}

export function destinationLost(why: string | null): HealthReason {
  return {
    code: 'destination_lost',
    status: 'critical',
    message: `The destination was live and is lost${because(why)}.`,
    action:
      'It is being tried again by itself; look at the internet connection and at the destination’s own status page.',
  }
}

export function destinationUnreachable(why: string | null): HealthReason {
  return {
    code: 'destination_unreachable',
    status: 'critical',
    message: `The destination has not been reached so far${because(why)}.`,
    action: 'It is being tried again by itself; check its address and stream key, and the internet connection.',
  }
}

export function outputFailed(subject: HealthSubject, why: string | null): HealthReason {
  return subject === 'recording'
    ? {
        code: 'recording_failed',
        status: 'critical',
        message: `The recording has ended by itself${because(why)}.`,
        action: 'What was recorded up to then is kept; make room or choose another folder, and start a new recording.',
      }
    : {
        code: 'destination_failed',
        status: 'critical',
        message: `The destination was given up${because(why)}.`,
        action: 'Check its address and stream key, then start it again.',
      }
}

export function diskLow(freeBytes: number, minutesLeft: number | null): HealthReason {
  const lasts = minutesLeft === null ? '' : `, about ${whole(minutesLeft)} minutes at this rate`
  return {
    code: 'disk_low',
    status: 'warning',
    message: `${whole(freeBytes / 1e6)} MB are free on the recording’s disk${lasts}.`,
    action: 'Make room, or start a recording on another disk: this one ends by itself before the disk is full.',
  }
}

/** What goes out is not the show. @param asked somebody wanted it so */
/** @param why the main address was left, in whole sentences; null: not known */
export function onBackupAddress(why: string | null): HealthReason {
  return {
    code: 'on_backup_address',
    status: 'warning',
    message: `The destination is sent to its backup address${because(why)}.`,
    action: 'Set right what is wrong with the main address, then go back to it: the backup has none of its own.',
  }
}

export function onStandby(source: 'backup' | 'slate', asked: boolean): HealthReason {
  if (source === 'backup') {
    return {
      code: 'on_backup',
      status: 'warning',
      message: 'The backup is sent, because the show’s own stream does not come.',
      action: 'Bring the show’s stream back: the backup has none of its own.',
    }
  }
  return asked
    ? {
        code: 'on_slate',
        status: 'warning',
        message: 'The slate is sent, as asked; viewers do not see the show.',
        action: 'Go back to the show when it may be seen (feed back).',
      }
    : {
        code: 'on_slate',
        status: 'critical',
        message: 'The slate is sent instead of the show, which does not come.',
        action: 'Look at the streaming button in vMix and at the network between vMix and the gateway.',
      }
}

export function recovering(downMs: number): HealthReason {
  return {
    code: 'recovering',
    status: 'warning',
    message: `It was away for ${seconds(downMs)} s and is back.`,
    action: 'Nothing to do if it stays; should it happen again, look at the network.',
  }
}

export function fpsLow(status: 'warning' | 'critical', fps: number, expected: number): Degradation {
  return {
    code: 'fps_low',
    status,
    message: `${rate(fps)} frames per second instead of ${rate(expected)}.`,
    action:
      'Look at vMix’s machine, which is probably overloaded: its render time, CPU and GPU; close what is not needed.',
  }
}

export function framesDropped(subject: HealthSubject, status: 'warning' | 'critical', dropped: number): Degradation {
  const causes: Record<HealthSubject, string> = {
    feed: 'Look at vMix’s render time and at the network between vMix and the gateway.',
    destination: 'The upload does not keep up: lower the bitrate, or free the internet connection of other traffic.',
    recording: 'The disk does not keep up: record to a faster one.',
  }
  return {
    code: 'frames_dropped',
    status,
    message: `${whole(dropped)} frames are missing in the last minute.`,
    action: causes[subject],
  }
}

export function bitrateLow(kbps: number, comparedWith: number): Degradation {
  return {
    code: 'bitrate_low',
    status: 'warning',
    message: `${whole(kbps)} kb/s, far below ${whole(comparedWith)} kb/s, and frames are missing too.`,
    action: 'The network or vMix’s machine does not keep up: lower the bitrate, or free the network of other traffic.',
  }
}

export function bitrateBelowRecommendation(kbps: number, min: number): Degradation {
  return {
    code: 'bitrate_below_recommendation',
    status: 'warning',
    message: `${whole(kbps)} kb/s since the start; the destination recommends ${whole(min)} kb/s or more.`,
    action: 'Raise the bitrate in vMix’s stream settings; with a still picture alone nothing needs to be done.',
  }
}

export function bitrateAboveRecommendation(kbps: number, max: number): Degradation {
  return {
    code: 'bitrate_above_recommendation',
    status: 'warning',
    message: `${whole(kbps)} kb/s; the destination recommends ${whole(max)} kb/s at most, and may cut the stream off.`,
    action: 'Lower the bitrate in vMix’s stream settings.',
  }
}

/** @param needed the latency that it takes, ms; null where the latency is enough */
export function srtLoss(
  status: 'warning' | 'critical',
  lossPercent: number,
  rttMs: number,
  needed: number | null,
): Degradation {
  return {
    code: 'srt_loss',
    status,
    message: `Loss ${rate(Math.round(lossPercent * 10) / 10).replace(/(\.\d)0$/, '$1')} % at RTT ${whole(rttMs)} ms.`,
    action:
      needed === null
        ? 'The latency makes up for it, at the cost of bandwidth: look for another way through the network, or lower the bitrate.'
        : `Raise latency to at least ${needed} ms, here or at the receiver.`,
  }
}

export function srtLate(packets: number, needed: number): Degradation {
  return {
    code: 'srt_late',
    status: 'critical',
    message: `${whole(packets)} packets came too late to be sent; the receiver misses them.`,
    action: `Lower the bitrate, or raise latency to at least ${needed} ms.`,
  }
}

export function srtSlow(bufferMs: number): Degradation {
  return {
    code: 'srt_slow',
    status: 'warning',
    message: `The line takes less than is sent: ${whole(bufferMs)} ms of it wait for the receiver's answer.`,
    action: 'Lower the bitrate, or free the internet connection of other traffic.',
  }
}

export function machineBusy(lateMs: number): HealthReason {
  return {
    code: 'machine_busy',
    status: 'warning',
    message: `The machine that measures is overloaded (${whole(lateMs)} ms late); the figures may be its fault, not the stream’s.`,
    action: 'Close other programs on the machine that runs the gateway, or move the gateway to another one.',
  }
}

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

function because(why: string | null): string {
  const text = why?.trim().replace(/\.+$/, '') ?? ''
  return text === '' ? '' : `: ${text}`
}
