import type { EntityView, FiguresView } from '../../src/server/view/index.ts'
import { keyOf } from './entities.ts'
import { History } from './history.ts'

/** The figures that are drawn, in this order. */
const drawn = ['bitrateKbps', 'fps', 'droppedLastMinute'] as const

/** One stream's figures: every second of the last ten minutes, and the session as finely as there is room. */
export interface StreamHistory {
  readonly recent: History
  readonly session: History
}

const recentS = 600
/** Longer than a busy server's delay, short enough that a gap is seen. */
const gapS = 4

/** The figures of all streams since this page was opened. The server keeps none. */
export class Histories {
  readonly #streams = new Map<string, StreamHistory>()

  of(key: string): StreamHistory {
    const known = this.#streams.get(key)
    if (known !== undefined) return known
    const figures = drawn.length
    const made: StreamHistory = {
      recent: new History({ figures, points: recentS + 60, full: 'slide', stepS: 1, gapS }),
      session: new History({ figures, points: 1200, full: 'thin', stepS: 2, gapS }),
    }
    this.#streams.set(key, made)
    return made
  }

  take(entities: readonly EntityView[], atS: number): void {
    for (const entity of entities) {
      if (entity.kind !== 'stream') continue
      const history = this.of(keyOf(entity))
      const values = valuesOf(entity.figures)
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

function valuesOf(figures: FiguresView): (number | null)[] {
  return drawn.map((name) => figures[name])
}
