import { ChunkStream, DEFAULT_CHUNK_SIZE, MessageType } from './protocol.ts'

const EXTENDED = 0xff_ffff

/** What a message consists of, before it is cut into chunks. */
export interface Message {
  /** Chunk stream, 2–63. */
  readonly csid: number
  readonly type: number
  readonly streamId: number
  /** Any whole number; taken modulo 2^32. */
  readonly timestampMs: number
  readonly body: Buffer
  /** Stands before `body` in the message, and spares a copy of it. */
  readonly prefix: Buffer | null
}

/**
 * Messages as one run of bytes ready to be sent: each with a type 0 header with an absolute timestamp, type 3 headers
 * between its chunks. Nothing depends on what was sent before, so one buffer serves any number of connections of the same
 * chunk size.
 */
export function writeMessages(messages: readonly Message[], chunkSize: number): Buffer {
  let size = 0
  for (const message of messages) size += writtenLength(message, chunkSize)
  const out = Buffer.allocUnsafe(size)
  let at = 0
  for (const message of messages) at = putMessage(out, at, message, chunkSize)
  return out
}

/** One message; see {@link writeMessages}. */
export function writeMessage(
  csid: number,
  type: number,
  streamId: number,
  timestampMs: number,
  body: Buffer,
  chunkSize: number,
  prefix: Buffer | null = null,
): Buffer {
  return writeMessages([{ csid, type, streamId, timestampMs, body, prefix }], chunkSize)
}

function writtenLength({ timestampMs, body, prefix }: Message, chunkSize: number): number {
  const length = body.length + (prefix?.length ?? 0)
  const chunks = Math.max(1, Math.ceil(length / chunkSize))
  return 12 + length + (chunks - 1) + (timestampMs >>> 0 >= EXTENDED ? 4 * chunks : 0)
}

/** @returns where it ends in `out` */
function putMessage(out: Buffer, start: number, message: Message, chunkSize: number): number {
  const { csid, body, prefix } = message
  const timestamp = message.timestampMs >>> 0
  // With 0xFFFFFF in the header the time follows in 4 bytes, after the type 3 headers of this message too.
  const extended = timestamp >= EXTENDED
  out[start] = csid
  putUint24(out, start + 1, extended ? EXTENDED : timestamp)
  putUint24(out, start + 4, body.length + (prefix?.length ?? 0))
  out[start + 7] = message.type
  out.writeUInt32LE(message.streamId, start + 8)
  let at = start + 12
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
  return at
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
