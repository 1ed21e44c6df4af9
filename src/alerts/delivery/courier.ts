import { backoffDelay, type Clock } from '../../clock/index.ts'
import type { Notice } from '../rules/alert.ts'
import { DeliveryError } from './error.ts'
import type { DeliveryErrorCode } from './error.ts'
import { Mailbox } from './mailbox.ts'
import { mostTogether } from './send.ts'
import { textOf } from '../receivers/words.ts'

/** How one receiver is served. */
export interface ReceiverState {
  readonly name: string
  readonly type: string
  /** `unproven`: nothing was sent since the start. */
  readonly state: 'unproven' | 'working' | 'failing'
  /** Why it fails, and what to do; null: it does not. */
  readonly problem: string | null
  readonly waiting: number
  /** What was never delivered: too old, too many, or not taken. */
  readonly dropped: number
  /** ISO 8601; null: never since the start. */
  readonly lastDeliveredAt: string | null
}

/** What happened to notices on their way to one receiver. */
export interface DeliveryRecord {
  readonly outcome: 'delivered' | 'failing' | 'dropped'
  readonly receiver: string
  /** Their ids, and what they say. */
  readonly notices: readonly { readonly id: string; readonly title: string }[]
  readonly attempts: number
  readonly code: DeliveryErrorCode | 'too_old' | 'too_many' | null
  readonly message: string
}

export interface CourierOptions {
  readonly name: string
  readonly type: string
  readonly clock: Clock
  /** In [0, 1), for the jitter. */
  readonly random: () => number
  /** How long one try may take, ms. */
  readonly tryMs: number
  readonly retry: { readonly baseMs: number; readonly capMs: number }
  readonly send: (notices: readonly Notice[], signal: AbortSignal) => Promise<void>
  readonly record: (record: DeliveryRecord) => void
  /** What waits, or how it is served, has changed. */
  readonly changed: () => void
}

/** Serves one receiver, in order and one message at a time; one that is ill costs the others nothing. */
export class Courier {
  readonly #options: CourierOptions
  readonly #box: Mailbox
  #stopping = new AbortController()
  #running: Promise<void> | null = null
  #state: ReceiverState['state'] = 'unproven'
  #problem: string | null = null
  #lastDeliveredAt: string | null = null
  #attempts = 0
  /** The failure that is in the log already. */
  #recorded: string | null = null
  /** A message that is not taken is taken apart, so that one notice does not cost the others. */
  #together = mostTogether

  constructor(options: CourierOptions, waiting: readonly Notice[]) {
    this.#options = options
    this.#box = new Mailbox(waiting)
  }

  get waiting(): readonly Notice[] {
    return this.#box.waiting
  }

  get state(): ReceiverState {
    const { name, type } = this.#options
    const { waiting, dropped } = this.#box
    const seen = { state: this.#state, problem: this.#problem, lastDeliveredAt: this.#lastDeliveredAt }
    return { name, type, ...seen, waiting: waiting.length, dropped }
  }

  put(notice: Notice): void {
    const pushedOut = this.#box.put(notice)
    if (pushedOut !== null) this.#record('dropped', [pushedOut], 'too_many', 'Too many notices wait for it.')
  }

  /** Begins to send what waits, unless it is at it. */
  go(): void {
    if (this.#running !== null || this.#stopping.signal.aborted || this.#box.waiting.length === 0) return
    this.#running = this.#run().finally(() => {
      this.#running = null
      // Put in while the last was on its way out.
      this.go()
    })
  }

  /** Sends it now, past what waits, once. @throws {DeliveryError} */
  async sendOnce(notice: Notice): Promise<void> {
    try {
      await this.#try([notice])
    } catch (error) {
      const failure = errorOf(error)
      this.#state = 'failing'
      this.#problem = failure.message
      throw failure
    } finally {
      this.#options.changed()
    }
  }

  /** Ends what is under way; what waits is kept by whoever keeps it. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const old = this.#box.expire(clock.now())
      if (old.length > 0) this.#record('dropped', old, 'too_old', 'It could not be delivered for hours.')
      const notices = this.#box.waiting.slice(0, this.#together)
      if (notices.length === 0) return
      this.#attempts += 1
      const waitMs = await this.#attempt(notices)
      this.#options.changed()
      if (waitMs > 0) await clock.sleep(waitMs, signal, { background: true }).catch(() => undefined)
    }
  }

  /** @returns how long to wait before the next, ms */
  async #attempt(notices: readonly Notice[]): Promise<number> {
    try {
      await this.#try(notices)
    } catch (error) {
      if (this.#stopping.signal.aborted) return 0
      return this.#failed(notices, errorOf(error))
    }
    this.#box.done(notices)
    this.#record('delivered', notices, null, 'Delivered.')
    this.#attempts = 0
    this.#recorded = null
    if (this.#box.waiting.length === 0) this.#together = mostTogether
    return 0
  }

  async #try(notices: readonly Notice[]): Promise<void> {
    const { send, tryMs, clock } = this.#options
    // A signal that a timer ends, so that not even a receiver that answers a byte a second holds it.
    await send(notices, AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(tryMs)]))
    this.#state = 'working'
    this.#problem = null
    this.#lastDeliveredAt = new Date(clock.now()).toISOString()
  }

  #failed(notices: readonly Notice[], error: DeliveryError): number {
    const { retry, random } = this.#options
    this.#state = 'failing'
    this.#problem = error.message
    if (error.code === 'unfit') {
      if (notices.length > 1) {
        this.#together = 1
        return 0
      }
      this.#box.done(notices)
      this.#box.dropped += 1
      this.#record('dropped', notices, error.code, error.message)
      this.#attempts = 0
      return 0
    }
    // Each try would be a line in the log; what is new is when it begins to fail, and why.
    if (this.#recorded !== error.message) this.#record('failing', notices, error.code, error.message)
    this.#recorded = error.message
    return Math.max(error.retryAfterMs ?? 0, backoffDelay(this.#attempts, retry, random()))
  }

  #record(
    outcome: DeliveryRecord['outcome'],
    notices: readonly Notice[],
    code: DeliveryRecord['code'],
    message: string,
  ): void {
    const { name, record } = this.#options
    try {
      record({ outcome, receiver: name, notices: summaries(notices, name), attempts: this.#attempts, code, message })
    } catch {
      // Whoever cannot record it must not keep the others from being told.
    }
  }
}

/** What a record says of notices. */
export function summaries(notices: readonly Notice[], receiver: string): DeliveryRecord['notices'] {
  return notices.map((notice) => ({ id: notice.id, title: textOf(notice, receiver).title }))
}

function errorOf(error: unknown): DeliveryError {
  // What nobody expected is shown by its kind alone: its sentence could hold anything.
  return error instanceof DeliveryError
    ? error
    : new DeliveryError('unknown', 'It was not delivered, for a reason unknown.')
}
