import type { Clock } from '../clock/index.ts'
import { maxBatchEntries, maxBatchLength } from './batch.ts'
import { type Answer, type Batch, BatchWriter, type BatchWriterParts } from './batch-writer.ts'
import { asDiskError, WitnessError } from './errors.ts'
import type { GapAttempt, GapKeeper } from './gap-keeper.ts'
import { IsoTimes } from './iso-times.ts'
import type { Pending } from './pending.ts'
import { PendingQueue } from './pending-queue.ts'
import type { Reserve } from './reserve.ts'
import type { StoreTurn } from './store.ts'
import type { TornTail } from './tail.ts'

/** What the committer works with. */
export interface CommitterParts extends BatchWriterParts {
  readonly reserve: Reserve
  readonly gap: GapKeeper
  readonly clock: Clock
  readonly lockMs: number
}

/**
 * Writes what waits, all that came since the last write at once: one lock, one write, one sync for a batch ("group
 * commit"). Urgent entries go first, and alone may use the reserve.
 */
export class Committer {
  readonly queue: PendingQueue
  readonly #parts: CommitterParts
  readonly #writer: BatchWriter
  readonly #times = new IsoTimes()
  #running: Promise<void> | null = null
  #wanted = false
  #closing = false
  /** The last write took long. */
  #isSlow = false

  constructor(parts: CommitterParts) {
    this.#parts = parts
    this.#writer = new BatchWriter(parts)
    this.queue = new PendingQueue(parts.clock, parts.gap)
  }

  submit(pending: Pending): void {
    this.queue.push(pending)
    this.kick()
  }

  /** Asks for a batch, also when only a gap waits. */
  kick(): void {
    this.#wanted = true
    this.#running ??= this.#run()
  }

  /** One batch right now, at the opening: what fails is thrown. */
  async open(): Promise<void> {
    await this.#commit(null)
  }

  /** Settles when nothing waits and nothing is being written. */
  async idle(): Promise<void> {
    await this.#running
  }

  /** The same before a close: another process that keeps the log is waited for only shortly. */
  async drain(): Promise<void> {
    this.#closing = true
    await this.#running
  }

  /** Something torn was cut off: the next batch says so. */
  noteCut(cut: TornTail): void {
    this.#parts.own.noteCut(cut)
    this.kick()
  }

