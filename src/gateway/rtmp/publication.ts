import type { Socket } from 'node:net'
import type { Clock } from '../../clock/index.ts'
import type { MediaPacket } from '../packet.ts'
import { RtmpError } from './errors.ts'
import { packetMessages } from './packet-message.ts'
import type { PublishConversation } from './publish-conversation.ts'
import type { PublishTimeouts, RtmpPublication } from './publisher-types.ts'

/** A queue of this size means that nobody looks at `queuedBytes`: the connection is given up. */
const MAX_QUEUED_BYTES = 64 * 1024 * 1024

/** The sending half of a connection that publishes. */
export class Publication implements RtmpPublication {
  readonly closed: Promise<RtmpError | null>
  readonly #resolveClosed: (error: RtmpError | null) => void
  readonly #socket: Socket
  readonly #conversation: PublishConversation
  readonly #clock: Clock
  readonly #timeouts: PublishTimeouts
  readonly #where: string
  #open = true
  #written = 0
  /** What the system had taken when it last took something, and when that was. */
  #taken = 0
  #takenAtMs: number
  #closing: Promise<void> | null = null

  constructor(
    socket: Socket,
    conversation: PublishConversation,
    clock: Clock,
    timeouts: PublishTimeouts,
    where: string,
  ) {
    const { promise, resolve } = Promise.withResolvers<RtmpError | null>()
    this.closed = promise
    this.#resolveClosed = resolve
    this.#socket = socket
    this.#conversation = conversation
    this.#clock = clock
    this.#timeouts = timeouts
    this.#where = where
    this.#takenAtMs = clock.monotonic()
    conversation.onFailure = (error) => this.#fail(error)
  }

  get queuedBytes(): number {
    return this.#socket.writableLength
  }

  get bytesSent(): number {
    return Math.max(0, this.#written - this.#socket.writableLength)
  }

  write(packet: MediaPacket): void {
    this.writeTogether([packet])
  }

  writeTogether(packets: readonly MediaPacket[]): void {
    if (!this.#open) return
    const bytes = packetMessages(packets, this.#conversation.streamId)
    this.#written += bytes.length
    this.#socket.write(bytes)
    if (this.#socket.writableLength > 0) this.#watchQueue()
    // Nothing waits: the next time that something does, the clock begins then, however long ago this connection did.
    else this.#taken = -1
  }

  close(): Promise<void> {
    this.#closing ??= this.#sayGoodbye()
    return this.#closing
  }

  drop(): void {
    this.#fail(new RtmpError('aborted', `the connection with ${this.#where} was cut as asked`))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** A socket that stays open and takes nothing is dead: TCP itself may need a quarter of an hour to notice. */
  #watchQueue(): void {
    const queued = this.#socket.writableLength
    const taken = this.#written - queued
    const now = this.#clock.monotonic()
    if (taken !== this.#taken || queued === 0) {
      this.#taken = taken
      this.#takenAtMs = now
    } else if (now - this.#takenAtMs > this.#timeouts.stallMs) {
      const seconds = this.#timeouts.stallMs / 1000
      this.#fail(new RtmpError('timeout', `${this.#where} has taken no data for ${seconds} s`))
    }
    if (queued > MAX_QUEUED_BYTES) {
      this.#fail(new RtmpError('timeout', `${this.#where} is too slow: ${queued} bytes are waiting to be sent`))
    }
  }

  async #sayGoodbye(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    const gone = new AbortController()
    this.#socket.once('close', () => gone.abort())
    this.#conversation.end()
    // Until the server has hung up too, or for as long as it may take.
    if (!this.#socket.closed) await this.#clock.sleep(this.#timeouts.closeMs, gone.signal).catch(() => undefined)
    this.#socket.destroy()
    this.#resolveClosed(null)
  }

  #fail(error: RtmpError): void {
    if (!this.#open) return
    this.#open = false
    this.#conversation.silence()
    this.#socket.destroy()
    this.#resolveClosed(error)
  }
}
