import type { StandbySource } from '../standby/index.ts'

/** The WebSocket's subprotocol; a viewer offers it beside one with its ticket or token. */
export const PREVIEW_PROTOCOL = 'vmix-preview.v1'

/** First on every connection. */
export interface HelloMessage {
  readonly type: 'hello'
  readonly version: 1
  readonly instance: string
  readonly channel: number
  /** For connecting again: shows this feed and nothing else, as often as needed, until it expires. */
  readonly ticket: string
  readonly ticketExpiresInS: number
}

/** How the feed is; after `hello`, and at every change. */
export interface StateMessage {
  readonly type: 'state'
  readonly state: 'waiting' | 'live' | 'stalled' | 'ended' | 'lost' | 'unsupported'
  /** What is shown: the stream from vMix, or what stands in for it. */
  readonly source: StandbySource
  /** For a person. */
  readonly reason: string
}

/** Init segments of these tracks follow, then a key frame: at the beginning, and when the headers have changed. */
export interface FormatMessage {
  readonly type: 'format'
  readonly video: { readonly codec: string; readonly width: number; readonly height: number }
  readonly audio: { readonly codec: string; readonly sampleRate: number; readonly channels: number } | null
}

/** This viewer did not read fast enough: so many pictures were left out, and a key frame follows. */
interface SkippedMessage {
  readonly type: 'skipped'
  readonly frames: number
}

export type PreviewMessage = HelloMessage | StateMessage | FormatMessage | SkippedMessage
