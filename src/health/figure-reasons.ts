import { rate, whole } from './figures.ts'
import type { Degradation, HealthReason, HealthSubject } from './reasons.ts'

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
