import type { Clock } from '../clock/index.ts'
import { type BatchItem, buildBatch, maxBatchEntries, maxBatchLength } from './batch.ts'
import { type BuiltLine, type LineContext } from './chain.ts'
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
  /** The process's name in canonical form. */
  readonly writer: string
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
        // Whoever was just answered may append again before this goes on, and so comes into the same batch.
        await new Promise<void>((resolve) => process.nextTick(resolve))
        await this.#commit(this.queue)
      }
    } catch (error) {
      this.queue.failAll(asDiskError(error, 'write', 'the show log'))
    } finally {
      this.#running = null
    }
  }

  async #commit(queue: PendingQueue | null): Promise<void> {
    const { store, lockMs, clock } = this.#parts
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
    const loggedAt = new Date(clock.now()).toISOString()
    await this.#commitTurn(turn, queue, loggedAt)
  }

  async #commitTurn(turn: StoreTurn, queue: PendingQueue | null, loggedAt: string): Promise<void> {
    const { gap, own } = this.#parts
    let ordinary = queue?.takeOrdinary(maxBatchEntries, maxBatchLength) ?? []
    const urgent = queue?.takeUrgent() ?? []
    const batch = own.items(turn.identity)
    let attempt: GapAttempt | null = null
    let failure: WitnessError | null = null
    if (ordinary.length > 0 || turn.identity === null || batch.length > 0 || !gap.isEmpty) {
      failure = await this.#reserveFailure()
      if (failure === null) attempt = gap.attempt()
    }
    if (failure === null) {
      failure = await this.#write(turn, loggedAt, [...batch, ...(attempt?.items ?? [])], [...urgent, ...ordinary])
    }
    if (failure === null) {
      attempt?.recorded()
      return
    }
    attempt?.failed()
    queue?.settleFailed(ordinary, failure)
    ordinary = []
    if (urgent.length > 0) await this.#commitUrgent(turn, queue, urgent, loggedAt)
    if (queue === null) throw failure
  }

  /** Stops alone: first as they are, then with the room that was kept for them. */
  async #commitUrgent(
    turn: StoreTurn,
    queue: PendingQueue | null,
    urgent: readonly Pending[],
    loggedAt: string,
  ): Promise<void> {
    const { own, reserve } = this.#parts
    let failure = await this.#write(turn, loggedAt, own.items(turn.identity), urgent)
    if (failure?.code === 'disk_full') {
      try {
        await reserve.spend()
        failure = await this.#write(turn, loggedAt, own.items(turn.identity), urgent)
      } catch (error) {
        failure = asDiskError(error, 'free the reserve beside', 'the show log')
      }
    }
    if (failure !== null) queue?.settleFailed(urgent, failure)
  }

  /** Writes these events of our own, then what is waited for; settles the latter only when all is on disk. */
  async #write(
    turn: StoreTurn,
    loggedAt: string,
    first: readonly BatchItem[],
    waiting: readonly Pending[],
  ): Promise<WitnessError | null> {
    const items = [...first, ...waiting.map(({ event }) => ({ event, late: false }))]
    if (items.length === 0) return null
    const { own, writer } = this.#parts
    const context: LineContext = { logId: own.logId(turn.identity), writer, loggedAt }
    const mayBlock = !waiting.some(({ urgent }) => urgent)
    let head = this.#parts.store.head
    let lines: BuiltLine[]
    try {
      for (;;) {
        lines = buildBatch(head, items, context)
        const answer = await turn.append(head, lines, { mayBlock, onCut: (cut) => own.noteCut(cut) })
        if (!('conflict' in answer)) break
        if (answer.conflict.hash === head.hash)
          throw new WitnessError('disk_error', 'The show log must be read again first. Try again.')
        head = answer.conflict
      }
    } catch (error) {
      return asDiskError(error, 'write', 'the show log')
    }
    own.recorded(first)
    for (const [index, pending] of waiting.entries()) {
      const line = lines[first.length + index]
      if (line !== undefined) pending.resolve(line)
    }
    return null
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
