import type { Clock } from '../../clock/index.ts'
import {
  type FrameMark,
  type MediaPacket,
  type PublishEnd,
  type PublishSession,
  readFrameMark,
  startRtmpServer,
} from '../../gateway/index.ts'
import { Secret } from '../../secrets/index.ts'
import { FrameCount } from './frame-count.ts'
import { LastSeconds } from './last-seconds.ts'

/** Where a receiver listens, and whom it takes. */
export interface ReceiverOptions {
  /** 0: any free one. A receiver that was stopped may be started again on its port. */
  readonly port: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** PEM texts; makes it RTMPS. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Default: every app and key. */
  readonly acceptKey?: (app: string, key: string) => boolean
  readonly onPacket?: (packet: MediaPacket, mark: FrameMark | null) => void
  readonly clock: Clock
}

/** A local destination that counts the marked frames of the simulator's stream, wherever they came through. */
export interface Receiver extends AsyncDisposable {
  readonly port: number
  /** Publishers now. */
  readonly publishers: number
  /** Publishes that were accepted since it started, and how those ended that are over (the last 100). */
  readonly publishes: number
  readonly ends: readonly PublishEnd[]
  readonly refused: number
  /** Marked video frames. */
  readonly framesReceived: number
  /** Holes in their numbers. */
  readonly framesLost: number
  readonly duplicates: number
  readonly outOfOrder: number
  /** Video frames without a mark: not the simulator's. */
  readonly unmarked: number
  readonly firstNumber: number | null
  readonly lastNumber: number | null
  /** Of the last two seconds; null in the first one. */
  readonly fps: number | null
  readonly bitrateKbps: number | null
  readonly bytes: number
  /** From the sender's clock to ours, ms: the last marked frame. */
  readonly lastDelayMs: number | null
  /** Stream keys that were sent, accepted or not, each once (the first 32). */
  readonly keys: readonly Secret[]
  /** Disconnects everybody and frees the port. */
  stop(): Promise<void>
}

const MAX_KEYS = 32
const MAX_ENDS = 100

/** Starts one. Rejects with `RtmpError` (`refused`) when the port is taken. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { clock, acceptKey } = options
  const count = new FrameCount()
  const recent = new LastSeconds()
  const keys = new Map<string, Secret>()
  const sessions = new Set<PublishSession>()
  const ends: PublishEnd[] = []
  let publishes = 0
  let refused = 0
  let unmarked = 0
  let bytes = 0
  let lastDelayMs: number | null = null

  const accept = (session: PublishSession) => {
    let first = true
    publishes++
    sessions.add(session)
    return {
      packet(packet: MediaPacket) {
        const frame = packet.role === 'key' || packet.role === 'delta'
        const mark = frame ? readFrameMark(packet.body) : null
        bytes += packet.body.length
        recent.add(packet.arrivedMs, packet.body.length, frame)
        if (mark !== null) {
          if (first) count.newPublish(mark.number)
          first = false
          count.frame(mark.number)
          lastDelayMs = clock.now() - mark.sentAtMs
        } else if (frame) unmarked++
        options.onPacket?.(packet, mark)
      },
      end(end: PublishEnd) {
        sessions.delete(session)
        ends.push(end)
        if (ends.length > MAX_ENDS) ends.shift()
      },
    }
  }
  const server = await startRtmpServer({
    host: options.host ?? '127.0.0.1',
    port: options.port,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    clock,
    authorise({ app, key }, session) {
      if (keys.size < MAX_KEYS && !keys.has(key)) keys.set(key, new Secret(key))
      return acceptKey === undefined || acceptKey(app, key)
        ? { accept: accept(session) }
        : { refuse: 'Unknown stream key' }
    },
    onRefused: () => refused++,
  })
  return {
    port: server.port,
    get publishers() {
      return sessions.size
    },
    get publishes() {
      return publishes
    },
    ends,
    get refused() {
      return refused
    },
    get framesReceived() {
      return count.received
    },
    get framesLost() {
      return count.lost
    },
    get duplicates() {
      return count.duplicates
    },
    get outOfOrder() {
      return count.outOfOrder
    },
    get unmarked() {
      return unmarked
    },
    get firstNumber() {
      return count.firstNumber
    },
    get lastNumber() {
      return count.lastNumber
    },
    get fps() {
      return recent.rates(clock.monotonic()).fps
    },
    get bitrateKbps() {
      return recent.rates(clock.monotonic()).kbps
    },
    get bytes() {
      return bytes
    },
    get lastDelayMs() {
      return lastDelayMs
    },
    get keys() {
      return [...keys.values()]
    },
    stop: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  }
}
