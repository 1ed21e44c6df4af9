import type { Clock } from '../clock/index.ts'
import { type BatchItem, buildBatch, entriesOf, maxBatchEntries, maxBatchLength } from './batch.ts'
import type { LineContext } from './chain.ts'
import type { WitnessEntry } from './entry.ts'
import { asDiskError, WitnessError } from './errors.ts'
import type { GapAttempt, GapKeeper } from './gap-keeper.ts'
import { OwnEvents } from './own-events.ts'
import type { Pending } from './pending.ts'
import { PendingQueue } from './pending-queue.ts'
import type { Reserve } from './reserve.ts'
import type { StoreTurn, WitnessStore } from './store.ts'
import type { TornTail } from './tail.ts'

/** What the committer works with. */
export interface CommitterParts {
  readonly store: WitnessStore
  readonly reserve: Reserve
  readonly gap: GapKeeper
  readonly own: OwnEvents
  readonly clock: Clock
  readonly lockMs: number
  /** The process's name. */
  readonly writer: string
  /** Told that entries are on disk, and how many there are now in all. */
  readonly onWritten: (size: number) => void
}

/**
 * Writes what waits, all that came since the last write at once: one lock, one write, one sync for a batch ("group
 * commit"). Urgent entries go first, and alone may use the reserve.
 */
export class Committer {
  readonly queue: PendingQueue
  readonly #parts: CommitterParts
  #running: Promise<void> | null = null
  #wanted = false
  #closing = false

  constructor(parts: CommitterParts) {
    this.#parts = parts
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
    let answer = nobody
    try {
      let more = true
      while (more) {
        answer = await this.#commitBatch(turn, queue, new Date(clock.now()).toISOString(), answer)
        if (queue?.isEmpty) {
          answer()
          await answeredHaveRun()
        }
        more = queue?.isEmpty === false && clock.monotonic() < over
      }
    } finally {
      answer()
    }
  }

  /** @param answerOthers answers those of the batch before */
  async #commitBatch(
    turn: StoreTurn,
    queue: PendingQueue | null,
    loggedAt: string,
    answerOthers: () => void,
  ): Promise<() => void> {
    const { gap, own, store } = this.#parts
    const ordinary = queue?.takeOrdinary(maxBatchEntries, maxBatchLength) ?? []
    const urgent = queue?.takeUrgent() ?? []
    const first = own.items(store.identity)
    let attempt: GapAttempt | null = null
    let failure: WitnessError | null = null
    if (ordinary.length > 0 || first.length > 0 || !gap.isEmpty) {
      failure = await this.#reserveFailure()
      if (failure === null) attempt = gap.attempt()
    }
    if (failure === null) {
      const waiting = [...urgent, ...ordinary]
      const batch = { loggedAt, first: [...first, ...(attempt?.items ?? [])], waiting }
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
    if (urgent.length > 0) await this.#commitUrgent(turn, queue, urgent, loggedAt)
    if (queue === null) throw failure
    return nobody
  }

  /** Stops alone: first as they are, then with the room that was kept for them. */
  async #commitUrgent(
    turn: StoreTurn,
    queue: PendingQueue | null,
    urgent: readonly Pending[],
    loggedAt: string,
  ): Promise<void> {
    const { own, reserve, store } = this.#parts
    const write = (): Promise<WitnessError | (() => void)> =>
      this.#write(turn, { loggedAt, first: own.items(store.identity), waiting: urgent }, nobody)
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
   * Writes these events of our own, then what is waited for. Gives what answers those who wait, to be called now that all
   * is on disk; or why it is not.
   *
   * @param onWay called when the write has been asked for
   */
  async #write(turn: StoreTurn, batch: Batch, onWay: () => void): Promise<WitnessError | (() => void)> {
    const { first, waiting, loggedAt } = batch
    const items = [...first, ...waiting.map(({ event }) => ({ event, late: false }))]
    if (items.length === 0) return nobody
    const { own, writer, store } = this.#parts
    const context: LineContext = { logId: own.logId(store.identity), writer, loggedAt }
    const options = { mayBlock: !waiting.some(({ urgent }) => urgent), onCut: (cut: TornTail) => own.noteCut(cut) }
    let head = store.head
    let entries: WitnessEntry[]
    try {
      for (;;) {
        const lines = buildBatch(head, items, context)
        const appending = turn.append(head, lines, options)
        onWay()
        // The disk is at work now, so this costs no time.
        entries = entriesOf(lines.slice(first.length), waiting)
        const answer = await appending
        if (!('conflict' in answer)) break
        if (answer.conflict.hash === head.hash) throw unread()
        head = answer.conflict
      }
    } catch (error) {
      return asDiskError(error, 'write', 'the show log')
    }
    own.recorded(first)
    this.#parts.onWritten(store.head.size)
    return () => {
      for (const [index, pending] of waiting.entries()) {
        const entry = entries[index]
        if (entry !== undefined) pending.resolve(entry)
      }
    }
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

/** What goes into one write. */
interface Batch {
  readonly loggedAt: string
  readonly first: readonly BatchItem[]
  readonly waiting: readonly Pending[]
}

/** So long one process writes batch after batch before it lets the others have the log, ms. */
const turnMs = 5

/** Whoever was just answered may append again before this resolves, and so comes into the next batch. */
function answeredHaveRun(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

const nobody = (): void => {}

function unread(): WitnessError {
  return new WitnessError('disk_error', 'The end of the show log could not be read after a failed write. Try again.')
}
