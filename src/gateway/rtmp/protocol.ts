/** Numbers of the RTMP specification 1.0 (Adobe, 2012) that both sides use. */

/** Message types (5.4, 6.2, 7.1). */
export const MessageType = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
  aggregate: 22,
} as const

/** User control events (7.1.7). */
export const UserControl = { streamBegin: 0, pingRequest: 6, pingResponse: 7 } as const

/** Chunk streams that we write on. 2 is the protocol's own; the others are a habit that every server knows. */
export const ChunkStream = { control: 2, command: 3, audio: 4, data: 5, video: 6 } as const

/** What both sides begin with. */
export const DEFAULT_CHUNK_SIZE = 128
/** What we write with, once it has been announced: few chunk headers, and no delay that matters. */
export const OUR_CHUNK_SIZE = 4096
/** Window that we announce: how often a peer must acknowledge, bytes. */
export const WINDOW_ACK_SIZE = 2_500_000

export const RTMP_VERSION = 3
export const HANDSHAKE_BYTES = 1536
