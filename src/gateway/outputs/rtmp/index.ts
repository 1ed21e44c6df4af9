import { DestinationOutput, withBackup } from '../destination/index.ts'
import type { Output } from '../output.ts'
import { rtmpOutputLimits, type RtmpOutputOptions } from './options.ts'
import { RtmpTransport } from './transport.ts'

export type { RtmpBackup, RtmpOutputLimits, RtmpOutputOptions } from './options.ts'

/**
 * An output to an RTMP or RTMPS destination; it begins to connect at once.
 *
 * @example
 * feed.add(createRtmpOutput({ outputId: 'twitch', name: 'Twitch', url: 'rtmp://live.twitch.tv/app/', key, keyFingerprint: null, clock }))
 */
export function createRtmpOutput(options: RtmpOutputOptions): Output {
  const limits = rtmpOutputLimits(options.limits)
  const { backup, ...rest } = options
  return new DestinationOutput({
    ...rest,
    ...limits,
    transport: new RtmpTransport(options, limits),
    ...withBackup(backup, (second) => new RtmpTransport({ ...options, ...second }, limits)),
  })
}
