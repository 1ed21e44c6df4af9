import type { EntityView } from '../../src/server/view/index.ts'
import { drawn, type Earlier } from './earlier.ts'
import { keyOf } from './entities.ts'
import { History } from './history.ts'

export type GraphRange = 'recent' | 'session'

/** One stream's figures: every second of the last ten minutes, and the session as finely as there is room. */
export type StreamHistory = Readonly<Record<GraphRange, History>>

const recentS = 600
/** Longer than a busy server's delay, short enough that a gap is seen. */
const gapS = 4

/** The figures of all streams: what the server has kept of those that somebody looks at, and what came since. */
export class Histories {
  readonly #read: (streamKey: string, range: GraphRange) => Promise<Earlier | null>
  readonly #streams = new Map<string, StreamHistory>()
  readonly #asked = new Set<string>()

  /** @param read what was before; null where that is not to be had */
  constructor(read: (streamKey: string, range: GraphRange) => Promise<Earlier | null>) {
    this.#read = read
  }

  of(key: string): StreamHistory {
    const known = this.#streams.get(key)
    if (known !== undefined) return known
    const figures = drawn.length
    const made: StreamHistory = {
      recent: new History({ figures, points: recentS + 120, full: 'slide', stepS: 1, gapS }),
      session: new History({ figures, points: 1200, full: 'thin', stepS: 2, gapS }),
    }
    this.#streams.set(key, made)
    return made
  }

  /** Somebody looks at it: what was before is asked for, once. */
  ask(key: string, range: GraphRange): void {
    const asked = `${key} ${range}`
    if (this.#asked.has(asked)) return
    this.#asked.add(asked)
    void this.#read(key, range).then((earlier) => {
      if (earlier !== null) this.of(key)[range].insert(earlier.samples, earlier.stepS)
    })
  }

  /** There was a break: what was missed is asked for when somebody looks. */
  askAgain(): void {
    this.#asked.clear()
  }

  take(entities: readonly EntityView[], atS: number): void {
    for (const entity of entities) {
      if (entity.kind !== 'stream') continue
      const history = this.of(keyOf(entity))
      const values = drawn.map((name) => entity.figures[name])
      history.recent.add(atS, values)
      history.session.add(atS, values)
    }
  }

  /** Nothing comes any more: what follows is a gap. */
  break(atS: number): void {
    for (const history of this.#streams.values()) {
      history.recent.break(atS)
      history.session.break(atS)
    }
  }
}
