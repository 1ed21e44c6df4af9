import { QueueGate, StuckQueue } from '../outputs/destination/queue.ts'
import type { Announcement } from './format.ts'
import type { PreviewFrame } from './group.ts'
import type { PreviewMessage } from './protocol.ts'

/** A viewer's connection, as far as the preview needs it. */
export interface ViewerSocket {
  /** Bytes that it was given and, as far as is known, has not read. */
  readonly unreadBytes: number
  /** For how long something of it has been unread by now. */
  unreadMs(nowMs: number): number
  text(message: string): void
  bytes(message: Buffer): void
  /** Breaks it off. */
  drop(): void
}

/** A viewer that has not read a byte for so long, while bytes waited, is sent away. */
const STUCK_MS = 10_000
/** Whoever is further behind is better off with a newer key frame. */
const BEHIND_MS = 2000

/**
 * One viewer of a feed. It is never waited for: when it reads too slowly, it misses everything up to a key frame, and
 * what waits for it stays bounded.
 */
export class Viewer {
  readonly #socket: ViewerSocket
  readonly #sound: boolean
  readonly #gate = new QueueGate()
  readonly #stuck = new StuckQueue(STUCK_MS)
  #started = false
  #sentBytes = 0
  #skipped = 0
  #dropped = 0

  /** @param sound whether it wants to hear, too */
  constructor(socket: ViewerSocket, sound: boolean) {
    this.#socket = socket
    this.#sound = sound
  }

  get sentBytes(): number {
    return this.#sentBytes
  }

  /** Pictures that it missed because it did not read. */
  get droppedFrames(): number {
    return this.#dropped
  }

  tell(message: PreviewMessage): void {
    this.#socket.text(JSON.stringify(message))
  }

  /** Other headers, or another publish: from the next key frame on it is given everything anew. */
  restart(): void {
    this.#started = false
  }

  /**
   * The headers, and what there is since the last key frame.
   *
   * @param limitBytes what may be unread of it by and by, beside what it is given here
   */
  start({ text, inits }: Announcement, group: readonly PreviewFrame[], limitBytes: number): void {
    const frames = this.#sound ? group : group.filter(({ packet }) => packet.kind === 'video')
    this.#started = true
    this.#gate.reset()
    this.#skipped = 0
    this.tell(text)
    this.#send(inits.video)
    if (this.#sound && inits.audio !== null) this.#send(inits.audio)
    for (const frame of frames) this.#send(frame.message)
    this.#gate.limitBytes = limitBytes + frames.reduce((sum, { message }) => sum + message.length, 0)
  }

  get started(): boolean {
    return this.#started
  }

  /** What may be unread from now on, once all that came at first was read. */
  limit(limitBytes: number): void {
    if (this.#socket.unreadBytes <= limitBytes) this.#gate.limitBytes = limitBytes
  }

  /** One frame more; false when nothing has been read for so long that the viewer was sent away. */
  frame(frame: PreviewFrame): boolean {
    const { packet } = frame
    if (packet.kind === 'audio' && !this.#sound) return true
    const queued = this.#socket.unreadBytes
    if (this.#stuck.stuck(packet.arrivedMs, queued, this.#sentBytes - queued)) {
      this.#socket.drop()
      return false
    }
    const behind = this.#socket.unreadMs(packet.arrivedMs) / BEHIND_MS
    if (!this.#gate.takes(packet, Math.max(queued, behind * this.#gate.limitBytes))) {
      if (packet.kind === 'video') {
        this.#skipped += 1
        this.#dropped += 1
      }
      return true
    }
    if (packet.role === 'key' && this.#skipped > 0) {
      this.tell({ type: 'skipped', frames: this.#skipped })
      this.#skipped = 0
    }
    this.#send(frame.message)
    return true
  }

  #send(message: Buffer): void {
    this.#sentBytes += message.length
    this.#socket.bytes(message)
  }
}
