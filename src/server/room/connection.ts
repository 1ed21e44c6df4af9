import type { Clock } from '../../clock/index.ts'
import type { InstanceView } from '../view/index.ts'

type ConnectionView = InstanceView['connection']

/** How it stands with one vMix, and since when. */
export class Connection {
  readonly #clock: Clock
  #view: ConnectionView

  constructor(clock: Clock) {
    this.#clock = clock
    this.#view = { state: 'connecting', since: this.#now(), watching: null, problem: null }
  }

  get view(): ConnectionView {
    return this.#view
  }

  get isConnected(): boolean {
    return this.#view.state === 'connected'
  }

  answered(watching: ConnectionView['watching']): void {
    this.#become({ state: 'connected', watching, problem: null })
  }

  failed(problem: string): void {
    this.#become({ state: 'unreachable', watching: null, problem })
  }

  #become(next: Omit<ConnectionView, 'since'>): void {
    const since = next.state === this.#view.state ? this.#view.since : this.#now()
    this.#view = { ...next, since }
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString()
  }
}
