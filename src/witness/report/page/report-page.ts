import type { ShowReport, StreamSession } from '../facts.ts'
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
 * A report as one HTML file for people: to read, to print, to keep. It asks for nothing from anywhere, and runs nothing.
 * Everything that stands in the log is escaped.
 *
 * @throws RangeError for a time zone that is none
 */
export function reportPage(report: ShowReport, options: PageOptions): string {
  const times = new Times(options.timeZone ?? 'UTC')
  const { log, streams } = report
  const proof = options.proof ?? null
  const name = log.instance ?? 'unknown vMix'
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Show report: ${name}${log.firstAt === null ? '' : `, ${period(report, times)}`}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
<header>
<h1>Show report: ${name}</h1>
<p>${log.firstAt === null ? 'The log is empty.' : `${period(report, times)}. `}vMix at ${log.host ?? 'unknown'}:${log.port ?? 'unknown'}.</p>
<p class="soft">All times are ${times.zone}. Made on ${times.time(options.madeAt)} from the show log alone.</p>
</header>
<nav aria-label="Sections"><p><a href="#streams">Streams</a> · <a href="#recordings">Recordings</a> · <a href="#failures">Refused and failed</a> · <a href="#others">Seen in vMix</a> · <a href="#gaps">Gaps</a> · <a href="#proof">How to check this</a></p></nav>
<main id="main">
${verdictBanner(log, proof)}
${numbers(report)}
<section aria-labelledby="streams"><h2 id="streams">Streams</h2>
${streams.length === 0 ? html`<p>No stream was on.</p>` : streams.map((one, index) => streamArticle(one, index + 1, log.lastAt ?? 0, times))}
</section>
<section aria-labelledby="recordings"><h2 id="recordings">Recordings</h2>
${recordingTable(report.recordings, times)}
</section>
<section aria-labelledby="failures"><h2 id="failures">Refused and failed</h2>
${failureTable(report.failures, times)}
</section>
<section aria-labelledby="others"><h2 id="others">Switched in vMix by others</h2>
${seenList(report.seen, times)}
</section>
<section aria-labelledby="gaps"><h2 id="gaps">Gaps in the log</h2>
${gapList(report.gaps, times)}
</section>
${proofSection(report.log, proof)}
</main>
<footer><p>Made by @infrafabric/vmix. Stream keys are in no log and in no report.</p></footer>
</body>
</html>
`
  return page.text
}

function period({ log }: ShowReport, times: Times): string {
  const [from, to] = [times.day(log.firstAt ?? 0), times.day(log.lastAt ?? 0)]
  return from === to ? from : `${from} to ${to}`
}

function numbers({ streams, recordings, failures, log }: ShowReport): Markup {
  const onAir = streams.reduce((sum, one) => sum + ((one.endedAt ?? log.lastAt ?? one.startedAt) - one.startedAt), 0)
  const broken = streams.reduce((sum, one) => sum + interruptionsOf(one), 0)
  const destinations = new Set(streams.flatMap((one) => one.destinations.map(({ id }) => id))).size
  const item = (value: string, what: string): Markup => html`<li><strong>${value}</strong>${what}</li>`
  return html`<ul class="numbers" aria-label="At a glance">
${item(String(streams.length), streams.length === 1 ? 'stream' : 'streams')}${item(lasting(onAir), 'on air in all')}${item(String(destinations), destinations === 1 ? 'destination' : 'destinations')}${item(String(broken), broken === 1 ? 'interruption' : 'interruptions')}${item(String(recordings.length), recordings.length === 1 ? 'recording' : 'recordings')}${item(String(failures.length), 'refused or failed')}
</ul>`
}

function interruptionsOf({ interruptions, destinations }: StreamSession): number {
  return interruptions.length + destinations.reduce((sum, run) => sum + run.interruptions.length, 0)
}
