import type { Secret, SecretReference } from '../secrets/index.ts'

/** Where a stream goes, as `startRtmpStream` and `goLive` take it. */
export interface RtmpDestination {
  /** What people call it: "Twitch". */
  readonly name: string
  /** `rtmp://` or `rtmps://` with host and application; never with the key. */
  readonly rtmpUrl: string
  readonly streamKey: StreamKey
  /** Tells two destinations apart that share a URL; without one it is derived, see `destinationIdentity`. */
  readonly destinationId?: string
}

/** The key itself, or where it stands; a reference is resolved as late as possible. */
export type StreamKey = string | Secret | SecretReference

/**
 * The services that have a preset. A key is taken as it is; it is checked when the stream is started.
 *
 * @example
 * await controller.startRtmpStream({ ...StreamingDestinations.twitch(key), channel: 0 })
 */
export const StreamingDestinations = {
  /** The key: Twitch → Creator Dashboard → Settings → Stream. */
  twitch: (streamKey: StreamKey): RtmpDestination => ({
    name: 'Twitch',
    rtmpUrl: 'rtmp://live.twitch.tv/app/',
    streamKey,
  }),
  /** The key: YouTube Studio → Create → Go live → Stream. */
  youtube: (streamKey: StreamKey): RtmpDestination => ({
    name: 'YouTube',
    rtmpUrl: 'rtmp://a.rtmp.youtube.com/live2/',
    streamKey,
  }),
  /** The key: Facebook → Live producer → Streaming software. Facebook takes RTMPS only. */
  facebook: (streamKey: StreamKey): RtmpDestination => ({
    name: 'Facebook',
    rtmpUrl: 'rtmps://live-api-s.facebook.com:443/rtmp/',
    streamKey,
  }),
  /** Any other server (Restream, Wowza, nginx-rtmp, …), named after its host; a missing trailing slash is added. */
  customRtmp: (serverUrl: string, streamKey: StreamKey): RtmpDestination => {
    const rtmpUrl = withTrailingSlash(serverUrl.trim())
    return { name: hostOf(rtmpUrl) ?? 'Custom RTMP', rtmpUrl, streamKey }
  },
} as const

/** The path's slash; a query (YouTube's backup server has one) stays behind it. */
function withTrailingSlash(url: string): string {
  const query = url.indexOf('?')
  const [path, rest] = query === -1 ? [url, ''] : [url.slice(0, query), url.slice(query)]
  return `${path.endsWith('/') ? path : `${path}/`}${rest}`
}

function hostOf(url: string): string | null {
  return URL.parse(url)?.hostname || null
}
