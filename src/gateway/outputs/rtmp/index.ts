import { DestinationOutput } from '../destination/index.ts'
import type { Output } from '../output.ts'
import { rtmpOutputLimits, type RtmpOutputOptions } from './options.ts'
import { RtmpTransport } from './transport.ts'

export type { RtmpOutputLimits, RtmpOutputOptions } from './options.ts'

/**
 * An output to an RTMP or RTMPS destination; it begins to connect at once.
 *
 * @example
 * feed.add(createRtmpOutput({ outputId: 'twitch', name: 'Twitch', url: 'rtmp://live.twitch.tv/app/', key, keyFingerprint: null, clock }))
 */
export function createRtmpOutput(options: RtmpOutputOptions): Output {
  const limits = rtmpOutputLimits(options.limits)
  return new DestinationOutput({ ...options, ...limits, transport: new RtmpTransport(options, limits) })
}
