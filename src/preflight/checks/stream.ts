import type { StreamTested, TestStreamResult } from '../../controller/index.ts'
import { green, red, yellow, type PreflightLine } from '../line.ts'

/** What the trial of the stream says: does it arrive at the gateway, and is it one that can be sent on? */
export function streamLine(channel: number, result: TestStreamResult): PreflightLine {
  const stream = { check: 'stream', about: `Stream ${channel + 1}` } as const
  if (result.success) {
    const how = result.alreadyLive ? 'is live through the gateway' : 'arrives at the gateway'
    const message = `${stream.about} ${how}: ${pictureOf(result)}.`
    if (result.audioCodec !== null) return green(stream.check, stream.about, message)
    const action = "Choose an audio bus for the stream in vMix: the gear beside Stream, the channel's settings."
    return yellow({ ...stream, message: `${message} It has no sound.`, action })
  }
  const { error, message } = result
  if (error === 'unsupported') {
    const action = `Look in vMix whether ${stream.about} is set to Custom RTMP Server: no API tells.`
    return yellow({ ...stream, message, action })
  }
  if (error === 'channel_busy') {
    const action = 'If that is the show, it is on already. Else stop it, and look again.'
    return red({ ...stream, message, action })
  }
  const action =
    error === 'not_confirmed'
      ? `In vMix: the gear beside Stream, ${stream.about}, Destination: Custom RTMP Server.`
      : 'Do what it says, and look again.'
  return red({ ...stream, message, action })
}

function pictureOf({ width, height, fps, bitrateKbps }: StreamTested): string {
  const parts = [
    width === null || height === null ? null : `${width}×${height}`,
    fps === null ? null : `${fps.toFixed(1)} fps`,
    bitrateKbps === null ? null : `${Math.round(bitrateKbps)} kb/s`,
  ]
  return parts.filter((part) => part !== null).join(', ')
}
