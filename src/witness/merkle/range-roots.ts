import { Frontier } from './frontier.ts'
import type { LeafRange } from './ranges.ts'

/** Computes the roots of several subtrees that do not overlap in one pass over the leaves, keeping none of them. */
export class RangeRoots {
  readonly #ranges: readonly LeafRange[]
  readonly #roots = new Map<LeafRange, Buffer>()
  readonly #ordered: LeafRange[]
  #tree = new Frontier()
  #index = 0

  /** @param ranges as `inclusionRanges` and `consistencyRanges` give them */
  constructor(ranges: readonly LeafRange[]) {
    this.#ranges = ranges
    this.#ordered = [...ranges].sort((one, other) => one.begin - other.begin)
  }

  /** Takes the next leaf's hash, from the first one on. */
  take(leaf: Uint8Array | string): void {
    const [range] = this.#ordered
    const index = this.#index++
    if (range === undefined || index < range.begin) return
    this.#tree.append(leaf)
    if (index + 1 < range.end) return
    this.#roots.set(range, this.#tree.root())
    this.#ordered.shift()
    this.#tree = new Frontier()
  }

  /** Their roots, in the order in which the ranges were given; null while leaves are missing. */
  roots(): Buffer[] | null {
    const roots = this.#ranges.flatMap((range) => this.#roots.get(range) ?? [])
    return roots.length === this.#ranges.length ? roots : null
  }
}
