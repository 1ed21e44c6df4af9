/** One moment's figures; null was not measured. */
export interface Sample {
  /** Seconds since 1970. */
  readonly at: number
  readonly values: readonly (number | null)[]
}

/** What a graph is drawn from: times, and for each figure its values; null is a gap. */
export interface Series {
  readonly at: readonly number[]
  readonly values: readonly (readonly (number | null)[])[]
}

/**
 * Figures of one thing over time, one point for each `step` seconds, bounded. Where nothing came for longer than `gap`, there
 * is a gap, and never a zero. When it is full, either the oldest goes (`slide`), or two points become one (`thin`), so that
 * the whole session stays.
 */
export class History {
  readonly #figures: number
  readonly #points: number
  readonly #full: 'slide' | 'thin'
  readonly #gap: number
  #step: number
  #samples: Sample[] = []

  constructor(options: { figures: number; points: number; full: 'slide' | 'thin'; stepS: number; gapS: number }) {
    this.#figures = options.figures
    this.#points = options.points
    this.#full = options.full
    this.#step = options.stepS
    this.#gap = options.gapS
  }

  add(at: number, values: readonly (number | null)[]): void {
    const last = this.#samples.at(-1)
    // The clock was set back, or it is the same moment: of a second the newest counts, of a longer step the lowest.
    if (last !== undefined && at < last.at + this.#step * 0.9) {
      const now = { at: last.at, values }
      if (at >= last.at) this.#samples[this.#samples.length - 1] = this.#full === 'thin' ? joined(last, now) : now
      return
    }
    if (last !== undefined && at - last.at > this.#step + this.#gap)
      this.#push({ at: last.at + this.#step, values: this.#none() })
    this.#push({ at, values })
  }

  /** From now on nothing is known, until something comes. */
  break(at: number): void {
    const last = this.#samples.at(-1)
    if (last === undefined || last.values.every((value) => value === null)) return
    this.#push({ at: Math.max(at, last.at + 0.001), values: this.#none() })
  }

  /** Takes what somebody else has kept of a stretch of time; what is older or newer here stays around it. */
  insert(stretch: readonly Sample[], stepS: number): void {
    const [first, last] = [stretch.at(0), stretch.at(-1)]
    if (first === undefined || last === undefined) return
    const here = this.#samples
    this.#step = Math.max(this.#step, stepS)
    this.#samples = []
    for (const sample of here) if (sample.at < first.at) this.#push(sample)
    for (const sample of stretch) this.#push(sample)
    for (const { at, values } of here) if (at > last.at) this.add(at, values)
  }

  /** The points from `since` on. */
  series(since = -Infinity): Series {
    const from = this.#samples.findIndex(({ at }) => at >= since)
    const samples = from < 0 ? [] : this.#samples.slice(from)
    return {
      at: samples.map(({ at }) => at),
      values: Array.from({ length: this.#figures }, (_, figure) => samples.map(({ values }) => values[figure] ?? null)),
    }
  }

  #none(): null[] {
    return Array.from({ length: this.#figures }, () => null)
  }

  #push(sample: Sample): void {
    this.#samples.push(sample)
    if (this.#samples.length <= this.#points) return
    if (this.#full === 'slide') this.#samples.shift()
    else this.#thin()
  }

  #thin(): void {
    const thinner: Sample[] = []
    for (let n = 0; n < this.#samples.length; n += 2) {
      const first = this.#samples[n]
      if (first === undefined) break
      thinner.push(joined(first, this.#samples[n + 1] ?? first))
    }
    this.#samples = thinner
    this.#step *= 2
  }
}

/** The lower of the two is kept: a dip must not vanish from the session's graph. A gap stays a gap. */
function joined(a: Sample, b: Sample): Sample {
  const values = a.values.map((value, figure) => {
    const other = b.values[figure] ?? null
    return value === null || other === null ? null : Math.min(value, other)
  })
  return { at: a.at, values }
}
