import type { Sample } from './history.ts'

/** What was measured before. */
export interface Earlier {
  readonly stepS: number
  /** By this page's clock, oldest first. */
  readonly samples: readonly Sample[]
}

/** The figures that are drawn, in this order. */
export const drawn = ['bitrateKbps', 'fps'] as const

/**
 * Reads the server's answer; null for what is none. Its times are by how long ago, so that they fit a tablet whose clock is
 * hours off.
 */
export function earlierIn(body: Readonly<Record<string, unknown>>, nowS: number): Earlier | null {
  const { stepSeconds, secondsAgo } = body
  if (typeof stepSeconds !== 'number' || !Array.isArray(secondsAgo)) return null
  const columns = drawn.map((name) => body[name])
  const samples: Sample[] = []
  for (const [n, ago] of secondsAgo.entries()) {
    if (typeof ago !== 'number') return null
    const values = columns.map((column): number | null => {
      const value: unknown = Array.isArray(column) ? column[n] : null
      return typeof value === 'number' ? value : null
    })
    samples.push({ at: nowS - ago, values })
  }
  return { stepS: stepSeconds, samples }
}
