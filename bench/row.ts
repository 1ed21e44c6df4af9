/** What a row of the bench is, and what comes out of it. */

export interface BenchOptions {
  /** How often each contestant has its turn; the turns are interleaved. */
  readonly rounds: number
  /** Length of one turn, ms. */
  readonly turnMs: number
  readonly relay: RelayOptions
}

/** A relay costs seconds to start, and little at work: it has longer turns, and fewer. */
export interface RelayOptions {
  readonly rounds: number
  readonly turnMs: number
  /** From the first frame at every output to the beginning of the turn, ms. */
  readonly settleMs: number
  /** Numbers of outputs to try. */
  readonly outputs: readonly number[]
}

export interface Row {
  readonly name: string
  readonly title: string
  run(options: BenchOptions, say: (line: string) => void): Promise<RowResult>
}

export interface RowResult {
  /** How it was done: the commands or calls, one a line. */
  readonly commands: readonly string[]
  readonly measures: readonly Measure[]
  readonly goals: readonly Goal[]
  /** What is missing, and why. */
  readonly skipped: readonly string[]
}

export interface Measure {
  readonly what: string
  readonly unit: string
  /** The median of `rounds`. */
  readonly value: number
  readonly rounds: readonly number[]
}

export interface Goal {
  readonly what: string
  readonly value: number
  readonly limit: number
  readonly met: boolean
}

export function atLeast(what: string, value: number, limit: number): Goal {
  return { what, value, limit, met: value >= limit }
}

export function atMost(what: string, value: number, limit: number): Goal {
  return { what, value, limit, met: value <= limit }
}
