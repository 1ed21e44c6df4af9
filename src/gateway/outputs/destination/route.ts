import type { RouteName } from './failover.ts'
import { RetryRule, type Patience } from './retry.ts'
import type { Transport } from './transport.ts'

/** One address of a destination, and how it has done. */
export class Route {
  readonly name: RouteName
  readonly transport: Transport
  readonly retry: RetryRule
  /** It was given up: what is wrong there does not go away by itself. */
  givenUp = false
  #notBeforeMs = 0

  constructor(name: RouteName, transport: Transport, random: () => number, patience: Partial<Patience> | undefined) {
    this.name = name
    this.transport = transport
    this.retry = new RetryRule(random, patience)
  }

  /** A try has failed: is this address given up by it? */
  failed(code: string, nowMs: number): boolean {
    this.givenUp ||= this.retry.givesUp(code)
    this.#notBeforeMs = nowMs + this.retry.nextDelayMs(code)
    return this.givenUp
  }

  /** How long until it may be tried again, ms. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#notBeforeMs - nowMs)
  }
}
