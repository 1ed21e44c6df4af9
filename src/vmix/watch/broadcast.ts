import { Listeners } from '../listeners.ts'
import type { VMixState } from '../state.ts'
import type { VMixEvent, VMixEventOf, VMixEventType } from './event.ts'
import { EventQueue } from './event-queue.ts'

export interface BroadcastOptions {
  readonly queueLimit: number
  readonly state: () => VMixState | null
  readonly nowMs: () => number
}

type AnyListener = (event: VMixEvent) => void

/** All who listen to one watcher: by type, to everything, and by iterating. */
export class Broadcast {
  readonly #options: BroadcastOptions
  readonly #all = new Listeners<VMixEvent>()
  /** By type, the given listener and what stands for it in `#all`. */
  readonly #wrapped = new Map<VMixEventType, Map<unknown, AnyListener>>()
  readonly #queues = new Set<EventQueue>()
  #ended = false

  constructor(options: BroadcastOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#all.size + this.#queues.size
  }

  onAny(listener: AnyListener): void {
    this.#all.add(listener)
  }

  offAny(listener: AnyListener): void {
    this.#all.delete(listener)
  }

  on<T extends VMixEventType>(type: T, listener: (event: VMixEventOf<T>) => void): void {
    const known = this.#wrapped.get(type) ?? new Map<unknown, AnyListener>()
    this.#wrapped.set(type, known)
    if (known.has(listener)) return
    // What it returns is a promise where it is async, and that may fail.
    const wrapped: AnyListener = (event) => (isOf(event, type) ? listener(event) : undefined)
    known.set(listener, wrapped)
    this.#all.add(wrapped)
  }

  off<T extends VMixEventType>(type: T, listener: (event: VMixEventOf<T>) => void): void {
    const wrapped = this.#wrapped.get(type)?.get(listener)
    if (wrapped === undefined) return
    this.#wrapped.get(type)?.delete(listener)
    this.#all.delete(wrapped)
  }

  iterate(first: VMixEvent | null): EventQueue {
    const { queueLimit, ...options } = this.#options
    const queue = new EventQueue({ ...options, limit: queueLimit, onReturn: (gone) => this.#queues.delete(gone) })
    if (first !== null) queue.push(first)
    if (this.#ended) queue.end()
    else this.#queues.add(queue)
    return queue
  }

  /** What follows from one look at vMix, in order. A loop that a listener begins meanwhile starts behind all of it, with where it led to. */
  tell(...events: readonly VMixEvent[]): void {
    const queues = [...this.#queues]
    for (const event of events) {
      this.#all.tell(event)
      for (const queue of queues) queue.push(event)
    }
  }

  end(): void {
    this.#ended = true
    for (const queue of this.#queues) queue.end()
    this.#queues.clear()
    this.#all.clear()
    this.#wrapped.clear()
  }
}

function isOf<T extends VMixEventType>(event: VMixEvent, type: T): event is VMixEventOf<T> {
  return event.type === type
}
