import { VMixAPIError } from '../errors/api-error.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'
import type { VMixError } from '../errors/vmix-error.ts'
import { CLIENT_CLOSED, connectionError } from '../failures.ts'
import { limitedWait } from '../limited-wait.ts'
import type { VMixState } from '../state.ts'
import { VMixEventSocket, type VMixTcpEvent } from '../tcp/index.ts'
import { Broadcast } from './broadcast.ts'
import { changes } from './changes.ts'
import type { VMixConnection, VMixEvent, VMixEventOf, VMixEventType, VMixTallyView } from './event.ts'
import { type VMixWatchOptions, type WatchSettings, watchSettings } from './options.ts'
import { ReadLoop } from './read-loop.ts'
import { ReadSchedule } from './read-schedule.ts'
import type { VMixSnapshot, WaitForOptions } from './snapshot.ts'
import { type StateRead, StateReader } from './state-reader.ts'
import { Standing } from './standing.ts'
import { tallyOf } from './tally.ts'
import { Waiters } from './waiters.ts'

/**
 * Watches one vMix: a live state for any number of listeners, by one connection for its events and one state read at a
 * time. Watching changes nothing in vMix.
 *
 * @example
 * await using watcher = watchVMix({ host: 'localhost' })
 * watcher.on('streaming', ({ channel, after }) => console.log(`Stream ${channel + 1}: ${after}`))
 * for await (const event of watcher) console.log(event.type)
 * @throws {RangeError} for ports, times and limits that cannot be any
 */
export function watchVMix(options: VMixWatchOptions): VMixWatcher {
  return new VMixWatcher(options)
}

/** See {@link watchVMix}. */
export class VMixWatcher implements AsyncDisposable {
  readonly #settings: WatchSettings
  readonly #reader: StateReader
  readonly #schedule: ReadSchedule
  readonly #events: VMixEventSocket | null
  readonly #loop: ReadLoop
  readonly #broadcast: Broadcast
  readonly #waiters = new Waiters()
  #last: (StateRead & { readonly readAtMs: number; readonly readAt: number }) | null = null
  readonly #standing: Standing
  #lastError: VMixError | null = null
  #closed = false

