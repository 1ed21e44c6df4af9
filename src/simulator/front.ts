import type { Clock } from '../clock/index.ts'
import { activatorReply } from './events/snapshot.ts'
import { tallyOf } from './events/tally.ts'
import type { ActiveFaults } from './faults.ts'
import { type CallOutcome, callFunction } from './functions/index.ts'
import type { RequestLog } from './request-log.ts'
import type { RunningShow, Subscriber } from './running-show.ts'
import { renderState } from './show/index.ts'

/** What a port is to answer. `drop`: break the connection instead. */
export type Answer =
  | { readonly kind: 'state'; readonly xml: string }
  | { readonly kind: 'call'; readonly outcome: CallOutcome }
  | { readonly kind: 'drop' }

/** What both ports have in common: requests are logged, faults take effect, functions are called. */
export class Front {
  readonly faults: ActiveFaults
  readonly #show: RunningShow
  readonly #log: RequestLog
  readonly #clock: Clock

  constructor(show: RunningShow, faults: ActiveFaults, log: RequestLog, clock: Clock) {
    this.#show = show
    this.faults = faults
    this.#log = log
    this.#clock = clock
  }

  get version(): string {
    return this.#show.stage.show.version
  }

  /** @param signal ends the waiting of the fault `slow` */
  async state(protocol: 'http' | 'tcp', signal: AbortSignal): Promise<Answer> {
    this.#log.add({ atMs: this.#clock.now(), protocol, function: null, outcome: 'state' })
    await this.#slow(signal)
    if (this.faults.has('drop')) return { kind: 'drop' }
    return { kind: 'state', xml: renderState(this.#show.stage.show) }
  }

  async call(
    protocol: 'http' | 'tcp',
    name: string,
    entries: readonly (readonly [string, string])[],
    signal: AbortSignal,
  ): Promise<Answer> {
    const [outcome, logged] = this.#carryOut(name, entries)
    this.#log.add({ atMs: this.#clock.now(), protocol, function: name, outcome: logged }, entries)
    await this.#slow(signal)
    if (this.faults.has('drop')) return { kind: 'drop' }
    return { kind: 'call', outcome }
  }

  tally(): string {
    return tallyOf(this.#show.stage)
  }

  /** The reply to `ACTS name input`. */
  activator(name: string, input: string): string {
    return activatorReply(this.#show.stage, name, input)
  }

  subscribe(subscriber: Subscriber): void {
    this.#show.subscribe(subscriber)
  }

  unsubscribe(subscriber: Subscriber): void {
    this.#show.unsubscribe(subscriber)
  }

  other(protocol: 'http' | 'tcp'): void {
    this.#log.add({ atMs: this.#clock.now(), protocol, function: null, outcome: 'other' })
  }

  #carryOut(
    name: string,
    entries: readonly (readonly [string, string])[],
  ): [CallOutcome, CallOutcome['kind'] | 'ignored' | 'dropped'] {
    if (this.faults.has('error-500')) return [{ kind: 'refused', why: 'Error' }, 'refused']
    if (this.faults.text('drop') === 'before') return [{ kind: 'done' }, 'dropped']
    if (this.faults.has('ignore-commands')) return [{ kind: 'done' }, 'ignored']
    const outcome = this.#show.change((stage) => callFunction(stage, name, entries))
    return [outcome, outcome.kind]
  }

  async #slow(signal: AbortSignal): Promise<void> {
    const delay = this.faults.number('slow')
    if (delay !== null && delay > 0) await this.#clock.sleep(delay, signal).catch(() => undefined)
  }
}
