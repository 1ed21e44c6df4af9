import { SrtError } from '../errors.ts'
import { MAX_MESSAGE_BYTES } from '../message-size.ts'
import type { SrtCounters, SrtReport, SrtSendTask } from '../process-messages.ts'
import { resolveHost, socketAddress } from './address.ts'
import type { SrtLibrary } from './library.ts'
import { LossEstimate } from './loss-estimate.ts'
import { rejection } from './rejection.ts'
import { SrtSocket } from './socket.ts'

const CONNECT_LOOK_MS = 20
const ACCEPT_LOOK_MS = 50
/** Levels of libsrt's log, which goes to standard error. */
const LOG_FATAL_ONLY = 0
const LOG_WARNINGS = 4
const STATE_LOOK_MS = 100
const LOSS_LOOK_MS = 10
const QUIET_LOOK_MS = 50
const COUNTERS_MS = 500
const ROOM_LOOK_MS = 5
/** How long what is still unacknowledged may take at the end. */
const FLUSH_MS = 1000
/** A receiver throws away what it holds when the sender goes; it holds as much as the latency, for which we wait up to so long. */
const HELD_BY_RECEIVER_MS = 2000
const TS_PACKET_BYTES = 188

export interface SenderSurroundings {
  readonly library: SrtLibrary
  readonly task: SrtSendTask
  readonly report: (report: SrtReport) => void
  readonly sleep: (ms: number) => Promise<void>
  readonly now: () => number
}

/**
 * Connects, or waits to be called, and sends what it is given. It ends when a caller's connection is lost, and when it is
 * told to; a listener goes on to the next caller.
 */
export class SrtSender {
  readonly #around: SenderSurroundings
  #socket: SrtSocket | null = null
  #listener: SrtSocket | null = null
  #ended = false
  #gone = false
  #lastCounters: SrtCounters | null = null
  #losses = new LossEstimate(0)
  /** Less than a packet, from the end of what came last. */
  #rest: Buffer = Buffer.alloc(0)

  constructor(around: SenderSurroundings) {
    this.#around = around
  }

  /** Resolves when it is over; never rejects. */
  async run(): Promise<void> {
    const { report, task } = this.#around
    try {
      const ip = await resolveHost(task.host)
      const address = socketAddress(ip, task.port)
      if (task.mode === 'caller') await this.#call(address)
      else while (!this.#ended) await this.#beCalled(address)
    } catch (error) {
      const known =
        error instanceof SrtError ? error : new SrtError('process', 'The SRT process has failed; please report it.')
      report({ kind: 'failed', code: known.code, message: known.message })
    } finally {
      this.#socket?.close()
      this.#listener?.close()
    }
  }

  end(): void {
    this.#ended = true
  }

  async #call(address: Buffer): Promise<void> {
    const { library, task, sleep } = this.#around
    const socket = SrtSocket.open(library, task)
    this.#socket = socket
    socket.connect(address)
    while (socket.state === 'pending' && !this.#ended) await sleep(CONNECT_LOOK_MS)
    if (this.#ended) return
    if (socket.state !== 'connected') throw rejection(socket.rejectReason)
    await this.#carry(socket, null)
  }

  async #beCalled(address: Buffer): Promise<void> {
    const { library, task, report, sleep } = this.#around
    const listener = SrtSocket.open(library, task)
    this.#listener = listener
    listener.listen(address)
    report({ kind: 'listening' })
    let caller = listener.accept()
    while (caller === null && !this.#ended) {
      // Whom it turns away, libsrt says nowhere but in its log; that nobody has called, it would say there each time.
      library.logLevel(LOG_WARNINGS)
      await sleep(ACCEPT_LOOK_MS)
      library.logLevel(LOG_FATAL_ONLY)
      caller = listener.accept()
    }
    // One at a time: whoever calls now is told at once that nobody answers, instead of being let in and left waiting.
    listener.close()
    this.#listener = null
    if (caller === null) return
    this.#socket = caller.socket
    await this.#carry(caller.socket, caller.peer)
  }

  /** From the connection's first moment to its last. */
  async #carry(socket: SrtSocket, peer: string | null): Promise<void> {
    const { report, now } = this.#around
    this.#gone = false
    this.#rest = Buffer.alloc(0)
    report({ kind: 'connected', peer })
    let countedMs = now()
    this.#losses = new LossEstimate(countedMs)
    while (!this.#ended && !this.#gone && socket.state === 'connected') {
      await this.#watchLosses(socket, STATE_LOOK_MS)
      if (now() - countedMs < COUNTERS_MS) continue
      countedMs = now()
      this.#count(socket)
    }
    if (this.#ended) await this.#flush(socket)
    this.#socket = null
    socket.close()
    if (!this.#ended)
      report({ kind: 'lost', code: 'closed', message: 'The receiver is gone: it has hung up, or the line is broken.' })
  }

  async #watchLosses(socket: SrtSocket, forMs: number): Promise<void> {
    const { sleep, now } = this.#around
    const until = now() + forMs
    while (!this.#ended && !this.#gone && now() < until) {
      await sleep(this.#losses.quiet ? QUIET_LOOK_MS : LOSS_LOOK_MS)
      const counts = socket.lossCounts()
      if (counts === null) return
      this.#losses.see(counts, now())
    }
  }

  #count(socket: SrtSocket): void {
    const counted = socket.counters()
    if (counted === null) return
    const counters = { ...counted, packetsLost: this.#losses.packetsLost }
    this.#lastCounters = counters
    this.#around.report({ kind: 'counters', counters })
  }

  async #flush(socket: SrtSocket): Promise<void> {
    const { now, sleep } = this.#around
    const until = now() + FLUSH_MS
    this.#count(socket)
    while (now() < until && (this.#lastCounters?.sendBufferBytes ?? 0) > 0) {
      if (socket.state !== 'connected') return
      await sleep(CONNECT_LOOK_MS)
      this.#count(socket)
    }
    const { latencyMs = 0, rttMs = 0 } = this.#lastCounters ?? {}
    const gone = now() + Math.min(HELD_BY_RECEIVER_MS, latencyMs + rttMs + STATE_LOOK_MS)
    while (now() < gone && socket.state === 'connected') await sleep(CONNECT_LOOK_MS)
  }

  /** Takes bytes of the transport stream; resolves when they are with libsrt, or there is nobody to send them to. */
  async take(bytes: Buffer): Promise<void> {
    if (this.#socket?.state !== 'connected') return
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const whole = all.length - (all.length % TS_PACKET_BYTES)
    this.#rest = Buffer.from(all.subarray(whole))
    for (let at = 0; at < whole; at += MAX_MESSAGE_BYTES) {
      await this.#send(all.subarray(at, Math.min(whole, at + MAX_MESSAGE_BYTES)))
    }
  }

  async #send(message: Buffer): Promise<void> {
    for (;;) {
      const socket = this.#socket
      if (socket === null || this.#gone) return
      const result = socket.send(message)
      if (result === 'sent') return
      if (result === 'gone') {
        this.#gone = true
        return
      }
      await this.#around.sleep(ROOM_LOOK_MS)
    }
  }
}
