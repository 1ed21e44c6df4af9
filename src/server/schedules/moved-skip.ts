import type { Timing } from './settings.ts'
import { runsWithin, wallClock } from './timetable.ts'

const dayMs = 86_400_000
/** As many as a day of a run a minute has, before and after. */
const most = 2880

/**
 * Which time is left out where a line has other times than those of which one was: who has Sunday left out and moves it by five
 * minutes still means Sunday. Null: that day has none any more.
 */
export function movedSkip(timing: Timing, skippedMs: number, nowMs: number): number | null {
  if (skippedMs <= nowMs) return null
  const dayOf = (ms: number) => wallClock(ms, timing.timeZone).slice(0, 10)
  const day = dayOf(skippedMs)
  const near = runsWithin(timing, Math.max(nowMs, skippedMs - dayMs), skippedMs + dayMs, most)
  const nearest = near.toSorted((a, b) => Math.abs(a - skippedMs) - Math.abs(b - skippedMs))
  return nearest.find((time) => dayOf(time) === day) ?? null
}
