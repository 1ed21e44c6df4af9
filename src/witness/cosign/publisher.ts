import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../clock/index.ts'
import type { WitnessEvent } from '../entry.ts'
import { KernelLock, LockError, type ReleaseLock } from '../lock.ts'
import { type CheckpointReceivers, checkReceivers, readCosignersFile } from './cosigners-file.ts'
import { FolderReceiver } from './folder-receiver.ts'
import type { Receiver } from './receiver.ts'
import { isNewDispute, recordDisputes } from './disputes.ts'
import { describe, type Retry, sendRound } from './round.ts'
import { readSentRecord, type ReceiverState, type SentRecord, writeSentRecord } from './sent-record.ts'
import { WebhookReceiver } from './webhook-receiver.ts'
import { WitnessReceiver } from './witness-receiver.ts'

/** Who gets a log's checkpoints, and how long that may take. */
export interface PublishOptions {
  /** Who they are, or the path of a `cosigners.json`, which is read anew each time. */
  readonly to: CheckpointReceivers | string
  /** Not more often than this, however fast the log grows; 5,000 ms. */
  readonly leastMs?: number | undefined
  /** How long one answer may take; 5,000 ms. */
  readonly timeoutMs?: number | undefined
  /** How long the last round, at the close, may take; 1,000 ms. */
  readonly closeMs?: number | undefined
  /** How old a witness's cosignature may get before the witness is asked again, though the log has not grown; 30,000 ms. */
  readonly freshMs?: number | undefined
  /** How long a receiver that failed is left alone: 10,000 ms the first time, then longer, at most 600,000 ms. */
  readonly retry?: Retry | undefined
}

/** How it stands with those who get the checkpoints, as of the last round. */
export interface PublishStatus {
  readonly receivers: readonly ReceiverState[]
  /** Rounds of this process. */
  readonly rounds: number
  /** Rounds that could not be made at all (the list of receivers, our own disk), and why the last one; null when it could. */
  readonly failures: number
  readonly failure: { readonly code: string; readonly message: string } | null
}

/** What the publisher needs of the log. */
export interface PublishedLog {
  readonly folder: string
  /** Records an event in it. */
  record(event: WitnessEvent): Promise<void>
}

const defaults = {
  leastMs: 5000,
  timeoutMs: 5000,
  closeMs: 1000,
  freshMs: 30_000,
  retry: { baseMs: 10_000, capMs: 600_000 },
}

/**
 * Hands the newest checkpoint of a log on, beside everything else: nobody waits for it but the close, and that not for long.
 * The processes that share a log take turns.
 */
export class CheckpointPublisher {
  readonly #log: PublishedLog
  readonly #options: PublishOptions & typeof defaults
  readonly #clock: Clock
  readonly #sizes = new Map<string, number>()
  readonly #end = new AbortController()
  /** Ends the pause between two rounds. */
  readonly #hurry = new AbortController()
  #running: Promise<void> | null = null
  #isWanted = false
  #status: PublishStatus = { receivers: [], rounds: 0, failures: 0, failure: null }

