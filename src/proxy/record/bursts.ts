import type { JsonObject, WitnessEvent } from '../../witness/index.ts'

/** Something that happened, as one entry of the log. */
export interface Happening {
  /** The same for what belongs together: one client's work on one control. */
  readonly key: string
  readonly eventType: string
  readonly actor: string
  readonly params: JsonObject
  readonly result: JsonObject
  /** How it is called in the summary; no secrets. */
  readonly call: string
  /** Wall clock, ms. */
  readonly atMs: number
}

interface Burst {
  readonly endsAt: number
  /** Those after the first, which has an entry of its own. */
  first: Happening | null
  last: Happening | null
  count: number
}

export interface BurstsOptions {
  readonly windowMs: number
  /** So many controls at once; beyond it the oldest is summed up early. */
  readonly maxOpen: number
  readonly emit: (event: WitnessEvent) => void
}

/**
 * Bursts on one control, such as a fader's hundred steps a second: the first is passed on at once, those that follow
 * within the window become one entry with the first, the last and their count. Pure: time comes in.
 */
export class Bursts {
  readonly #options: BurstsOptions
  readonly #open = new Map<string, Burst>()

  constructor(options: BurstsOptions) {
    this.#options = options
  }

  get open(): number {
    return this.#open.size
  }

  /** @param now monotonic, ms */
  add(happening: Happening, now: number): void {
    const { windowMs, maxOpen, emit } = this.#options
    const burst = this.#open.get(happening.key)
    if (burst !== undefined) {
      burst.first ??= happening
      burst.last = happening
      burst.count++
      return
    }
    if (this.#open.size >= maxOpen) {
      const [oldest] = this.#open.keys()
      if (oldest !== undefined) this.#end(oldest)
    }
    this.#open.set(happening.key, { endsAt: now + windowMs, first: null, last: null, count: 0 })
    emit(eventOf(happening))
  }

  /** Sums up the windows that are over. One in which something came is followed by another. */
  look(now: number): void {
    for (const [key, { endsAt }] of this.#open) {
      if (endsAt > now) continue
      const more = this.#end(key)
      if (more) this.#open.set(key, { endsAt: now + this.#options.windowMs, first: null, last: null, count: 0 })
    }
  }

  /** Sums up all of them now. */
  end(): void {
    for (const key of this.#open.keys()) this.#end(key)
  }

  /** @returns whether there was something to sum up */
  #end(key: string): boolean {
    const burst = this.#open.get(key)
    this.#open.delete(key)
    if (burst === undefined || burst.first === null || burst.last === null) return false
    const { first, last, count } = burst
    const summary = {
      count,
      first_call: first.call,
      first_at: new Date(first.atMs).toISOString(),
      last_at: new Date(last.atMs).toISOString(),
    }
    this.#options.emit(eventOf(last, count === 1 ? undefined : summary))
    return true
  }
}

function eventOf(happening: Happening, burst?: JsonObject): WitnessEvent {
  const { eventType, actor, params, result, atMs } = happening
  return {
    eventType,
    actor,
    timestamp: new Date(atMs).toISOString(),
    params: burst === undefined ? params : { ...params, burst },
    result,
  }
}
