/** What a stranger may cost the RTMP server. Whoever goes beyond is disconnected with a reason. */
export interface RtmpServerLimits {
  /** Connections at the same time, those in their handshake included. Default 32. */
  readonly connections: number
  /** Of them, those of one address, and so its publishers. Default: no limit of its own. */
  readonly connectionsPerAddress: number
  /** For the TLS handshake, and for the RTMP handshake, ms each. Default 5000. */
  readonly handshakeMs: number
  /** From the handshake to an accepted publish, ms. Default 10,000. */
  readonly publishMs: number
  /** Bytes that may arrive before a publish is accepted. Default 65,536. */
  readonly bytesBeforePublish: number
  /** Chunk streams of one connection. Default 64. */
  readonly chunkStreams: number
  /** Longest message of an accepted publisher, bytes. Default 8 MiB, at most 0xFFFFFF. */
  readonly messageBytes: number
  /** Unfinished messages of one connection together, bytes. Default 12 MiB. */
  readonly pendingBytes: number
  /** An accepted publisher that sends nothing at all for so long is taken for gone, ms. Default 60,000. */
  readonly idleMs: number
  /** How long a goodbye may take to reach a peer before the socket is cut, ms. Default 1000. */
  readonly lingerMs: number
}

export const defaultServerLimits: RtmpServerLimits = {
  connections: 32,
  connectionsPerAddress: Infinity,
  handshakeMs: 5000,
  publishMs: 10_000,
  bytesBeforePublish: 65_536,
  chunkStreams: 64,
  messageBytes: 8 * 1024 * 1024,
  pendingBytes: 12 * 1024 * 1024,
  idleMs: 60_000,
  lingerMs: 1000,
}
