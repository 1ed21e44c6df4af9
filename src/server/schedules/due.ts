import type { Timing } from './settings.ts'
import { runsWithin } from './timetable.ts'

/** What is carried out later than this is no longer what was planned: it is reported, and not done. */
const lateMs = 30_000
/** So long before a start everything is looked at. */
const preflightMs = 600_000
/** How far back missed runs are told one by one. */
const mostMissed = 20
/** A clock that is this far behind the last look was put right. */
const wrongClockMs = 300_000

/** What has come since the last look. */
export interface Due {
  /** To be done now; null: nothing. */
  readonly run: number | null
  /** Came while nobody looked, and are not done any more; oldest first, the newest of many. */
  readonly missed: readonly number[]
  /** Of the run for which everything has to be looked at now. */
  readonly preflight: number | null
}

/**
 * What is due at `nowMs`, when it was last looked at `lookedMs`. A run is done once and on time, or it is missed: never late, and
 * never twice.
 */
export function dueSince(timing: Timing, lookedMs: number, nowMs: number): Due {
  if (lookedMs >= nowMs) return { run: null, missed: [], preflight: null }
  const runs = newest(timing, lookedMs, nowMs)
  const last = runs.at(-1) ?? null
  const isOnTime = last !== null && nowMs - last <= lateMs
  const soon = runsWithin(timing, lookedMs + preflightMs, nowMs + preflightMs, mostMissed).at(-1) ?? null
  return { run: isOnTime ? last : null, missed: isOnTime ? runs.slice(0, -1) : runs, preflight: soon }
}

/** When everything is looked at before a start at this time. */
export function preflightAt(startMs: number): number {
  return startMs - preflightMs
}

/** From where to look on, where the clock was put back; else from the last look. */
export function lookFrom(lookedMs: number, nowMs: number): number {
  return lookedMs - nowMs > wrongClockMs ? nowMs : lookedMs
}

/** The newest runs of a time that may be long: a server that was off for a month does not tell of each minute. */
function newest(timing: Timing, fromMs: number, toMs: number): readonly number[] {
  const runs = runsWithin(timing, fromMs, toMs, mostMissed)
  if (runs.length < mostMissed) return runs
  let span = 60_000
  let found = runs
  // From the end backwards, twice as far each time, until there are enough.
  for (;;) {
    const from = Math.max(fromMs, toMs - span)
    found = runsWithin(timing, from, toMs, 2 * mostMissed)
    if (from === fromMs || found.length >= mostMissed) return found.slice(-mostMissed)
    span *= 2
  }
}
