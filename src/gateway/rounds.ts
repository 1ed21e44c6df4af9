import type { Clock } from '../clock/index.ts'
import { LATE_LOOP_MS } from './stall.ts'

/**
 * A stall is seen up to one check late, and a check that is late itself is left out: with 200 ms a busy machine once came
 * to 1.4 s of the 1.5 s that are promised.
 */
const CHECK_MS = 100
/** Figures are those of whole seconds, and what happens in between is judged when it happens. */
const VERDICT_MS = 1000

/** What is looked after: a gateway. */
export interface LookedAfter {
  readonly checkDueMs: number
  check(nowMs: number, lateMs: number): void
  judge(): void
}

/**
 * Checks and judges, and knows how late it is itself. Each round wakes the process, which costs as much as a frame on its
 * way to ten destinations; so there is one for the verdicts, once a second, and more only where a check may find something.
 */
export async function goRounds(gateway: LookedAfter, clock: Clock, signal: AbortSignal): Promise<void> {
  let verdictMs = clock.monotonic() + VERDICT_MS
  let planned = verdictMs
  while (!signal.aborted) {
    await clock.sleep(Math.max(1, planned - clock.monotonic()), signal).catch(() => undefined)
    if (signal.aborted) return
    const now = clock.monotonic()
    const late = Math.max(0, now - planned)
    gateway.check(now, late)
    if (now >= verdictMs || late > LATE_LOOP_MS) {
      gateway.judge()
      verdictMs = now + VERDICT_MS
    }
    planned = nextRound(now, planned, verdictMs, gateway.checkDueMs)
  }
}

/**
 * The last sleep before a check can find something is a short one: one that is late then shows that our own event loop
 * hung, and may not have read yet what has long arrived.
 */
export function nextRound(nowMs: number, plannedMs: number, verdictMs: number, dueMs: number): number {
  const soonest = Math.max(plannedMs + CHECK_MS, nowMs + CHECK_MS / 2)
  return Math.max(soonest, Math.min(verdictMs, dueMs - CHECK_MS))
}
