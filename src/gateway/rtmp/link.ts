import type { Socket } from 'node:net'
import { encodeAmf0, type AmfValue } from '../codec/index.ts'
import { ChunkReader, type ChunkLimits, type MessageHandler } from './chunk-reader.ts'
import { writeControl, writeMessage, writePeerBandwidth, writeUserControl } from './chunk-writer.ts'
import { RtmpError } from './errors.ts'
import {
  ChunkStream,
  DEFAULT_CHUNK_SIZE,
  MessageType,
  OUR_CHUNK_SIZE,
  UserControl,
  WINDOW_ACK_SIZE,
} from './protocol.ts'

/** Replies that a peer may leave unread, bytes: pings and commands must not fill our memory. */
const MAX_UNREAD_REPLIES = 262_144

/**
 * A connection after its handshake, from either side: chunks in, commands out; acknowledges, answers pings, obeys chunk
 * size and window. Everything else goes to the handler.
 */
export class Link {
  readonly #socket: Socket
  readonly #reader: ChunkReader
  readonly #onMessage: MessageHandler
  #chunkSize = DEFAULT_CHUNK_SIZE
  #received: number
  #acknowledged: number
  /** What the peer may send before it is acknowledged, bytes. */
  #window = Infinity
  /** The window that the peer was told last. */
  #announced: number | null = null

  /** @param received bytes of the handshake, which count for acknowledgements */
  constructor(socket: Socket, limits: ChunkLimits, received: number, onMessage: MessageHandler) {
    this.#socket = socket
    this.#received = received
    this.#acknowledged = received
    this.#onMessage = onMessage
    this.#reader = new ChunkReader(limits, (type, streamId, timestampMs, body) =>
      this.#message(type, streamId, timestampMs, body),
    )
  }

  set limits(limits: ChunkLimits) {
    this.#reader.limits = limits
  }

  /** Throws `RtmpError` or `AmfError` on what the peer may not send. */
  receive(data: Buffer): void {
    this.#received += data.length
    this.#reader.push(data)
    // At half the window, so that a peer which counts what is not acknowledged never has to stop.
    if (this.#received - this.#acknowledged < this.#window / 2) return
    this.#acknowledged = this.#received
    this.#socket.write(writeControl(MessageType.acknowledgement, this.#received))
  }

  /** Takes no more input. */
  stop(): void {
    this.#reader.stop()
  }

  /** Announces how often we want to be acknowledged, and limits what the peer sends ahead of its acknowledgements. */
  announceWindow(): void {
    this.#announced = WINDOW_ACK_SIZE
    this.#socket.write(writeControl(MessageType.windowAckSize, WINDOW_ACK_SIZE))
    this.#socket.write(writePeerBandwidth(WINDOW_ACK_SIZE))
    // A peer that keeps to it waits for our acknowledgements, also where it never says how often it wants them.
    this.#window = Math.min(this.#window, WINDOW_ACK_SIZE)
  }

  /** Announces our chunk size; all that follows is written with it. */
  announceChunkSize(): void {
    this.#socket.write(writeControl(MessageType.setChunkSize, OUR_CHUNK_SIZE))
    this.#chunkSize = OUR_CHUNK_SIZE
  }

  command(streamId: number, ...values: readonly AmfValue[]): void {
    const body = encodeAmf0(...values)
    this.#socket.write(writeMessage(ChunkStream.command, MessageType.commandAmf0, streamId, 0, body, this.#chunkSize))
  }

  /** NetStream status to the peer. */
  status(streamId: number, level: 'status' | 'error', code: string, description: string): void {
    this.command(streamId, 'onStatus', 0, null, { level, code, description })
  }

  #message(type: number, streamId: number, timestampMs: number, body: Buffer): void {
    switch (type) {
      case MessageType.windowAckSize:
        if (body.length >= 4) this.#obeyWindow(body.readUInt32BE(0))
        return
      case MessageType.userControl:
        if (body.length >= 6 && body.readUInt16BE(0) === UserControl.pingRequest) this.#pong(body.readUInt32BE(2))
        return
      case MessageType.setPeerBandwidth:
        if (body.length >= 4) this.#answerBandwidth(body.readUInt32BE(0))
        return
      case MessageType.acknowledgement:
        // What is on its way is bounded by the socket's queue, which says more.
        return
      default:
        this.#onMessage(type, streamId, timestampMs, body)
    }
  }

  #obeyWindow(window: number): void {
    const ours = this.#announced ?? Infinity
    this.#window = Math.max(1024, Math.min(window, ours))
  }

  /** 5.4.5: the answer is our window, where it is not the one that was told last. */
  #answerBandwidth(window: number): void {
    if (window === 0 || window === this.#announced) return
    this.#announced = window
    this.#socket.write(writeControl(MessageType.windowAckSize, window))
  }

  #pong(value: number): void {
    // While publishing, media may well be queued: then the peer waits for its answer with the rest.
    this.#socket.write(writeUserControl(UserControl.pingResponse, value))
  }

  /** For the side that sends no media: a peer that asks and never reads is given up. */
  refuseUnreadReplies(): void {
    if (this.#socket.writableLength > MAX_UNREAD_REPLIES) {
      throw new RtmpError('protocol', 'the peer asks and does not read the answers')
    }
  }
}
