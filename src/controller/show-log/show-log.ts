import type { Clock } from '../../clock/index.ts'
import type { JsonObject, Witness, WitnessEntry, WitnessEvent, WitnessEventType } from '../../witness/index.ts'
import type { ShowLedger } from './ledger.ts'
import { LedgerReader } from './ledger-reader.ts'
import type { OperationKind } from './records.ts'
import { Unwritten } from './unwritten.ts'

/** How long an answer waits for the log, ms: somewhat longer than the log itself takes to give up. */
const urgentMs = 2000
/** Operations that switch something on: one without an outcome is said to be interrupted before the next one begins. */
const closedByTheNext: ReadonlySet<string> = new Set([
  'stream_start',
  'stream_test',
  'stream_resume',
  'recording_start',
  'srt_output_start',
])

/**
 * The show log as operations use it: the witness, opened when it is first needed (and anew after it could not be), and
 * the ledger of what it says so far.
 */
export class ShowLog implements AsyncDisposable {
  readonly #open: () => Promise<Witness>
  readonly #clock: Clock
  #witness: Promise<Witness> | null = null
  readonly #reader = new LedgerReader(undefined, (event) => this.#unwritten.seen(event))
  #reading: Promise<unknown> = Promise.resolve()
  readonly #unwritten = new Unwritten()
  /** Operations whose outcome the disk did not take in time: it is recorded late, and they were not interrupted. */
  readonly #late = new Set<string>()

  constructor(clock: Clock, open: () => Promise<Witness>) {
    this.#clock = clock
    this.#open = open
  }

  async witness(): Promise<Witness> {
    this.#witness ??= this.#open().catch((error: unknown) => {
      this.#witness = null
      throw error
    })
    return await this.#witness
  }

  /** What the log says up to now, entries of other processes included. */
  async ledger(): Promise<ShowLedger> {
    // One reading after the other, so that no entry is taken twice.
    const next = this.#reading
      .catch(() => undefined)
      .then(() => this.witness())
      .then((witness) => this.#reader.readOn(witness))
    this.#reading = next
    return await next
  }

  /** Why it cannot be read, or what is wrong with writing; null when all is well. Answers soon, also on a disk that hangs. */
  async problem(): Promise<string | null> {
    const over = new AbortController()
    const looked = this.ledger().then(
      async () =>
        (await this.witness()).isBehind ? 'The disk does not take the show log: entries are missing in it.' : null,
      (error: unknown) => `The show log cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    )
    const limit = this.#clock.sleep(urgentMs, over.signal).then(
      () => 'The show log does not answer: its disk hangs.',
      () => null,
    )
    const found = await Promise.race([looked, limit])
    over.abort()
    return found
  }

  /** Whether something that was done here is not in the log yet: what is seen meanwhile may be its effect. */
  get isBehind(): boolean {
    return this.#unwritten.isAny
  }

  /** Intent on disk, or an error: no intent, no start. @throws WitnessError */
  async intend(operation: Intent): Promise<void> {
    const witness = await this.witness()
    await witness.append(intent(operation))
  }

  /** The same for a stop, which does not wait for it. @returns whether it is on disk; never throws */
  async intendUrgently(operation: Intent): Promise<boolean> {
    return await this.#appendUrgently(intent(operation))
  }

  /** How an operation ended. What was done is done: it never throws. @returns whether it is on disk */
  async conclude(outcome: {
    operationId: string
    /** The log's own unless given. */
    actor?: string
    eventType: WitnessEventType
    params: JsonObject
    result: JsonObject
  }): Promise<boolean> {
    const witnessed = await this.#appendUrgently(outcome)
    if (!witnessed) this.#late.add(outcome.operationId)
    return witnessed
  }

  /**
   * What was refused before anything was sent. It is no stop, so it gets nothing of the reserve that the log keeps for
   * those: an operator who tries again and again must not use it up. @returns whether it is on disk; never throws
   */
  async refuse(outcome: {
    operationId: string
    /** The log's own unless given. */
    actor?: string
    eventType: WitnessEventType
    params: JsonObject
    result: JsonObject
  }): Promise<boolean> {
    try {
      const witness = await this.witness()
      await witness.append(outcome)
      return true
    } catch {
      // The log counts what it could not take, and says so when it can again.
      return false
    }
  }

  /**
   * Says of every earlier start on this channel that has no outcome that it was interrupted. The caller holds it, so none of
   * them can still be under way. Null: of vMix's own recorder, or with a number of SRT of its output.
   */
  async closeInterrupted(channel: number | null, output: number | null = null): Promise<void> {
    const { unfinished } = await this.ledger()
    const witness = await this.witness()
    for (const operation of unfinished) {
      const { kind, operationId } = operation
      const isStart = closedByTheNext.has(kind)
      const isIt = operation.channel === channel && operation.output === output
      if (!isStart || !isIt || this.#late.has(operationId)) continue
      await witness.append({
        eventType: 'operation_interrupted',
        operationId,
        params: {
          channel,
          ...(output === null ? {} : { output: 'srt', number: output }),
          interrupted_kind: kind,
          requested_at: operation.requestedAt,
        },
        result: {
          success: false,
          message: 'It has no outcome: whoever carried it out ended before it was known. What it did is unknown.',
        },
      })
    }
  }

  /** The first that the log has of an operation; null when it was never carried out. @throws WitnessError */
  async find(operationId: string): Promise<WitnessEntry['event'] | null> {
    const witness = await this.witness()
    for await (const { event } of witness.entries({ operationId })) return event
    return null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const witness = await this.#witness?.catch(() => null)
    await witness?.[Symbol.asyncDispose]()
  }

  async #appendUrgently(event: WitnessEvent): Promise<boolean> {
    const over = new AbortController()
    this.#unwritten.add(event)
    const written = this.witness()
      .then((witness) => witness.appendUrgent(event))
      .then(
        ({ witnessed }) => {
          // What is not on the disk in time gets there when that is back.
          if (witnessed) this.#unwritten.remove(event)
          return witnessed
        },
        () => {
          // The log cannot even be opened: the answer says that this is not in it.
          this.#unwritten.remove(event)
          return false
        },
      )
    // A disk that hangs would hold even the opening up; what is written after the limit is still written.
    const limit = this.#clock.sleep(urgentMs, over.signal).then(
      () => false,
      () => false,
    )
    const witnessed = await Promise.race([written, limit])
    over.abort()
    return witnessed
  }
}

interface Intent {
  readonly operationId: string
  /** Who asked; the log's own unless given. */
  readonly actor?: string
  readonly kind: OperationKind
  readonly params: JsonObject
}

function intent({ kind, params, ...who }: Intent): WitnessEvent {
  return { eventType: 'operation_requested', ...who, params: { kind, ...params } }
}