  async #run(): Promise<void> {
    try {
      while (this.#wanted || !this.queue.isEmpty) {
        this.#wanted = false
        await answeredHaveRun()
        await this.#commit(this.queue)
      }
    } catch (error) {
      this.queue.failAll(asDiskError(error, 'write', 'the show log'))
    } finally {
      this.#running = null
    }
  }

  async #commit(queue: PendingQueue | null): Promise<void> {
    const { store, lockMs } = this.#parts
    let turn: StoreTurn
    try {
      turn = await store.turn({ timeoutMs: this.#closing ? Math.min(lockMs, 250) : lockMs })
    } catch (error) {
      const why = asDiskError(error, 'write', 'the show log')
      queue?.failAll(why)
      if (queue === null) throw why
      return
    }
    using _turn = turn
    if (turn.recovered !== null) this.#parts.own.noteCut(turn.recovered)
    await this.#commitTurn(turn, queue)
  }

  /**
   * Several batches in one turn, as long as more waits. Whoever waits for a batch is answered when the next one is on its
   * way: what they do then, which is often to append again, and the disk's work are done at the same time.
   */
  async #commitTurn(turn: StoreTurn, queue: PendingQueue | null): Promise<void> {
    const { clock } = this.#parts
    const over = clock.monotonic() + turnMs
    let answer: Answer = nobody
    try {
      let more = true
      while (more) {
        answer = await this.#commitBatch(turn, queue, answer)
        if (queue?.isEmpty || this.#isSlow) {
          answer()
          answer = nobody
          await answeredHaveRun()
        }
        more = queue?.isEmpty === false && clock.monotonic() < over
      }
    } finally {
      answer()
    }
  }

  /** @param answerOthers answers those of the batch before */
  async #commitBatch(turn: StoreTurn, queue: PendingQueue | null, answerOthers: Answer): Promise<Answer> {
    const { gap, own, store } = this.#parts
    const ordinary = queue?.takeOrdinary(this.#share(queue, answerOthers), maxBatchLength) ?? []
    const urgent = queue?.takeUrgent() ?? []
    const first = own.items(store.identity)
    let attempt: GapAttempt | null = null
    let failure: WitnessError | null = null
    if (ordinary.length > 0 || first.length > 0 || !gap.isEmpty) {
      failure = await this.#reserveFailure()
      if (failure === null) attempt = gap.attempt()
    }
    if (failure === null) {
      const batch = { first: [...first, ...(attempt?.items ?? [])], waiting: [...urgent, ...ordinary] }
      const written = await this.#write(turn, batch, answerOthers)
      if (!(written instanceof WitnessError)) {
        attempt?.recorded()
        return written
      }
      failure = written
    }
    answerOthers()
    attempt?.failed()
    queue?.settleFailed(ordinary, failure)
    if (urgent.length > 0) await this.#commitUrgent(turn, queue, urgent)
    if (queue === null) throw failure
    return nobody
  }

  /** Stops alone: first as they are, then with the room that was kept for them. */
  async #commitUrgent(turn: StoreTurn, queue: PendingQueue | null, urgent: readonly Pending[]): Promise<void> {
    const { own, reserve, store } = this.#parts
    const write = (): Promise<WitnessError | Answer> =>
      this.#write(turn, { first: own.items(store.identity), waiting: urgent }, nobody)
    let written = await write()
    if (written instanceof WitnessError && written.code === 'disk_full') {
      try {
        await reserve.spend()
        written = await write()
      } catch (error) {
        written = asDiskError(error, 'free the reserve beside', 'the show log')
      }
    }
    if (written instanceof WitnessError) queue?.settleFailed(urgent, written)
    else written()
  }

  /**
   * How many ordinary ones come next. While others can be answered during the write, all that wait; otherwise of many only
   * half, so that the lines of the other half can be built then. On a slow disk always all: each sync then costs more than
   * the lines.
   */
  #share(queue: PendingQueue, answerOthers: Answer): number {
    const count = queue.ordinaryCount
    if (answerOthers !== nobody || count < manyWaiting || this.#isSlow) return maxBatchEntries
    return Math.min(maxBatchEntries, this.#writer.ahead || Math.ceil(count / 2))
  }

  async #write(
    turn: StoreTurn,
    what: Pick<Batch, 'first' | 'waiting'>,
    onWay: () => void,
  ): Promise<WitnessError | Answer> {
    const { queue } = this
    const next = async (): Promise<Omit<Batch, 'first'> | null> => {
      await answeredHaveRun()
      return queue.isUrgent ? null : { ...this.#now(), waiting: queue.nextOrdinary(maxBatchEntries, maxBatchLength) }
    }
    const { clock } = this.#parts
    const began = clock.monotonic()
    const written = await this.#writer.write(turn, { ...this.#now(), ...what }, { onWay, next })
    this.#isSlow = clock.monotonic() - began > slowDiskMs
    return written
  }

  #now(): Pick<Batch, 'atMs' | 'loggedAt'> {
    const atMs = this.#parts.clock.now()
    return { atMs, loggedAt: this.#times.of(atMs) }
  }

  async #reserveFailure(): Promise<WitnessError | null> {
    try {
      await this.#parts.reserve.ensure()
      return null
    } catch (error) {
      return asDiskError(error, 'keep the reserve beside', 'the show log')
    }
  }
}

/** So long one process writes batch after batch before it lets the others have the log, ms. */
const turnMs = 5
const manyWaiting = 64
/** From here on a write takes longer than the lines of two hundred entries, ms. */
const slowDiskMs = 1.5

/** Whoever was just answered may append again before this resolves, and so comes into the next batch. */
function answeredHaveRun(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

const nobody = (): void => {}
