import type { VMixState } from '../state.ts'
import type { VMixEvent } from './event.ts'

export interface EventQueueOptions {
  readonly limit: number
  /** What the dropped events have led to, for the event that tells of them. */
  readonly state: () => VMixState | null
  readonly nowMs: () => number
  readonly onReturn: (queue: EventQueue) => void
}

/** The events that wait for one iterating listener. What finds it full is dropped, counted and told. */
export class EventQueue implements AsyncIterableIterator<VMixEvent, undefined> {
  readonly #options: EventQueueOptions
  readonly #waiting: VMixEvent[] = []
  readonly #takers: ((result: IteratorResult<VMixEvent, undefined>) => void)[] = []
  #dropped = 0
  #ended = false

  constructor(options: EventQueueOptions) {
    this.#options = options
  }

  push(event: VMixEvent): void {
    if (this.#ended) return
    const taker = this.#takers.shift()
    if (taker !== undefined) taker({ done: false, value: event })
    else if (this.#dropped > 0 || this.#waiting.length >= this.#options.limit) this.#dropped++
    else this.#waiting.push(event)
  }

  next(): Promise<IteratorResult<VMixEvent, undefined>> {
    const event = this.#waiting.shift() ?? this.#gap()
    if (event !== null) return Promise.resolve({ done: false, value: event })
    if (this.#ended) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => this.#takers.push(resolve))
  }

  return(): Promise<IteratorResult<VMixEvent, undefined>> {
    this.#waiting.length = 0
    this.#dropped = 0
    this.end()
    this.#options.onReturn(this)
    return Promise.resolve({ done: true, value: undefined })
  }

  /** No more events come; those that wait are still given. */
  end(): void {
    this.#ended = true
    for (const taker of this.#takers.splice(0)) taker({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Comes when all that was before the gap is taken; its state leads past the gap. */
  #gap(): VMixEvent | null {
    if (this.#dropped === 0) return null
    const count = this.#dropped
    this.#dropped = 0
    return { type: 'dropped', count, state: this.#options.state(), atMs: this.#options.nowMs() }
  }
}
