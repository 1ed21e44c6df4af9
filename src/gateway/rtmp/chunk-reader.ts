import { RtmpError } from './errors.ts'
import { ChunkStreamState } from './chunk-stream.ts'
import { DEFAULT_CHUNK_SIZE, MessageType } from './protocol.ts'

/** A complete message. `timestampMs` counts modulo 2^32. The body is the receiver's own. */
export type MessageHandler = (type: number, streamId: number, timestampMs: number, body: Buffer) => void

export interface ChunkLimits {
  /** Chunk streams that a peer may use. */
  readonly chunkStreams: number
  /** Longest message, bytes. */
  readonly messageBytes: number
  /** Unfinished messages of all chunk streams together, bytes. */
  readonly pendingBytes: number
}

const EXTENDED = 0xff_ffff
/** Bytes of a message header, by chunk type. */
const HEADER_BYTES = [11, 7, 3, 0] as const

/**
 * Puts chunks together again, however the bytes are split. Set Chunk Size and Abort are carried out here, since the
 * bytes after them depend on it. A chunk stream's memory grows with what has arrived, not with what a header promises.
 *
 * Throws `RtmpError` (`protocol`) on what is no RTMP or beyond the limits; the connection is then to be closed.
 */
export class ChunkReader {
  /** May be changed between messages: less is allowed before a publish is accepted. */
  limits: ChunkLimits
  readonly #onMessage: MessageHandler
  readonly #streams = new Map<number, ChunkStreamState>()
  /** An incomplete header at the end of the last input: less than 18 bytes. */
  #rest: Buffer | null = null
  /** The chunk whose payload is being read, and how much of it is missing. */
  #current: ChunkStreamState | null = null
  #missing = 0
  #chunkSize = DEFAULT_CHUNK_SIZE
  /** This peer leaves the extended time out of the chunks that continue a message. */
  #omitsExtended = false
  #pendingBytes = 0
  #stopped = false

  constructor(limits: ChunkLimits, onMessage: MessageHandler) {
    this.limits = limits
    this.#onMessage = onMessage
  }

  /** Bytes held for messages that are not complete. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** Takes no more input; for a handler that has just given the connection up. */
  stop(): void {
    this.#stopped = true
  }

  push(data: Buffer): void {
    let input = data
    if (this.#rest !== null) {
      input = Buffer.concat([this.#rest, data])
      this.#rest = null
    }
    let at = 0
    while (at < input.length && !this.#stopped) {
      const stream = this.#current
      if (stream === null) {
        const next = this.#header(input, at)
        if (next === null) {
          this.#rest = Buffer.from(input.subarray(at))
          return
        }
        at = next
      } else {
        const count = Math.min(this.#missing, input.length - at)
        stream.append(input, at, count)
        at += count
        this.#missing -= count
        this.#pendingBytes += count
        if (this.#missing === 0) this.#chunkDone(stream)
      }
    }
  }

  /** Reads one chunk's header at `start`: where its payload begins, or null when it is not all there. */
  #header(input: Buffer, start: number): number | null {
    const first = input[start] ?? 0
    const idBytes = (first & 0x3f) === 0 ? 2 : (first & 0x3f) === 1 ? 3 : 1
    const type = first >> 6
    const fieldBytes = HEADER_BYTES[type] ?? 0
    let at = start + idBytes
    if (input.length < at + fieldBytes) return null
    const csid = chunkStreamId(input, start, idBytes)
    const known = this.#streams.get(csid)
    if (known === undefined && type !== 0 && type !== 1) {
      throw new RtmpError('protocol', `chunk stream ${csid} begins without a full header`)
    }
    const stream = known ?? this.#open(csid)
    if (stream.inMessage && type !== 3)
      throw new RtmpError('protocol', `chunk stream ${csid} begins a message inside another`)
    const field = type === 3 ? stream.timeField : uint24(input, at)
    const extended = field >= EXTENDED
    let time = field
    let extendedBytes = 0
    if (extended && !(stream.inMessage && this.#omitsExtended)) {
      if (input.length < at + fieldBytes + 4) return null
      time = input.readUInt32BE(at + fieldBytes)
      // Some encoders leave the extended time out of the chunks that continue a message: what stands there is payload
      // then. Known once, nobody waits any more for four bytes that a short last chunk does not have.
      const omitted = stream.inMessage && time !== stream.extendedTime
      if (omitted) this.#omitsExtended = true
      extendedBytes = omitted ? 0 : 4
    }
    if (type <= 1) {
      const length = uint24(input, at + 3)
      if (length > this.limits.messageBytes) {
        throw new RtmpError(
          'protocol',
          `a message of ${length} bytes is longer than the ${this.limits.messageBytes} allowed`,
        )
      }
      stream.length = length
      stream.type = input[at + 6] ?? 0
      if (type === 0) stream.streamId = input.readUInt32LE(at + 7)
    }
    at += fieldBytes + extendedBytes
    if (!stream.inMessage) stream.begin(type, field, extended ? time : 0)
    this.#missing = Math.min(this.#chunkSize, stream.length - stream.received)
    this.#current = stream
    if (this.#missing === 0) this.#chunkDone(stream)
    else if (this.#pendingBytes + this.#missing > this.limits.pendingBytes) {
      throw new RtmpError('protocol', `unfinished messages hold more than ${this.limits.pendingBytes} bytes`)
    }
    return at
  }

  #open(csid: number): ChunkStreamState {
    if (this.#streams.size >= this.limits.chunkStreams) {
      throw new RtmpError('protocol', `more than ${this.limits.chunkStreams} chunk streams`)
    }
    const stream = new ChunkStreamState()
    this.#streams.set(csid, stream)
    return stream
  }

  #chunkDone(stream: ChunkStreamState): void {
    this.#current = null
    if (stream.received < stream.length) return
    const body = stream.take()
    this.#pendingBytes -= body.length
    if (stream.type === MessageType.setChunkSize) this.#setChunkSize(body)
    else if (stream.type === MessageType.abort) this.#abort(body)
    else this.#onMessage(stream.type, stream.streamId, stream.timestamp, body)
  }

  #setChunkSize(body: Buffer): void {
    const size = body.length >= 4 ? body.readUInt32BE(0) & 0x7fff_ffff : 0
    if (size < 1) throw new RtmpError('protocol', 'the peer set a chunk size of 0')
    // No message is longer than 0xFFFFFF, so no chunk need be.
    this.#chunkSize = Math.min(size, 0xff_ffff)
  }

  #abort(body: Buffer): void {
    const stream = body.length >= 4 ? this.#streams.get(body.readUInt32BE(0)) : undefined
    if (stream === undefined) return
    this.#pendingBytes -= stream.received
    stream.discard()
  }
}

/** By hand: a Buffer's own method for 24 bits checks its arguments anew, and shows in the profile of a relay. */
function uint24(input: Buffer, at: number): number {
  return ((input[at] ?? 0) << 16) | ((input[at + 1] ?? 0) << 8) | (input[at + 2] ?? 0)
}

function chunkStreamId(input: Buffer, start: number, idBytes: number): number {
  const first = input[start] ?? 0
  if (idBytes === 1) return first & 0x3f
  const second = input[start + 1] ?? 0
  return idBytes === 2 ? 64 + second : 64 + second + (input[start + 2] ?? 0) * 256
}
