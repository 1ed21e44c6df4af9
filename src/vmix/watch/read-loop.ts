import type { Clock } from '../../clock/index.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'
import { VMixError } from '../errors/vmix-error.ts'
import type { ReadSchedule } from './read-schedule.ts'
import type { StateRead } from './state-reader.ts'

export interface ReadLoopOptions {
  readonly clock: Clock
  readonly schedule: ReadSchedule
  readonly read: (signal: AbortSignal) => Promise<StateRead>
  /**
   * @param beganAt of the monotonic clock: what the state shows is not older
   * @param number of the read, counted from 1
   */
  readonly onRead: (read: StateRead, beganAt: number, number: number) => void
  readonly onFailure: (error: VMixError) => void
}

/** Reads the state whenever the schedule says so, one read at a time, until it is stopped. */
export class ReadLoop {
  readonly #options: ReadLoopOptions
  readonly #stopping = new AbortController()
  readonly #done: Promise<void>
  #sleep: AbortController | null = null
  #begun = 0

  constructor(options: ReadLoopOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  /** How many reads have begun. */
  get begun(): number {
    return this.#begun
  }

  /** The schedule has changed: what is slept through may be due now. */
  wake(): void {
    this.#sleep?.abort()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.wake()
    await this.#done
  }

  async #run(): Promise<void> {
    const { clock, schedule } = this.#options
    const { signal } = this.#stopping
    let failures = 0
    // What starts the loop is complete before its first turn.
    await Promise.resolve()
    while (!signal.aborted) {
      const waitMs = schedule.next() - clock.monotonic()
      if (waitMs > 0) {
        this.#sleep = new AbortController()
        await clock.sleep(waitMs, this.#sleep.signal).catch(() => undefined)
        this.#sleep = null
      } else {
        failures = (await this.#readOnce(failures)) ? 0 : failures + 1
      }
    }
  }

  async #readOnce(failures: number): Promise<boolean> {
    const { clock, schedule, read, onRead, onFailure } = this.#options
    const { signal } = this.#stopping
    const beganAt = clock.monotonic()
    const number = ++this.#begun
    schedule.begin(beganAt)
    try {
      const state = await read(signal)
      schedule.succeeded(clock.monotonic(), Math.random())
      if (!signal.aborted) onRead(state, beganAt, number)
      return true
    } catch (error) {
      const failure = error instanceof VMixError ? error : unexpected(error)
      const refused = failure instanceof VMixConnectionError && failure.code === 'refused'
      schedule.failed(clock.monotonic(), failures + 1, refused, Math.random())
      if (!signal.aborted) onFailure(failure)
      return false
    }
  }
}

/** A mistake, here or in what was given to read with: it is told as a failure, and a watcher of a show goes on. */
function unexpected(cause: unknown): VMixConnectionError {
  const name = cause instanceof Error ? cause.name : typeof cause
  return new VMixConnectionError('network', `The state could not be read (${name}).`, { mayHaveBeenSent: false, cause })
}
