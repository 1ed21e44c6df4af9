import type { BenchOptions, Measure } from './row.ts'

/** One way of doing the work. `turn` works for so long and returns how much it did per second. */
export interface Contestant {
  readonly name: string
  /** The call or command line that is measured. */
  readonly command: string
  turn(turnMs: number): Promise<number>
}

export interface Contest {
  readonly measures: readonly Measure[]
  /** Median over the rounds of `a` / `b` within the same round. */
  ratio(a: string, b: string): number
}

/**
 * Lets all contestants work in turns, in the same run: each round each of them once, every round beginning with another,
 * so that what the machine does meanwhile meets all alike. One short round before warms everything up and is not counted.
 */
export async function contest(
  contestants: readonly Contestant[],
  unit: string,
  options: Pick<BenchOptions, 'rounds' | 'turnMs'>,
): Promise<Contest> {
  const values = new Map<string, number[]>(contestants.map(({ name }) => [name, []]))
  for (const contestant of contestants) await contestant.turn(Math.min(options.turnMs, 500))
  for (let round = 0; round < options.rounds; round++) {
    for (let i = 0; i < contestants.length; i++) {
      const contestant = contestants[(round + i) % contestants.length]
      if (contestant !== undefined) values.get(contestant.name)?.push(await contestant.turn(options.turnMs))
    }
  }
  return {
    measures: contestants.map(({ name }) => measure(name, unit, values.get(name) ?? [])),
    ratio: (a, b) => {
      const theirs = values.get(b) ?? []
      return median((values.get(a) ?? []).map((value, round) => value / (theirs[round] ?? Number.NaN)))
    },
  }
}

export function measure(what: string, unit: string, rounds: readonly number[]): Measure {
  return { what, unit, value: median(rounds), rounds }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Calls of `work` per second, one after the other. */
export async function callsPerSecond(work: () => Promise<unknown>, turnMs: number): Promise<number> {
  const start = performance.now()
  let calls = 0
  let now = start
  while (now - start < turnMs) {
    await work()
    calls++
    now = performance.now()
  }
  return (calls * 1000) / (now - start)
}

/** The same for work that needs no waiting. */
export function runsPerSecond(work: () => unknown, turnMs: number): number {
  const start = performance.now()
  let runs = 0
  let now = start
  while (now - start < turnMs) {
    for (let i = 0; i < 8; i++) work()
    runs += 8
    now = performance.now()
  }
  return (runs * 1000) / (now - start)
}