  constructor(log: PublishedLog, options: PublishOptions, clock: Clock) {
    const { leastMs, timeoutMs, closeMs, freshMs, retry } = options
    this.#log = log
    this.#options = {
      to: options.to,
      leastMs: leastMs ?? defaults.leastMs,
      timeoutMs: timeoutMs ?? defaults.timeoutMs,
      closeMs: closeMs ?? defaults.closeMs,
      freshMs: freshMs ?? defaults.freshMs,
      retry: retry ?? defaults.retry,
    }
    this.#clock = clock
  }

  get status(): PublishStatus {
    return this.#status
  }

  /** The log is open. What an earlier process found when it closed is recorded now. */
  start(): void {
    this.#running ??= this.#run((signal) => this.#recordLeft(signal))
  }

  /** There is a new checkpoint, or the last one was confirmed. Returns at once. */
  kick(): void {
    if (this.#end.signal.aborted) return
    this.#isWanted = true
    this.#running ??= this.#run()
  }

  /**
   * One round now, for whoever asked for it and waits; also for those whose turn after a failure has not come yet.
   *
   * @throws {CosignError} `bad_config`; LockError while another process is at it
   */
  async once(signal: AbortSignal): Promise<PublishStatus> {
    await this.#round(AbortSignal.any([signal, this.#end.signal]), true)
    return this.#status
  }

  /** Lets the last round end, for `closeMs` at most. */
  async close(): Promise<void> {
    this.#hurry.abort()
    const running = this.#running
    if (running === null) {
      this.#end.abort()
      return
    }
    const over = new AbortController()
    const limit = this.#clock.sleep(this.#options.closeMs, over.signal).catch(() => undefined)
    await Promise.race([running, limit])
    over.abort()
    this.#end.abort()
  }

  async #run(first?: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#end
    if (first !== undefined) await this.#try(first)
    while (this.#isWanted && !signal.aborted) {
      this.#isWanted = false
      await this.#try((signal) => this.#round(signal, false))
      await this.#clock
        .sleep(this.#options.leastMs, AbortSignal.any([signal, this.#hurry.signal]), { background: true })
        .catch(() => undefined)
    }
    this.#running = null
  }

  async #try(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#end
    try {
      await work(signal)
    } catch (error) {
      // Where the lock is held another process hands it on now.
      const isElsewhere = error instanceof LockError && error.code === 'locked'
      if (!signal.aborted && !isElsewhere) this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    this.#status = { ...this.#status, failures: this.#status.failures + 1, failure: describe(error) }
  }

  async #round(signal: AbortSignal, force: boolean): Promise<void> {
    const { timeoutMs, retry } = this.#options
    const { folder } = this.#log
    const receivers = await this.#receivers()
    if (receivers.length === 0) {
      this.#status = { ...this.#status, receivers: [], failure: null }
      return
    }
    using _turn = await this.#turn(signal, force ? 4 * timeoutMs : 250)
    const before = await readSentRecord(folder)
    const sent = await sendRound({ folder, receivers, before, clock: this.#clock, signal, timeoutMs, force, retry })
    const record = await this.#keep(sent, before)
    this.#status = {
      receivers: Object.values(record),
      rounds: this.#status.rounds + 1,
      failures: this.#status.failures,
      failure: null,
    }
  }

  /** What was found when the log was closed already. */
  async #recordLeft(signal: AbortSignal): Promise<void> {
    const { folder } = this.#log
    if (!Object.values(await readSentRecord(folder)).some(isNewDispute)) return
    using _turn = await this.#turn(signal, 250)
    const before = await readSentRecord(folder)
    await this.#keep(before, before)
  }

  /** Records what is in dispute, then how it stands. */
  async #keep(record: SentRecord, before: SentRecord): Promise<SentRecord> {
    const kept = await recordDisputes(record, (event) => this.#log.record(event))
    if (!isDeepStrictEqual(kept, before)) await writeSentRecord(this.#log.folder, kept)
    return kept
  }

  /** The processes that share a log take turns. */
  #turn(signal: AbortSignal, timeoutMs: number): Promise<ReleaseLock> {
    return new KernelLock(join(this.#log.folder, 'publish')).acquire({ clock: this.#clock, signal, timeoutMs })
  }

  async #receivers(): Promise<readonly Receiver[]> {
    const { to, freshMs } = this.#options
    const listed = typeof to === 'string' ? await readCosignersFile(to) : checkReceivers(to, 'The list of receivers')
    return [
      ...(listed.witnesses ?? []).map((witness) => new WitnessReceiver(witness, this.#sizes, freshMs)),
      ...(listed.folders ?? []).map((folder) => new FolderReceiver(folder)),
      ...(listed.webhooks ?? []).map((url, index) => new WebhookReceiver(url, index)),
    ]
  }
}

/** How it stood with a log's receivers when any process last handed its checkpoint on. */
export async function readReceivers(folder: string): Promise<readonly ReceiverState[]> {
  return Object.values(await readSentRecord(folder))
}

/**
 * Hands a log's newest checkpoint on now, and waits; also to those whose turn after a failure has not come yet. What is in
 * dispute is recorded by the next process that opens the log.
 *
 * @param options `folder` of the log; `to` as in {@link PublishOptions}
 * @throws {CosignError} `bad_config`; LockError while another process is at it; the signal's reason
 */
export async function publishNow(options: {
  readonly folder: string
  readonly to: PublishOptions['to']
  readonly clock: Clock
  readonly signal: AbortSignal
}): Promise<readonly ReceiverState[]> {
  const { folder, to, clock, signal } = options
  const record = () => Promise.reject(new Error('The log is not open.'))
  const { receivers } = await new CheckpointPublisher({ folder, record }, { to }, clock).once(signal)
  // Called off in between, it does not say of everyone how it stands.
  signal.throwIfAborted()
  return receivers
}
