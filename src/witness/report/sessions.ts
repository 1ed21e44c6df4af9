import type { WitnessEntry } from '../entry.ts'
import { CollectedShow, type ReportPeriod } from './collected-show.ts'
import type { ShowReport } from './facts.ts'

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
  const show = await collectShow(entries, period)
  return {
    log: show.log,
    streams: [...show.streams()],
    recordings: [...show.recordings()],
    failures: show.failures(),
    seen: show.seen(),
    gaps: show.gaps(),
  }
}

/** The same, of which sessions and recordings are made when they are asked for. */
export async function collectShow(
  entries: AsyncIterable<WitnessEntry> | Iterable<WitnessEntry>,
  period: ReportPeriod = {},
): Promise<CollectedShow> {
  const show = new CollectedShow(period)
  for await (const entry of entries) show.take(entry)
  return show
}
