import { parseAddress } from './address.ts'

/** The services whose recommendations are known. */
export type Platform = 'twitch' | 'youtube' | 'facebook'

const domains: readonly (readonly [Platform, readonly string[]])[] = [
  // live-video.net: Twitch's regional ingest servers.
  ['twitch', ['twitch.tv', 'live-video.net']],
  ['youtube', ['youtube.com']],
  ['facebook', ['facebook.com']],
]

/**
 * Which known service a URL belongs to, by its host; null for any other, and for what is no address.
 *
 * @example platformOf('rtmp://a.rtmp.youtube.com/live2/') // 'youtube'
 */
export function platformOf(rtmpUrl: string): Platform | null {
  const host = parseAddress(rtmpUrl)?.host ?? ''
  for (const [platform, names] of domains) {
    if (names.some((name) => host === name || host.endsWith(`.${name}`))) return platform
  }
  return null
}
