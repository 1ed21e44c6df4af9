import type { LogFacts, ShowSource, StreamSession } from '../facts.ts'
import { html, Markup } from './markup.ts'
import { proofSection, type ReportProof, verdictBanner } from './proof-section.ts'
import { streamArticle } from './stream-article.ts'
import { contentSecurityPolicy, style } from './style.ts'
import { failureTable, gapList, recordingTable, seenList } from './tables.ts'
import { lasting, Times } from './times.ts'

export interface PageOptions {
  /** When the page is made, ms since 1970. */
  readonly madeAt: number
  /** In which time zone it shows times (`Europe/Berlin`); UTC unless told. */
  readonly timeZone?: string
  /** What a verification of the whole log found; null: it was not verified. */
  readonly proof?: ReportProof | null
}

/**
 * A report as one HTML file for people, piece by piece: to read, to print, to keep. It asks for nothing from anywhere, and
 * runs nothing. Everything that stands in the log is escaped.
 *
 * @throws RangeError for a time zone that is none
 */
export function* reportPage(show: ShowSource, options: PageOptions): Generator<string> {
  for (const { text } of markup(show, options)) yield text
}

function* markup(show: ShowSource, options: PageOptions): Generator<Markup> {
  const times = new Times(options.timeZone ?? 'UTC')
  const { log } = show
  const proof = options.proof ?? null
  const failures = show.failures()
  const name = log.instance ?? 'unknown vMix'
  yield html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Show report: ${name}${log.firstAt === null ? '' : `, ${period(log, times)}`}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
<header>
<h1>Show report: ${name}</h1>
<p>${log.firstAt === null ? 'The log is empty.' : `${period(log, times)}. `}vMix at ${log.host ?? 'unknown'}:${log.port ?? 'unknown'}.</p>
<p class="soft">All times are ${times.zone}. Made on ${times.time(options.madeAt)} from the show log alone.</p>
</header>
<nav aria-label="Sections"><p><a href="#streams">Streams</a> · <a href="#recordings">Recordings</a> · <a href="#failures">Refused and failed</a> · <a href="#others">Seen in vMix</a> · <a href="#gaps">Gaps</a> · <a href="#proof">How to check this</a></p></nav>
<main id="main">
${verdictBanner(log, proof)}
${numbers(totalsOf(show, failures.length))}
`
  yield* section('streams', 'Streams', streamArticles(show.streams(), log.lastAt ?? 0, times))
  yield* section('recordings', 'Recordings', recordingTable(show.recordings(), times))
  yield* section('failures', 'Refused and failed', failureTable(failures, times))
  yield* section('others', 'Switched in vMix by others', seenList(show.seen(), times))
  yield* section('gaps', 'Gaps in the log', gapList(show.gaps(), times))
  yield html`${proofSection(log, proof)}
</main>
<footer><p>Made by @infrafabric/vmix. Stream keys are in no log and in no report.</p></footer>
</body>
</html>
`
}

function* section(id: string, title: string, content: Iterable<Markup>): Generator<Markup> {
  yield html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
`
  yield* content
  yield html`
</section>
`
}

function* streamArticles(streams: Iterable<StreamSession>, lastAt: number, times: Times): Generator<Markup> {
  let index = 0
  for (const one of streams) yield streamArticle(one, ++index, lastAt, times)
  if (index === 0) yield html`<p>No stream was on.</p>`
}

function period(log: LogFacts, times: Times): string {
  const [from, to] = [times.day(log.firstAt ?? 0), times.day(log.lastAt ?? 0)]
  return from === to ? from : `${from} to ${to}`
}

/** What stands on top. */
interface Totals {
  streams: number
  onAirMs: number
  destinations: number
  interruptions: number
  recordings: number
  readonly failures: number
}

function totalsOf(show: ShowSource, failures: number): Totals {
  const totals = { streams: 0, onAirMs: 0, destinations: 0, interruptions: 0, recordings: 0, failures }
  const destinations = new Set<string>()
  for (const one of show.streams()) {
    totals.streams++
    totals.onAirMs += (one.endedAt ?? show.log.lastAt ?? one.startedAt) - one.startedAt
    totals.interruptions += interruptionsOf(one)
    for (const { id } of one.destinations) destinations.add(id)
  }
  for (const _ of show.recordings()) totals.recordings++
  return { ...totals, destinations: destinations.size }
}

function numbers(totals: Totals): Markup {
  const item = (value: string, what: string): Markup => html`<li><strong>${value}</strong>${what}</li>`
  const counted = (count: number, what: string): Markup => item(String(count), count === 1 ? what : `${what}s`)
  return html`<ul class="numbers" aria-label="At a glance">
${counted(totals.streams, 'stream')}${item(lasting(totals.onAirMs), 'on air in all')}${counted(totals.destinations, 'destination')}${counted(totals.interruptions, 'interruption')}${counted(totals.recordings, 'recording')}${item(String(totals.failures), 'refused or failed')}
</ul>`
}

function interruptionsOf({ interruptions, destinations }: StreamSession): number {
  return interruptions.length + destinations.reduce((sum, run) => sum + run.interruptions.length, 0)
}
