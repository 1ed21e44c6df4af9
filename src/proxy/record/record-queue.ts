import type { Clock } from '../../clock/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import type { LogHealth } from './log-health.ts'

export interface RecordQueueOptions {
  readonly append: (event: WitnessEvent) => Promise<void>
  readonly health: LogHealth
  /** So many may wait; one more is dropped, and counted. */
  readonly maxWaiting: number
  readonly clock: Clock
}

/** So many are written together: few enough that no call waits noticeably while they are made ready. */
const batch = 32
/** So long entries are gathered, ms, unless as many as are written together wait already. */
const gatherMs = 25

/** What is recorded behind: entries wait here for the disk, nobody waits for them. What finds no place is counted. */
export class RecordQueue {
  readonly #options: RecordQueueOptions
  #waiting: WitnessEvent[] = []
  #dropped = 0
  #droppedSince = 0
  #running: Promise<void> | null = null
  readonly #closing = new AbortController()

  constructor(options: RecordQueueOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#waiting.length
  }

  add(event: WitnessEvent): void {
    const { maxWaiting, health, clock } = this.#options
    if (this.#waiting.length >= maxWaiting) {
      if (this.#dropped === 0) this.#droppedSince = clock.now()
      this.#dropped++
      health.dropped()
      return
    }
    this.#waiting.push(event)
    this.#running ??= this.#drain()
  }

  /** Gathers no more. Resolves when all that waits has been written, or could not be. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #drain(): Promise<void> {
    const { clock } = this.#options
    while (this.#waiting.length > 0) {
      // A moment later: answers go out first, and what comes within it is written together.
      if (this.#waiting.length < batch && !this.#closing.signal.aborted)
        await clock.sleep(gatherMs, this.#closing.signal).catch(() => undefined)
      await Promise.allSettled(this.#waiting.splice(0, batch).map((event) => this.#write(event)))
      await this.#tellLost()
    }
    this.#running = null
  }

  /** The log itself counts what it was given and could not write (`witness_gap`); this is what it was never given. */
  async #tellLost(): Promise<void> {
    const dropped = this.#dropped
    if (dropped === 0) return
    const told = await this.#write(this.#lostEvent()).then(
      () => true,
      () => false,
    )
    if (told) this.#dropped -= dropped
  }

  async #write(event: WitnessEvent): Promise<void> {
    await this.#options.health.watch(
      () => this.#options.append(event),
      () => true,
    )
  }

  #lostEvent(): WitnessEvent {
    return {
      eventType: 'calls_lost',
      params: { lost: this.#dropped, since: new Date(this.#droppedSince).toISOString() },
      result: {
        message: `${this.#dropped} entries found no place to wait while the disk was slow. vMix got their calls.`,
      },
    }
  }
}
