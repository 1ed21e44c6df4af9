import type { WitnessEvent } from '../../witness/index.ts'
import type { LogHealth } from './log-health.ts'

export interface RecordQueueOptions {
  readonly append: (event: WitnessEvent) => Promise<void>
  readonly health: LogHealth
  /** So many may wait; one more is dropped, and counted. */
  readonly maxWaiting: number
  readonly now: () => number
}

/** So many are written together. */
const batch = 200

/** What is recorded behind: entries wait here for the disk, nobody waits for them. What finds no place is counted. */
export class RecordQueue {
  readonly #options: RecordQueueOptions
  #waiting: WitnessEvent[] = []
  #dropped = 0
  #droppedSince = 0
  #running: Promise<void> | null = null

  constructor(options: RecordQueueOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#waiting.length
  }

  add(event: WitnessEvent): void {
    const { maxWaiting, health, now } = this.#options
    if (this.#waiting.length >= maxWaiting) {
      if (this.#dropped === 0) this.#droppedSince = now()
      this.#dropped++
      health.dropped()
      return
    }
    this.#waiting.push(event)
    this.#running ??= this.#drain()
  }

  /** Resolves when all that waits has been written, or could not be. */
  async drained(): Promise<void> {
    await this.#running
  }

  async #drain(): Promise<void> {
    // One turn later, so that what comes in the same moment is written together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
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
