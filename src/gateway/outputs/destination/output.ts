import type { OutputStatus } from '../../control/messages.ts'
import type { MediaPacket } from '../../packet.ts'
import type { Output } from '../output.ts'
import { Changeover } from './changeover.ts'
import { Connection, type ConnectionListener } from './connection.ts'
import { Demand } from './demand.ts'
import type { RouteName } from './failover.ts'
import type { DestinationOptions } from './options.ts'
import { Routes } from './routes.ts'
import { Sender } from './sender.ts'
import { DestinationState, waitingAfter } from './state.ts'
import { destinationStatus } from './status.ts'
import type { LinkFailure } from './transport.ts'

/**
 * Sends a feed to one destination over a network, whatever it speaks. It connects by itself, again and again where it must,
 * to its backup address where the main one fails, and drops whole groups of pictures when the destination is slower than the
 * stream; nothing of that reaches the feed.
 *
 * `live` means that the destination has accepted the connection and a key frame was written to it.
 */
export class DestinationOutput implements Output {
  readonly outputId: string
  onStateChange: ((status: OutputStatus) => void) | null = null
  readonly #options: DestinationOptions
  readonly #state: DestinationState
  readonly #demand: Demand
  readonly #routes: Routes
  readonly #changeover: Changeover
  readonly #sender: Sender
  readonly #end = new AbortController()
  readonly #running: Promise<void>
  /** What is sent on, or being opened; null between two tries. */
  #connection: Connection | null = null
  /** Ends a wait between two tries. */
  #wake: AbortController | null = null
  #attempts = 0
  #reconnects = 0
  #bytesBefore = 0
  #liveSinceMs = 0

