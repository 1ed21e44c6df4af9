import type { Clock } from '../clock/index.ts'
import type { ActiveFaults } from './faults.ts'
import { type CallOutcome, callFunction } from './functions/index.ts'
import type { RequestLog } from './request-log.ts'
import { renderState, writeLive } from './show/index.ts'
import type { Stage } from './stage.ts'

/** What a port is to answer. `drop`: break the connection instead. */
export type Answer =
  | { readonly kind: 'state'; readonly xml: string }
  | { readonly kind: 'call'; readonly outcome: CallOutcome }
  | { readonly kind: 'drop' }

/** What both ports have in common: requests are logged, faults take effect, functions are called. */
export class Front {
  readonly #stage: Stage
  readonly #faults: ActiveFaults
  readonly #log: RequestLog
  readonly #clock: Clock

  constructor(stage: Stage, faults: ActiveFaults, log: RequestLog, clock: Clock) {
    this.#stage = stage
    this.#faults = faults
    this.#log = log
    this.#clock = clock
  }

  get version(): string {
    return this.#stage.show.version
  }

  /** @param signal ends the waiting of the fault `slow` */
  async state(protocol: 'http' | 'tcp', signal: AbortSignal): Promise<Answer> {
    this.#log.add({ atMs: this.#clock.now(), protocol, function: null, outcome: 'state' })
    await this.#slow(signal)
    if (this.#faults.has('drop')) return { kind: 'drop' }
    this.#stage.motion.advance()
    writeLive(this.#stage.show, this.#stage.streams, this.#stage.recorder)
    return { kind: 'state', xml: renderState(this.#stage.show) }
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
    if (this.#faults.has('drop')) return { kind: 'drop' }
    return { kind: 'call', outcome }
  }

  other(protocol: 'http' | 'tcp'): void {
    this.#log.add({ atMs: this.#clock.now(), protocol, function: null, outcome: 'other' })
  }

  #carryOut(
    name: string,
    entries: readonly (readonly [string, string])[],
  ): [CallOutcome, CallOutcome['kind'] | 'ignored' | 'dropped'] {
    if (this.#faults.has('error-500')) return [{ kind: 'refused', why: 'Error' }, 'refused']
    if (this.#faults.text('drop') === 'before') return [{ kind: 'done' }, 'dropped']
    if (this.#faults.has('ignore-commands')) return [{ kind: 'done' }, 'ignored']
    const outcome = callFunction(this.#stage, name, entries)
    return [outcome, outcome.kind]
  }

  async #slow(signal: AbortSignal): Promise<void> {
    const delay = this.#faults.number('slow')
    if (delay !== null && delay > 0) await this.#clock.sleep(delay, signal).catch(() => undefined)
  }
}
