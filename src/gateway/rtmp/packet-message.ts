import { encodeAmf0 } from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'
import { writeMessages, type Message } from './chunk-writer.ts'
import { ChunkStream, MessageType, OUR_CHUNK_SIZE } from './protocol.ts'

/** Servers store what follows this name as the stream's metadata, and replay it to players. */
const SET_DATA_FRAME = encodeAmf0('@setDataFrame')

interface Serialised {
  readonly packets: readonly MediaPacket[]
  readonly streamId: number
  readonly bytes: Buffer
}

/**
 * What was made last. A feed's packets are given to one output after the other, so no more is needed; a WeakMap by packet
 * would keep all of it through V8's small collections, and make it collect everything every few seconds.
 */
let latest: Serialised = { packets: [], streamId: 0, bytes: Buffer.alloc(0) }

/**
 * Packets that go out together as RTMP messages, one run of bytes. Made once and shared by everyone who sends the same:
 * servers give out message stream 1, with few exceptions, which pay for their own.
 */
export function packetMessages(packets: readonly MediaPacket[], streamId: number): Buffer {
  // Not the same for one that has just begun: it had no sound to wait with this picture.
  const same = areSame(latest.packets, packets)
  if (same && latest.streamId === streamId) return latest.bytes
  const bytes = writeMessages(
    packets.map((packet) => messageOf(packet, streamId)),
    OUR_CHUNK_SIZE,
  )
  if (!same) latest = { packets: [...packets], streamId, bytes }
  return bytes
}

function areSame(one: readonly MediaPacket[], other: readonly MediaPacket[]): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return true
}

function messageOf({ kind, role, dtsMs, body }: MediaPacket, streamId: number): Message {
  const prefix = kind === 'data' && role === 'config' ? SET_DATA_FRAME : null
  const type = kind === 'data' ? MessageType.dataAmf0 : MessageType[kind]
  return { csid: ChunkStream[kind], type, streamId, timestampMs: dtsMs, body, prefix }
}