  constructor(options: DestinationOptions) {
    this.outputId = options.outputId
    this.#options = options
    this.#state = new DestinationState(options.clock, () => this.#tell())
    this.#routes = new Routes(options)
    this.#changeover = new Changeover(this.#routes, options.clock, () => this.#listener(), this.#end.signal)
    this.#sender = new Sender({
      stuckMs: options.stuckMs,
      bitrateKbps: options.bitrateKbps ?? (() => null),
      onFirst: () => this.#goLive(),
      onStuck: () => this.#cutStuck(),
      onUnfit: (why) => this.#state.become('waiting', why, 'unsupported'),
    })
    if (options.wasLive === true) {
      this.#sender.lost = true
      this.#routes.inUse.retry.live()
    }
    this.#demand = new Demand({ clock: options.clock, graceMs: options.idleMs, onGone: () => void this.#letGo() })
    this.#running = this.#run()
  }

  packet(packet: MediaPacket): void {
    this.#demand.feed()
    if (packet.role === 'key' && this.#changeover.ready) this.#goOver()
    this.#sender.packet(packet)
  }

  feedEnded(reason: 'ended' | 'lost'): void {
    this.#sender.feedEnded()
    this.#demand.idle()
    if (this.#state.now === 'live') this.#state.become('waiting', waitingAfter(reason))
  }

  /** Sends by this address from now on. @returns whether there is one of that name */
  useRoute(name: RouteName): boolean {
    if (!this.#routes.has(name)) return false
    if (name === this.#routes.inUse.name) {
      void this.#changeover.drop()
      return true
    }
    if (this.#sender.flowing) this.#changeover.open(name, 'It was told to.')
    else this.#leaveFor(name, 'It was told to.')
    return true
  }

  /** Connects, keeps the connection, and connects again, until closed or given up. */
  async #run(): Promise<void> {
    const signal = this.#end.signal
    // The first change of state must find an output that is fully made.
    await Promise.resolve()
    while (!signal.aborted) {
      if (!this.#demand.wanted) {
        this.#routes.rule?.begin()
        this.#state.become('waiting', 'No stream is coming from vMix.')
      }
      await this.#demand.whenWanted(signal)
      if (signal.aborted) return
      const connection = this.#connection ?? this.#connect()
      const failure = await connection.over
      if (signal.aborted) return
      this.#bytesBefore += connection.bytesSent
      // Gone over from: the next one runs already.
      if (this.#connection !== connection && this.#connection !== null) continue
      const idle = connection.connected && !this.#demand.feeding && this.#state.now === 'waiting'
      this.#disconnected()
      this.#connection = null
      // Closed by ourselves for want of a feed, or by the destination while there was nothing to send.
      if (failure === null) continue
      if (idle) this.#demand.giveUp()
      else if (!(await this.#failed(failure))) return
    }
  }

  #connect(): Connection {
    this.#attempts += 1
    if (this.#state.now !== 'retrying') this.#state.become('connecting')
    const { rule, inUse } = this.#routes
    const connection = new Connection(inUse.transport, this.#listener())
    this.#connection = connection
    if (rule !== null) {
      rule.tries(this.#now())
      if (this.#routes.hasOther) void connection.limit(this.#options.clock, rule.leftMs(this.#now()))
    }
    return connection
  }

  /** A try or a connection has failed: waits for the next, there or at the other address. @returns false: given up */
  async #failed(failure: LinkFailure): Promise<boolean> {
    const now = this.#now()
    const givenUp = this.#routes.inUse.failed(failure.code, now)
    if (this.#routes.hasOther && (givenUp || this.#routes.leaves(failure.code, now))) {
      this.#lose(failure)
      this.#routes.toOther(failure.message, now)
    } else if (givenUp) {
      const tries = this.#attempts <= 1 ? '' : `Given up after ${this.#attempts} tries. `
      this.#state.become('failed', `${tries}${failure.message}`, failure.code)
      this.#demand.close()
      void this.#changeover.drop()
      return false
    } else this.#lose(failure)
    this.#wake = new AbortController()
    const signal = AbortSignal.any([this.#wake.signal, this.#end.signal])
    await this.#options.clock.sleep(this.#routes.inUse.waitMs(now), signal).catch(() => undefined)
    return true
  }

  #listener(): ConnectionListener {
    const current = (connection: Connection): boolean => this.#connection === connection
    return {
      connected: (connection) => {
        if (!current(connection)) return
        if (this.#state.now !== 'retrying') this.#state.become('waiting', 'Connected; waiting for a key frame.')
        this.#sender.use(connection.active, this.#now(), this.#routes.inUse.transport.takesBursts)
      },
      waiting: (connection, why, code) => {
        if (current(connection) && !this.#sender.lost && !this.#end.signal.aborted) {
          this.#state.become('waiting', why, code)
        }
      },
      lost: (connection, failure) => {
        if (!current(connection)) return
        const wasLive = this.#state.now === 'live'
        this.#disconnected()
        if (wasLive || this.#sender.lost) this.#lose(failure)
      },
    }
  }

  #goLive(): void {
    this.#attempts = 0
    this.#liveSinceMs = this.#now()
    if (this.#sender.lost) this.#reconnects += 1
    this.#sender.lost = false
    this.#routes.live()
    this.#state.become('live')
    this.#changeover.returnLater()
  }

  #cutStuck(): void {
    const { who, remedy } = this.#routes.inUse.transport.stuckWords
    const { stuckMs } = this.#options
    const message = `${who} has taken no data for ${stuckMs / 1000} s; it is being ${remedy} anew.`
    this.#routes.lost(this.#now() - stuckMs, this.#now() - this.#liveSinceMs)
    this.#connection?.cut({ code: 'timeout', message })
    this.#sender.use(null, this.#now())
  }

  /** The other end is gone, whatever becomes of the connection. */
  #disconnected(): void {
    if (this.#sender.flowing) this.#routes.lost(this.#now(), this.#now() - this.#liveSinceMs)
    this.#sender.use(null, this.#now())
  }

  #lose(failure: LinkFailure): void {
    this.#sender.lost ||= this.#state.now === 'live'
    this.#state.become('retrying', this.#routes.wordsFor(failure), failure.code)
  }

  /** At a key frame: on the new connection, which begins with it, and off the old one. */
  #goOver(): void {
    const before = this.#connection
    const next = this.#changeover.take()
    this.#sender.flush()
    this.#connection = next
    this.#sender.use(next?.active ?? null, this.#now())
    this.#wake?.abort()
    void before?.close()
    if (this.#state.now === 'live') this.#tell()
  }

  /** Not live: nothing is lost by leaving at once. */
  #leaveFor(name: RouteName, why: string): void {
    void this.#changeover.drop()
    this.#routes.moving(why)
    this.#routes.goOver(name)
    void this.#letGo()
    this.#wake?.abort()
  }

  /** Says goodbye; nothing more is written from here on. */
  async #letGo(): Promise<void> {
    const connection = this.#connection
    this.#sender.use(null, this.#now())
    await Promise.all([this.#changeover.drop(), connection?.close()])
  }

  #tell(): void {
    this.onStateChange?.(this.status())
  }

  #now(): number {
    return this.#options.clock.monotonic()
  }

  status(): OutputStatus {
    return destinationStatus(this.#options, {
      state: this.#state,
      routes: this.#routes,
      sender: this.#sender,
      attempts: this.#attempts,
      reconnects: this.#reconnects,
      queuedBytes: this.#connection?.queuedBytes ?? 0,
      bytesSent: this.#bytesBefore + (this.#connection?.bytesSent ?? 0),
    })
  }

  async close(): Promise<OutputStatus> {
    this.#sender.flush()
    this.#end.abort()
    this.#demand.close()
    await this.#letGo()
    await this.#running
    if (this.#state.now !== 'failed') this.#state.become('closed')
    return this.status()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
