import { encodeAmf0 } from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'
import { writeMessage } from './chunk-writer.ts'
import { ChunkStream, MessageType, OUR_CHUNK_SIZE } from './protocol.ts'

/** Servers store what follows this name as the stream's metadata, and replay it to players. */
const SET_DATA_FRAME = encodeAmf0('@setDataFrame')

interface Serialised {
  readonly streamId: number
  readonly bytes: Buffer
}

const serialised = new WeakMap<MediaPacket, Serialised>()

/**
 * The packet as an RTMP message. Made once per packet and shared by everyone who sends it: servers give out message
 * stream 1, with few exceptions, which pay for their own.
 */
export function packetMessage(packet: MediaPacket, streamId: number): Buffer {
  const known = serialised.get(packet)
  if (known !== undefined && known.streamId === streamId) return known.bytes
  const bytes = serialise(packet, streamId)
  if (known === undefined) serialised.set(packet, { streamId, bytes })
  return bytes
}

function serialise({ kind, role, dtsMs, body }: MediaPacket, streamId: number): Buffer {
  if (kind === 'video') return writeMessage(ChunkStream.video, MessageType.video, streamId, dtsMs, body, OUR_CHUNK_SIZE)
  if (kind === 'audio') return writeMessage(ChunkStream.audio, MessageType.audio, streamId, dtsMs, body, OUR_CHUNK_SIZE)
  const prefix = role === 'config' ? SET_DATA_FRAME : null
  return writeMessage(ChunkStream.data, MessageType.dataAmf0, streamId, dtsMs, body, OUR_CHUNK_SIZE, prefix)
}
