import type { Clock } from '../../clock/index.ts'
import type { LoggedCall } from '../../controller/index.ts'
import type { VMixState } from '../../vmix/index.ts'
import type { AskedCall } from '../call/call.ts'
import { expectedOf } from '../call/expected.ts'
import type { KnownShow } from '../upstream/known-show.ts'
import { Confirmations } from './confirmations.ts'
import { type Outcome, type Recorder, resultOf } from './recorder.ts'

/** A start or a stop, as its entries tell of it. */
export interface Switching {
  readonly logged: LoggedCall
  /** The show before it, where that is known. */
  readonly before: VMixState | null
  /** Settles when the intent is on disk, or will not be. Never rejects. */
  readonly intended: Promise<unknown>
}

/**
 * Writes down how starts and stops ended, and what vMix's state shows of it afterwards, while their clients have their
 * answers. Of each the order is kept: intent, outcome, confirmation.
 */
export class Conclusions {
  readonly #recorder: Recorder
  readonly #confirmations: Confirmations
  readonly #running = new Set<Promise<void>>()
  /** Those that wait for their intent. */
  readonly #waiting = new Set<() => void>()
  #ending = false

  constructor(options: { readonly recorder: Recorder; readonly show: KnownShow; readonly clock: Clock }) {
    this.#recorder = options.recorder
    this.#confirmations = new Confirmations(options)
  }

  /** @param confirm the call whose effect the state should show; null where it had none */
  add(of: Switching, outcome: Outcome, confirm: AskedCall | null): void {
    const running = this.#record(of, outcome, confirm)
    this.#running.add(running)
    void running.catch(() => undefined).finally(() => this.#running.delete(running))
  }

  /** Waits for the outcomes that are being recorded, but for no intent any more. What is to be confirmed ends with the show. */
  async close(): Promise<void> {
    this.#ending = true
    for (const goOn of this.#waiting) goOn()
    await Promise.allSettled(this.#running)
  }

  async #record(of: Switching, outcome: Outcome, confirm: AskedCall | null): Promise<void> {
    const expected = confirm === null ? null : expectedOf(confirm, of.before)
    const confirmed = expected === null ? null : this.#confirmations.begin(expected, of.before)
    await this.#intended(of)
    const eventType = outcome.ok ? 'function_called' : 'function_call_failed'
    await this.#recorder.conclude({ ...of.logged, eventType, result: resultOf(outcome) }).catch(() => undefined)
    if (confirmed !== null) await this.#confirmations.record(of.logged, confirmed)
  }

  async #intended({ intended }: Switching): Promise<void> {
    if (this.#ending) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.add(resolve)
    void intended.then(() => resolve())
    await promise
    this.#waiting.delete(resolve)
  }
}
