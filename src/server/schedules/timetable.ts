import { Cron } from 'croner'
import type { Timing } from './settings.ts'

/**
 * The next time after `afterMs`; null: never again. Where the clocks are put forward, a time that is left out comes at the
 * hour's new beginning; where they are put back, a time that comes twice counts once, the first time.
 */
export function nextRun(timing: Timing, afterMs: number): number | null {
  return read(timing).nextRun(new Date(afterMs))?.getTime() ?? null
}

/** All times after `fromMs` up to `toMs`, oldest first, `limit` at most. */
export function runsWithin(timing: Timing, fromMs: number, toMs: number, limit: number): readonly number[] {
  const cron = read(timing)
  const runs: number[] = []
  for (let after = fromMs; runs.length < limit; ) {
    const next = cron.nextRun(new Date(after))?.getTime()
    if (next === undefined || next > toMs || next <= after) break
    runs.push(next)
    after = next
  }
  return runs
}

/** The next times after `afterMs`, oldest first, `limit` at most. */
export function nextRuns(timing: Timing, afterMs: number, limit: number): readonly number[] {
  return runsWithin(timing, afterMs, Number.POSITIVE_INFINITY, limit)
}

/** A time as the clock on the wall of a zone shows it, with how far that is from UTC. @example '2026-03-29T03:00:00+02:00' */
export function wallClock(ms: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(ms)
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? ''
  const offset = of('timeZoneName').replace('GMT', '')
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}${offset === '' ? '+00:00' : offset}`
}

/** What is wrong with a time; null: it can be used. */
export function timingProblem(timing: Timing): string | null {
  try {
    const cron = read(timing)
    if (timing.at === null && cron.nextRun(whenever) === null) return 'This never comes: no month has such a day.'
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** What comes again and again comes again after this. */
const whenever = new Date('2024-01-01T00:00:00Z')

const wallTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/

/** @throws Error that says what belongs there */
function read({ cron, at, timeZone }: Timing): Cron {
  if (!isTimeZone(timeZone)) throw new Error("A time zone by IANA's name, such as Europe/Berlin.")
  if (at !== null && !(wallTime.test(at) && !Number.isNaN(Date.parse(`${at}Z`)))) {
    throw new Error('A time as the clock shows it: 2026-12-24T17:00.')
  }
  const pattern = at === null ? (cron ?? '') : at.length === 16 ? `${at}:00` : at
  try {
    return new Cron(pattern, { timezone: timeZone, paused: true, ...(at === null ? { mode: '5-part' as const } : {}) })
  } catch (cause) {
    throw new Error('Five fields: minute, hour, day, month, weekday, such as "50 9 * * 0" (Sundays at 9:50).', {
      cause,
    })
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
