import type { Clock } from '../clock/index.ts'

/** How often what moves is told, ms: a fader that fades. How often vMix tells it is not known. */
const STEP_MS = 50

interface Movement {
  readonly startMs: number
  readonly durationMs: number
  /** From 0 to 1, again and again; null for what changes at its end alone. */
  readonly step: ((progress: number) => void) | null
  readonly end: () => void
}

/**
 * What takes time in a show. Nothing here runs by itself: `advance` brings everything to where it is now, and `nextMs`
 * says when the next change is due. Whoever reads the show advances it first, so that it is right at any moment.
 */
export class Motion {
  readonly clock: Clock
  readonly #movements = new Map<string, Movement>()
  #advancedMs: number

  constructor(clock: Clock) {
    this.clock = clock
    this.#advancedMs = clock.monotonic()
  }

  /**
   * Begins a movement; one of the same name is ended where it stands, without its end. With no duration it is over at once.
   *
   * @param name what moves: `volume KEY`, `transition 1`
   */
  start(name: string, durationMs: number, movement: Pick<Movement, 'step' | 'end'>): void {
    this.#movements.delete(name)
    if (durationMs <= 0) movement.end()
    else this.#movements.set(name, { ...movement, durationMs, startMs: this.clock.monotonic() })
  }

  /** Ends a movement where it stands. */
  cancel(name: string): void {
    this.#movements.delete(name)
  }

  /** Takes a movement to its end at once. */
  finish(name: string): void {
    const movement = this.#movements.get(name)
    if (movement === undefined) return
    this.#movements.delete(name)
    movement.end()
  }

  has(name: string): boolean {
    return this.#movements.has(name)
  }

  /** Brings every movement to now, those that are over to their ends in the order in which they ended. Returns the ms passed. */
  advance(): number {
    const nowMs = this.clock.monotonic()
    const passedMs = Math.max(0, nowMs - this.#advancedMs)
    this.#advancedMs = nowMs
    const over = [...this.#movements]
      .filter(([, movement]) => endOf(movement) <= nowMs)
      .sort(([, one], [, other]) => endOf(one) - endOf(other))
    for (const [name, movement] of over) {
      if (this.#movements.get(name) === movement) this.finish(name)
    }
    for (const movement of this.#movements.values()) {
      movement.step?.(Math.max(0, (nowMs - movement.startMs) / movement.durationMs))
    }
    return passedMs
  }

  /** In how many ms the next change is due; null when nothing moves. */
  nextMs(): number | null {
    const nowMs = this.clock.monotonic()
    let next: number | null = null
    for (const movement of this.#movements.values()) {
      const restMs = Math.max(1, endOf(movement) - nowMs)
      const dueMs = movement.step === null ? restMs : Math.min(STEP_MS, restMs)
      if (next === null || dueMs < next) next = dueMs
    }
    return next
  }
}

function endOf(movement: Movement): number {
  return movement.startMs + movement.durationMs
}
