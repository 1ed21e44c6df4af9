import type { Clock } from '../../../clock/index.ts'
import type { OutputStatus } from '../../control/messages.ts'
import { FailoverRule, type FailoverSettings, type RouteName } from './failover.ts'
import type { Patience } from './retry.ts'
import { Route } from './route.ts'
import type { LinkFailure, Transport } from './transport.ts'

interface RoutesOptions {
  readonly transport: Transport
  readonly backup?: { readonly transport: Transport; readonly failover: FailoverSettings }
  readonly clock: Clock
  readonly patience?: Partial<Patience>
  readonly random?: () => number
}

/** A destination's addresses: the main one, a backup where there is one, and which of them is in use, since when and why. */
export class Routes {
  readonly main: Route
  /** Null where there is nowhere else to go. */
  readonly rule: FailoverRule | null
  readonly returnAfterMs: number | null
  readonly #backup: Route | null
  readonly #clock: Clock
  #inUse: Route
  #why: string | null = null
  #since: string
  #movingWhy: string | null = null
  #stayedWhy: string | null = null

  constructor({ transport, backup, clock, patience, random = Math.random }: RoutesOptions) {
    this.main = new Route('main', transport, random, patience)
    this.#backup = backup === undefined ? null : new Route('backup', backup.transport, random, patience)
    this.rule = backup === undefined ? null : new FailoverRule(backup.failover.afterMs)
    this.returnAfterMs = backup?.failover.returnAfterMs ?? null
    this.#inUse = this.main
    this.#clock = clock
    this.#since = this.#stamp()
  }

  get inUse(): Route {
    return this.#inUse
  }

  has(name: RouteName): boolean {
    return name === 'main' || this.#backup !== null
  }

  get(name: RouteName): Route {
    return name === 'backup' && this.#backup !== null ? this.#backup : this.main
  }

  /** There is another address, and it was not given up. */
  get hasOther(): boolean {
    return this.#backup !== null && !this.#other().givenUp
  }

  leaves(code: string, nowMs: number): boolean {
    return this.rule?.leaves(code, nowMs) ?? false
  }

  live(): void {
    this.#inUse.retry.live()
    this.rule?.live()
  }

  /** @param sinceMs when it was last seen to take anything */
  lost(sinceMs: number, lastedMs: number): void {
    this.#inUse.retry.lost(lastedMs)
    this.rule?.lost(sinceMs, lastedMs)
  }

  /** The address in use has failed: the other one from now on. */
  toOther(why: string, nowMs: number): void {
    this.#use(this.#other(), why)
    this.rule?.tries(nowMs)
  }

  /** The other one is being opened, while this one goes on. */
  moving(why: string): void {
    this.#movingWhy = why
    this.#stayedWhy = null
  }

  /** It is not gone over to. @param why it failed; null: nobody wants it any more */
  stays(why: string | null): void {
    if (this.#movingWhy !== null) this.#stayedWhy = why
    this.#movingWhy = null
  }

  goOver(name: RouteName): void {
    this.#use(this.get(name), this.#movingWhy)
    this.#movingWhy = null
  }

  #use(route: Route, why: string | null): void {
    this.#inUse = route
    // Whoever was told to go there may have set right what was wrong.
    route.givenUp = false
    this.#why = why
    this.#since = this.#stamp()
    this.rule?.begin()
  }

  #other(): Route {
    return this.#inUse === this.main ? (this.#backup ?? this.main) : this.main
  }

  wordsFor(failure: LinkFailure): string {
    const suspicion = this.#inUse.transport.acceptsAnyKey ? this.#inUse.retry.suspicion : null
    return [failure.message, suspicion].filter((part) => part !== null).join(' ')
  }

  details(): Pick<OutputStatus, 'failover'> {
    if (this.#backup === null) return {}
    return {
      failover: {
        inUse: this.#inUse.name,
        why: this.#why,
        since: this.#since,
        main: this.main.transport.address,
        backup: this.#backup.transport.address,
        goingTo: this.#movingWhy === null ? null : this.#other().name,
        stayedWhy: this.#stayedWhy,
      },
    }
  }

  #stamp(): string {
    return new Date(this.#clock.now()).toISOString()
  }
}
