import type { Output } from '../output.ts'
import type { RtmpOutputOptions } from './options.ts'
import { RtmpOutput } from './output.ts'

export type { RtmpOutputLimits, RtmpOutputOptions } from './options.ts'

/**
 * An output to an RTMP or RTMPS destination; it begins to connect at once.
 *
 * @example
 * feed.add(createRtmpOutput({ outputId: 'twitch', name: 'Twitch', url: 'rtmp://live.twitch.tv/app/', key, keyFingerprint: null, clock }))
 */
export function createRtmpOutput(options: RtmpOutputOptions): Output {
  return new RtmpOutput(options)
}
