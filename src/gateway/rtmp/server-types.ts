import type { Clock } from '../../clock/index.ts'
import type { MediaPacket } from '../packet.ts'
import type { RtmpServerLimits } from './limits.ts'

/** Who wants to publish what. The key is a secret: compare it in constant time, never show it. */
export interface PublishRequest {
  /** Application name of the URL, without slashes at its ends; a query string in it is kept. */
  readonly app: string
  /** Stream name, byte for byte as it was sent. */
  readonly key: string
  /** `address:port` */
  readonly remote: string
  /** What the publisher calls itself (`flashVer`), at most 128 characters; null when it does not. */
  readonly encoder: string | null
  readonly tls: boolean
}

/** A connection that asks to publish, from the gateway's side. */
export interface PublishSession {
  /** Ends it: the publisher is told, and the sink's `end` is called with `lost` and this reason. */
  disconnect(reason: string): void
}

/** Where an accepted publisher's packets go. */
export interface PublishSink {
  packet(packet: MediaPacket): void
  /** The publisher sends more than one picture or sound (enhanced RTMP's tracks); only the first is passed on. Told once. */
  furtherTracks?(): void
  /** Called exactly once, last. */
  end(end: PublishEnd): void
}

/** `ended`: the publisher said goodbye (FCUnpublish, closeStream, deleteStream). `lost`: anything else. */
export interface PublishEnd {
  readonly kind: 'ended' | 'lost'
  readonly reason: string
}

/** `refuse` is told to the publisher; `code` (default `key`) to {@link RtmpServerOptions.onRefused}. */
export type PublishDecision =
  | { readonly accept: PublishSink }
  | { readonly refuse: string; readonly code?: 'app' | 'key' | 'limit' }

/** A connection that was turned away or given up before it published anything. */
export interface Refusal {
  readonly remote: string
  /** `auth`: it wanted to prove a user name and password, which this server does not take. */
  readonly code: 'app' | 'auth' | 'key' | 'limit' | 'timeout' | 'protocol'
  readonly message: string
}

export interface RtmpServerOptions {
  readonly host: string
  /** 0: any free one, see {@link RtmpServer.port}. */
  readonly port: number
  /** PEM texts; makes it RTMPS. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Decides at once. Compare keys in constant time. */
  authorise(request: PublishRequest, session: PublishSession): PublishDecision
  /** Where only some apps exist: others are turned away at `connect` already. */
  acceptApp?(app: string): boolean
  onRefused?(refusal: Refusal): void
  /** False: leaves the chunk size at the protocol's 128 bytes, as some servers do. Default true: announces ours. */
  readonly announceChunkSize?: boolean
  readonly limits?: Partial<RtmpServerLimits>
  readonly clock: Clock
}

export interface RtmpServer extends AsyncDisposable {
  /** Where it listens. */
  readonly port: number
  /** Connections now, those in their handshake included. */
  readonly connections: number
  /** Disconnects everybody (sinks end as `lost`) and stops listening. */
  close(): Promise<void>
}
