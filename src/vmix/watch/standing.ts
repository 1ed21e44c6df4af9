import type { VMixTally } from '../tcp/index.ts'
import type { VMixConnection, VMixEvent, VMixTallyView } from './event.ts'
import { same } from './same.ts'

/** The same failure in other words is no news. */
const MESSAGE: ReadonlySet<string> = new Set(['message'])
const NOTHING: ReadonlySet<string> = new Set()

/** How a watcher and its vMix stand, beside the state: connection and tally. What is news comes back as an event. */
export class Standing {
  readonly #nowMs: () => number
  #connection: VMixConnection = { connected: false, via: null, pushed: false, version: null, error: null }
  #tally: VMixTallyView | null = null

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  get connection(): VMixConnection {
    return this.#connection
  }

  get tally(): VMixTallyView | null {
    return this.#tally
  }

  become(news: Partial<VMixConnection>): VMixEvent | null {
    const before = this.#connection
    const after = { ...before, ...news }
    if (same(before, after, MESSAGE)) return null
    this.#connection = after
    return { type: 'connection', before, after, atMs: this.#nowMs() }
  }

  /** Another source that says the same is no news. */
  setTally(source: VMixTallyView['source'], inputs: readonly VMixTally[] | null): VMixEvent | null {
    const before = this.#tally
    const after = inputs === null ? null : { source, inputs }
    this.#tally = after
    if (same(before?.inputs ?? null, inputs, NOTHING)) return null
    return { type: 'tally', before, after, atMs: this.#nowMs() }
  }
}
