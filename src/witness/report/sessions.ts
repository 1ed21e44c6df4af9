import type { WitnessEntry } from '../entry.ts'
import { WitnessError } from '../errors.ts'
import type { LogFacts, ShowReport } from './facts.ts'
import { numberOf, textOf } from './fields.ts'
import { type Happening, happeningOf, timeOf } from './happening.ts'
import { Recordings } from './recordings.ts'
import { streamSessions } from './stream-sessions.ts'
import { Troubles } from './troubles.ts'

/** From when to when, ms since 1970: what touches it is in the report. */
export interface ReportPeriod {
  readonly sinceMs?: number
  readonly untilMs?: number
}

/** More than the shows of a year. */
const mostCollected = 500_000

/**
 * What a log tells of shows: who went live where, from when to when, what broke, what was recorded. Entries are put into the
 * order in which they happened, which is not always that in which they were written. Pure; memory grows with the shows, not
 * with a caller's own events.
 *
 * @throws {WitnessError} `overloaded` when the log holds more than one report can
 * @example const report = await showReport(readEntries(folder), { sinceMs: Date.now() - 86_400_000 })
 */
export async function showReport(
  entries: AsyncIterable<WitnessEntry> | Iterable<WitnessEntry>,
  period: ReportPeriod = {},
): Promise<ShowReport> {
  const happenings: Happening[] = []
  const recordings = new Recordings()
  const troubles = new Troubles()
  let log: LogFacts = nothingRead
  for await (const entry of entries) {
    const happening = happeningOf(entry)
    if (happening !== null) happenings.push(happening)
    recordings.take(entry)
    troubles.take(entry)
    if (happenings.length + recordings.count + troubles.count > mostCollected) throw tooLong()
    log = withEntry(log, entry)
  }
  const within = (from: number | null, to: number | null): boolean =>
    (to ?? Infinity) >= (period.sinceMs ?? -Infinity) && (from ?? -Infinity) < (period.untilMs ?? Infinity)
  return {
    log,
    streams: sessionsOf(happenings, log.lastAt ?? 0).filter((one) => within(one.startedAt, one.endedAt)),
    recordings: recordings.facts().filter((one) => within(one.startedAt ?? one.endedAt, one.endedAt)),
    failures: [...troubles.failures, ...troubles.unfinished()]
      .filter(({ at }) => within(at, at))
      .sort((a, b) => a.at - b.at || a.sequence - b.sequence),
    seen: troubles.seen.filter(({ at }) => within(at, at)),
    gaps: troubles.gaps.filter(({ at, firstAt, lastAt }) => within(firstAt ?? at, lastAt ?? at)),
  }
}

const nothingRead: LogFacts = {
  instance: null,
  host: null,
  port: null,
  logId: null,
  entries: 0,
  firstAt: null,
  lastAt: null,
  head: null,
}

function withEntry(log: LogFacts, { event, current_hash: head }: WitnessEntry): LogFacts {
  const at = timeOf(event)
  const opened = event.event_type === 'log_opened' && log.entries === 0 ? event.params : null
  return {
    instance: textOf(opened, 'instance') ?? log.instance,
    host: textOf(opened, 'host') ?? log.host,
    port: numberOf(opened, 'port') ?? log.port,
    logId: event.log_id,
    entries: log.entries + 1,
    firstAt: Math.min(log.firstAt ?? at, at),
    lastAt: Math.max(log.lastAt ?? at, at),
    head,
  }
}

function sessionsOf(happenings: Happening[], lastAt: number) {
  happenings.sort((a, b) => a.at - b.at || a.sequence - b.sequence)
  return [...Map.groupBy(happenings, ({ channel }) => channel).values()]
    .flatMap((ofChannel) => streamSessions(ofChannel, lastAt))
    .sort((a, b) => a.startedAt - b.startedAt || a.channel - b.channel)
}

function tooLong(): WitnessError {
  return new WitnessError('overloaded', 'The show log holds more than one report can. Export it as CSV instead.')
}
