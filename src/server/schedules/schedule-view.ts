import type { ScheduleView } from '../view/index.ts'
import { preflightAt } from './due.ts'
import type { ScheduleSettings } from './settings.ts'

/** What is known of a line of the plan, beside what it says. */
interface Known extends Pick<ScheduleView, 'last' | 'preflight'> {
  /** Without the one that is left out; null: never again, or not enabled. */
  readonly nextMs: number | null
  readonly skippedMs: number | null
  readonly nowMs: number
}

/** One line of the plan as it stands on the board. */
export function scheduleViewOf(schedule: ScheduleSettings, known: Known): ScheduleView {
  const { id, name, instance, enabled, fromFile, timing, work } = schedule
  const { nextMs, skippedMs, nowMs, last, preflight } = known
  const looksBefore = work.does === 'start' && work.preflight
  const preflightMs = nextMs !== null && looksBefore ? preflightAt(nextMs) : null
  return {
    kind: 'schedule',
    id,
    name,
    instance,
    channel: work.channel,
    does: work.does,
    enabled,
    fromFile,
    destinations: work.does === 'start' ? [...work.destinations] : [],
    record: work.does === 'start' || work.does === 'record' ? work.record : null,
    looksBefore,
    ...timing,
    nextAt: textOf(nextMs),
    preflightAt: preflightMs === null || preflightMs < nowMs ? null : textOf(preflightMs),
    skipped: textOf(skippedMs),
    last,
    preflight,
  }
}

function textOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
