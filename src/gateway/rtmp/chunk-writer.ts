import { ChunkStream, DEFAULT_CHUNK_SIZE, MessageType } from './protocol.ts'

const EXTENDED = 0xff_ffff

/**
 * One message as bytes ready to be sent: a type 0 header with an absolute timestamp, type 3 headers between its chunks.
 * Nothing depends on what was sent before, so one buffer serves any number of connections of the same chunk size.
 *
 * @param csid chunk stream, 2–63
 * @param timestampMs any whole number; taken modulo 2^32
 * @param prefix stands before `body` in the message, and spares a copy of it
 */
export function writeMessage(
  csid: number,
  type: number,
  streamId: number,
  timestampMs: number,
  body: Buffer,
  chunkSize: number,
  prefix: Buffer | null = null,
): Buffer {
  const timestamp = timestampMs >>> 0
  // With 0xFFFFFF in the header the time follows in 4 bytes, after the type 3 headers of this message too.
  const extended = timestamp >= EXTENDED
  const length = body.length + (prefix?.length ?? 0)
  const chunks = Math.max(1, Math.ceil(length / chunkSize))
  const out = Buffer.allocUnsafe(12 + length + (chunks - 1) + (extended ? 4 * chunks : 0))
  out[0] = csid
  putUint24(out, 1, extended ? EXTENDED : timestamp)
  putUint24(out, 4, length)
  out[7] = type
  out.writeUInt32LE(streamId, 8)
  let at = 12
  if (extended) at = out.writeUInt32BE(timestamp, at)
  let room = chunkSize
  for (const part of prefix === null ? [body] : [prefix, body]) {
    let from = 0
    while (from < part.length) {
      if (room === 0) {
        out[at] = 0xc0 | csid
        at++
        if (extended) at = out.writeUInt32BE(timestamp, at)
        room = chunkSize
      }
      const count = Math.min(room, part.length - from)
      part.copy(out, at, from, from + count)
      at += count
      from += count
      room -= count
    }
  }
  return out
}

/** By hand, as in the reader: a Buffer's own method for 24 bits checks its arguments each time. */
function putUint24(out: Buffer, at: number, value: number): void {
  out[at] = value >>> 16
  out[at + 1] = value >>> 8
  out[at + 2] = value
}

/** A protocol control message with one 32-bit number: chunk size, acknowledgement, window. */
export function writeControl(type: number, value: number): Buffer {
  const body = Buffer.allocUnsafe(4)
  body.writeUInt32BE(value >>> 0)
  return writeMessage(ChunkStream.control, type, 0, 0, body, DEFAULT_CHUNK_SIZE)
}

/** Set Peer Bandwidth, limit type 2 ("dynamic"). */
export function writePeerBandwidth(window: number): Buffer {
  const body = Buffer.allocUnsafe(5)
  body.writeUInt32BE(window)
  body[4] = 2
  return writeMessage(ChunkStream.control, MessageType.setPeerBandwidth, 0, 0, body, DEFAULT_CHUNK_SIZE)
}

/** A user control event with one 32-bit number. */
export function writeUserControl(event: number, value: number): Buffer {
  const body = Buffer.allocUnsafe(6)
  body.writeUInt16BE(event)
  body.writeUInt32BE(value >>> 0, 2)
  return writeMessage(ChunkStream.control, MessageType.userControl, 0, 0, body, DEFAULT_CHUNK_SIZE)
}
