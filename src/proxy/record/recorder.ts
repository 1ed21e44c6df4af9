import type { Clock } from '../../clock/index.ts'
import { type LoggedCall, type LoggedOutcome, type OperationLog, recordedCall } from '../../controller/index.ts'
import type { JsonObject } from '../../witness/index.ts'
import type { AskedCall } from '../call/call.ts'
import { actorOf, type Client } from '../call/client.ts'
import type { Refusal } from '../call/refusal.ts'
import { Bursts } from './bursts.ts'
import { LogHealth, type LogHealthReport } from './log-health.ts'
import { RecordQueue } from './record-queue.ts'

export interface RecorderOptions {
  readonly log: OperationLog
  readonly clock: Clock
  /** Calls on one control within so long become one entry, ms. */
  readonly burstMs: number
  /** So many entries may wait for the disk. */
  readonly maxWaiting: number
  /** So long a start waits for its intent to be on disk, ms. */
  readonly intentMs: number
}

/** How vMix answered, as the log holds it. */
export type Outcome =
  | { readonly ok: boolean; readonly reply: string }
  | { readonly ok: false; readonly error: string; readonly message: string; readonly sent: boolean }

/** The intent of a start on its way to the disk; neither of the two ever rejects. */
export interface WrittenIntent {
  /** Null when it is on disk, else why not. Waits no longer than a start may: on a disk that hangs already, not at all. */
  readonly inTime: Promise<string | null>
  /** The same, when it is certain. */
  readonly written: Promise<string | null>
}

export interface RecorderReport extends LogHealthReport {
  readonly waiting: number
}

/** Writes down what goes through the proxy. Nothing here holds up a call, but the intent of a start. */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #health: LogHealth
  readonly #queue: RecordQueue
  readonly #bursts: Bursts
  readonly #closing = new AbortController()
  #looking: Promise<void> | null = null

  constructor(options: RecorderOptions) {
    const { log, clock, burstMs, maxWaiting } = options
    this.#options = options
    this.#health = new LogHealth(clock)
    this.#queue = new RecordQueue({
      append: (event) => log.append(event),
      health: this.#health,
      maxWaiting,
      clock,
    })
    this.#bursts = new Bursts({ windowMs: burstMs, maxOpen: 1000, emit: (event) => this.#queue.add(event) })
  }

  report(): RecorderReport {
    return { ...this.#health.report(), waiting: this.#queue.waiting }
  }

  /** A call that starts and stops nothing, behind its answer. */
  behind(call: AskedCall, client: Client, outcome: Outcome): void {
    const params = recordedCall(call.name, call.params)
    const { Input, Mix, SelectedName, SelectedIndex } = call.params
    const control = [call.name, Input, Mix, SelectedName, SelectedIndex]
    this.#note({
      key: JSON.stringify([client.address, client.protocol, outcome.ok, ...control]),
      eventType: outcome.ok ? 'function_called' : 'function_call_failed',
      client,
      params,
      result: resultOf(outcome),
      call: typeof params['call'] === 'string' ? params['call'] : call.name,
    })
  }

  /** A page of vMix's web server that may have changed something. */
  page(path: string, client: Client, outcome: Outcome): void {
    const shown = path.slice(0, 200)
    this.#note({
      key: JSON.stringify(['page', client.address, outcome.ok, shown]),
      eventType: outcome.ok ? 'function_called' : 'function_call_failed',
      client,
      params: { path: shown },
      result: resultOf(outcome),
      call: shown,
    })
  }

  /** What was not let through. */
  refused(what: { readonly function: string } | { readonly path: string }, client: Client, refusal: Refusal): void {
    const { reason, message, rule } = refusal
    const name = 'function' in what ? what.function : what.path
    this.#note({
      key: JSON.stringify(['refused', client.address, client.protocol, reason, name.slice(0, 100)]),
      eventType: 'call_refused',
      client,
      params: 'function' in what ? { function: name.slice(0, 100) } : { path: name.slice(0, 200) },
      result: { success: false, error: reason, message, ...(rule === undefined ? {} : { rule }) },
      call: name.slice(0, 100),
    })
  }

  /** Anything else; at once into the queue. */
  event(
    eventType: string,
    about: { operationId?: string; actor?: string; params: JsonObject; result: JsonObject },
  ): void {
    const timestamp = new Date(this.#options.clock.now()).toISOString()
    this.#queue.add({ eventType, timestamp, ...about })
  }

  /** Writes the intent of a start. */
  intend(call: LoggedCall): WrittenIntent {
    const { hangs } = this.#health
    const written = this.#health
      .watch(
        () => this.#options.log.intend(call),
        () => true,
      )
      .then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
    return { written, inTime: hangs ? Promise.resolve(this.#health.report().why) : this.#inTime(written) }
  }

  async #inTime(written: Promise<string | null>): Promise<string | null> {
    const { clock, intentMs } = this.#options
    const over = new AbortController()
    const limit = clock.sleep(intentMs, over.signal).then(
      () => `The disk of the show log did not take the intent within ${intentMs} ms.`,
      () => null,
    )
    const result = await Promise.race([written, limit])
    over.abort(over)
    return result
  }

  /** The intent of a stop: nobody waits for it. */
  async intendUrgently(call: LoggedCall): Promise<void> {
    await this.#health.watch(() => this.#options.log.intendUrgently(call), Boolean)
  }

  async conclude(outcome: LoggedOutcome): Promise<void> {
    await this.#health.watch(() => this.#options.log.conclude(outcome), Boolean)
  }

  /** Writes what is open and waits for the disk, but not for one that hangs. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#bursts.end()
    await this.#looking
    const over = new AbortController()
    const limit = this.#options.clock.sleep(2000, over.signal).catch(() => undefined)
    await Promise.race([this.#queue.close(), limit])
    over.abort(over)
  }

  #note(happening: {
    readonly key: string
    readonly eventType: string
    readonly client: Client
    readonly params: JsonObject
    readonly result: JsonObject
    readonly call: string
  }): void {
    const { clock } = this.#options
    const { client, params, ...rest } = happening
    const from = { client: client.address, protocol: client.protocol }
    const atMs = clock.now()
    this.#bursts.add({ ...rest, actor: actorOf(client), params: { ...params, ...from }, atMs }, clock.monotonic())
    this.#looking ??= this.#look()
  }

  /** Sums up bursts as their windows end; while there are none, no timer runs. */
  async #look(): Promise<void> {
    const { clock, burstMs } = this.#options
    const { signal } = this.#closing
    while (this.#bursts.open > 0 && !signal.aborted) {
      await clock.sleep(Math.max(20, burstMs / 4), signal).catch(() => undefined)
      this.#bursts.look(clock.monotonic())
    }
    this.#looking = null
  }
}

export function resultOf(outcome: Outcome): JsonObject {
  if ('reply' in outcome) {
    const { ok, reply } = outcome
    return {
      success: ok,
      reply: reply.slice(0, 200),
      ...(ok ? { verification: 'accepted' } : { error: 'api_error', sent: true }),
    }
  }
  const { error, message, sent } = outcome
  return { success: false, error, message, sent }
}