  constructor(options: VMixWatchOptions) {
    const settings = watchSettings(options)
    const { host, tcpPort, clock, queueLimit, pollMs, minGapMs, include } = settings
    this.#settings = settings
    this.#standing = new Standing(() => clock.now())
    this.#reader = new StateReader(settings)
    // Meters and positions move without any event: they are seen by polling alone.
    const slowPollMs = include.length > 0 ? pollMs : settings.slowPollMs
    this.#schedule = new ReadSchedule({ pollMs, slowPollMs, minGapMs })
    this.#broadcast = new Broadcast({
      queueLimit,
      state: () => this.#last?.state ?? null,
      nowMs: () => clock.now(),
    })
    this.#events =
      tcpPort === null
        ? null
        : new VMixEventSocket({ host, port: tcpPort, clock, onEvent: (event) => this.#onPushed(event) })
    this.#events?.onStateChange(({ kind }) => this.#onEventSocket(kind === 'up'))
    this.#loop = new ReadLoop({
      clock,
      schedule: this.#schedule,
      read: (signal) => this.#reader.read(this.#standing.connection.pushed, signal),
      onRead: (read, beganAt, number) => this.#onRead(read, beganAt, number),
      onFailure: (error) => this.#onFailure(error),
    })
  }

  /** The last state that was read; null before the first. After a loss it stays, with its age and `connected: false`. */
  get current(): VMixSnapshot | null {
    if (this.#last === null) return null
    const { state, xml, readAtMs, readAt } = this.#last
    const ageMs = this.#settings.clock.monotonic() - readAt
    return { state, xml, readAtMs, ageMs, connected: this.#standing.connection.connected }
  }

  get connection(): VMixConnection {
    return this.#standing.connection
  }

  /** Null before anything is known of it. With `connection.connected` false it is as old as `current`. */
  get tally(): VMixTallyView | null {
    return this.#standing.tally
  }

  /** Calls the listener for each event of the type. One that throws harms no other. */
  on<T extends VMixEventType>(type: T, listener: (event: VMixEventOf<T>) => void): this {
    this.#broadcast.on(type, listener)
    return this
  }

  off<T extends VMixEventType>(type: T, listener: (event: VMixEventOf<T>) => void): this {
    this.#broadcast.off(type, listener)
    return this
  }

  /** Calls the listener for every event. */
  onAny(listener: (event: VMixEvent) => void): this {
    this.#broadcast.onAny(listener)
    return this
  }

  offAny(listener: (event: VMixEvent) => void): this {
    this.#broadcast.offAny(listener)
    return this
  }

  /**
   * Every event, `snapshotted` first; before vMix has answered for the first time only `connection` comes. Each loop has a bounded queue of its own; one that is too slow gets `dropped` with
   * how many are missing. The loop ends when the watcher is closed.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<VMixEvent, undefined> {
    return this.#broadcast.iterate(this.#last === null ? null : this.#snapshotted(this.#last.state))
  }

  /**
   * Waits until vMix's state shows something: for confirmations. Only a state that was read after this call counts, and
   * one is read at once and then several times a second.
   *
   * @throws {VMixAPIError} `not_confirmed`: vMix answers, and it did not show in time
   * @throws {VMixConnectionError} `aborted`, `closed`, or why vMix does not answer
   * @example await watcher.waitFor(({ streams }) => streams[0]?.live === true)
   */
  async waitFor(predicate: (state: VMixState) => boolean, options: WaitForOptions = {}): Promise<VMixState> {
    const { clock, host, port } = this.#settings
    const { timeoutMs = 5000, signal } = options
    const context = { host, port, timeoutMs, mayHaveBeenSent: false }
    if (this.#closed) throw connectionError({ kind: 'stopped', reason: CLIENT_CLOSED }, context)
    const { shown, forget } = this.#waiters.add(predicate, this.#loop.begun)
    this.#schedule.waiting = this.#waiters.size
    this.#want({ settle: false })
    try {
      return await limitedWait(shown, {
        clock,
        timeoutMs,
        signal,
        onTimeout: () => this.#notShown(timeoutMs),
        onAbort: (reason) => connectionError({ kind: 'stopped', reason }, context),
      })
    } finally {
      forget()
      this.#schedule.waiting = this.#waiters.size
    }
  }

  /** Reads the state now, or as soon as the read under way has ended. */
  refresh(): void {
    this.#want({ settle: false })
  }

  /** Ends the connections and every iteration. Nothing is sent to vMix. */
  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true
      const { host, port, timeoutMs } = this.#settings
      const context = { host, port, timeoutMs, mayHaveBeenSent: false }
      this.#waiters.fail(connectionError({ kind: 'stopped', reason: CLIENT_CLOSED }, context))
      this.#broadcast.end()
    }
    await Promise.all([this.#loop.stop(), this.#events?.close(), this.#reader.close()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #onRead(read: StateRead, beganAt: number, number: number): void {
    const { clock, include } = this.#settings
    const before = this.#last
    const { state, via } = read
    this.#lastError = null
    // It may be as old as the question: a vMix that is slow to answer is not fresher for that.
    this.#last = { ...read, readAtMs: clock.now() - (clock.monotonic() - beganAt), readAt: beganAt }
    const connection = this.#standing.become({ connected: true, via, version: state.version, error: null })
    const atMs = clock.now()
    const { connection: now, tally } = this.#standing
    const changed = before === null ? [] : changes(before.state, state, { include })
    const isFirstTally = before === null && tally !== null
    this.#tell(
      before === null ? this.#snapshotted(state) : null,
      connection,
      ...changed.map((change) => ({ ...change, atMs })),
      isFirstTally ? { type: 'tally', before: null, after: tally, atMs } : null,
      !now.pushed || tally === null ? this.#standing.setTally('state', tallyOf(state)) : null,
    )
    this.#waiters.look(state, number)
  }

  #onFailure(error: VMixError): void {
    this.#lastError = error
    this.#tell(this.#standing.become({ connected: false, error: { code: error.code, message: error.message } }))
  }

  #onPushed(event: VMixTcpEvent): void {
    if (this.#closed) return
    if (event.kind === 'activator') {
      const { name, input, value } = event
      // Before there is a state, the read that is due tells more than this.
      if (this.#last !== null) this.#tell({ type: 'activator', name, input, value, atMs: this.#settings.clock.now() })
    } else {
      const news = this.#standing.setTally('vmix', event.inputs)
      if (this.#last !== null) this.#tell(news)
    }
    this.#want({ settle: true })
  }

  /** Up: what happened meanwhile was not told. Down: perhaps vMix is gone altogether. Both are found out by reading. */
  #onEventSocket(pushed: boolean): void {
    if (this.#closed || this.#standing.connection.pushed === pushed) return
    this.#schedule.pushed = pushed
    this.#tell(this.#standing.become({ pushed }))
    this.#want({ settle: false })
  }

  #want(options: { readonly settle: boolean }): void {
    this.#schedule.want(this.#settings.clock.monotonic(), options)
    this.#loop.wake()
  }

  #snapshotted(state: VMixState): VMixEvent {
    const { connected } = this.#standing.connection
    return { type: 'snapshotted', state, connected, atMs: this.#settings.clock.now() }
  }

  #tell(...events: readonly (VMixEvent | null)[]): void {
    this.#broadcast.tell(...events.filter((event) => event !== null))
  }

  #notShown(timeoutMs: number): Error {
    const error = this.#lastError
    if (error instanceof VMixConnectionError) {
      return new VMixConnectionError(error.code, error.message, { mayHaveBeenSent: false, cause: error })
    }
    const message = `What was waited for did not show in vMix's state within ${timeoutMs / 1000} s.`
    return new VMixAPIError('not_confirmed', message, { mayHaveBeenSent: true, cause: error ?? undefined })
  }
}
