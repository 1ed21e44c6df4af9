import type { Failure, Gap, RecordedPart, RecordingFacts, Seen } from '../facts.ts'
import { html, type Markup } from './markup.ts'
import { lasting, type Times } from './times.ts'

/** What is listed, a piece for each; `none` where there is nothing. */
function* listed<T>(items: Iterable<T>, each: (item: T) => Markup, around: Around): Generator<Markup> {
  let any = false
  for (const item of items) {
    if (!any) yield around.begin
    any = true
    yield each(item)
  }
  yield any ? around.end : around.none
}

interface Around {
  readonly none: Markup
  readonly begin: Markup
  readonly end: Markup
}

export function recordingTable(recordings: Iterable<RecordingFacts>, times: Times): Iterable<Markup> {
  const row = (
    one: RecordingFacts,
  ): Markup => html`<tr><th scope="row">${one.files.length === 0 ? 'named by vMix' : one.files.map(fileCell)}${one.problem === null ? null : html`<p class="bad">${one.problem}</p>`}</th>
<td data-label="Stream">${one.recorder === 'vmix' ? 'vMix’s own recorder' : one.channel === null ? 'unknown' : `Stream ${one.channel + 1}`}</td>
<td data-label="From">${one.startedAt === null ? 'not in the log' : times.time(one.startedAt)}${one.startedBy === null ? null : html`, by ${one.startedBy}`}</td>
<td data-label="Length" class="number">${lengthOf(one)}</td>
<td data-label="Size" class="number">${sizeOf(one)}</td></tr>`
  return listed(recordings, row, {
    none: html`<p>Nothing was recorded.</p>`,
    begin: html`<div class="scroll"><table class="stacks"><caption>Files</caption><thead><tr><th scope="col">File and its SHA-256</th><th scope="col">Of</th><th scope="col">From</th><th scope="col">Length</th><th scope="col">Size</th></tr></thead><tbody>
`,
    end: html`</tbody></table></div>
<p class="soft">SHA-256 is a file’s fingerprint: <code>sha256sum FILE</code> (Windows: <code>certutil -hashfile FILE SHA256</code>) prints the same for as long as not a single byte has changed. <code>vmixctl witness check-file FILE</code> compares it with the show log.</p>`,
  })
}

function fileCell({ path, sha256, asWritten }: RecordedPart): Markup {
  const known = sha256 === null ? html`<span class="soft">no SHA-256 in the log</span>` : html`<code>${sha256}</code>`
  const changed = asWritten === false ? html`<br><span class="bad">changed between writing and hashing</span>` : null
  return html`<div>${path}<br>${known}${changed}</div>`
}

function lengthOf({ endedAt, durationMs }: RecordingFacts): string {
  if (durationMs !== null) return lasting(durationMs)
  return endedAt === null ? 'its end is not in the log' : 'unknown'
}

function sizeOf({ bytes, frames }: RecordingFacts): string {
  const parts = [
    bytes === null ? null : sizeWords(bytes),
    frames === null ? null : `${frames.toLocaleString('en-GB')} frames`,
  ]
  return parts.filter((part) => part !== null).join(', ') || 'unknown'
}

function sizeWords(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1000)} kB`
}

const asked = new Map([
  ['stream_start', 'start of a stream'],
  ['srt_stream_start', 'start of an SRT stream'],
  ['stream_stop', 'stop of a stream'],
  ['recording_start', 'start of a recording'],
  ['recording_stop', 'stop of a recording'],
  ['srt_output_start', 'start of SRT of a vMix output'],
  ['srt_output_stop', 'stop of SRT of a vMix output'],
  ['function_call', 'call of a vMix function'],
  ['standby', 'slate or backup'],
  ['standby_set', 'setting of slate or backup'],
  ['standby_switch', 'slate now, or back to the show'],
  ['destination_switch', 'change to another address'],
])

export function failureTable(failures: readonly Failure[], times: Times): Iterable<Markup> {
  const row = ({ at, who, kind, channel, name, error, message, leftOn, sequence }: Failure): Markup =>
    html`<tr><td data-label="When" class="number">${times.time(at)}</td>
<td data-label="Who">${who}</td>
<td data-label="What">${asked.get(kind) ?? kind}${channel === null ? '' : `, Stream ${channel + 1}`}${name === null ? '' : `, ${name}`}</td>
<td data-label="Why">${message}${leftOn.length === 0 ? null : html` <strong class="bad">Left on: ${leftOn.join('; ')}.</strong>`} <span class="soft">(${error ?? 'unknown'}, entry ${sequence})</span></td></tr>`
  return listed(failures, row, {
    none: html`<p class="good">Nothing was refused, and nothing failed.</p>`,
    begin: html`<div class="scroll"><table class="stacks"><caption>Refused, failed, interrupted</caption><thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Why</th></tr></thead><tbody>
`,
    end: html`</tbody></table></div>`,
  })
}

export function seenList(seen: readonly Seen[], times: Times): Iterable<Markup> {
  return listed(seen, ({ at, message }) => html`<li>${times.time(at)}: ${message}</li>`, {
    none: html`<p>Nobody else was seen to switch streams or vMix’s recorder.</p>`,
    begin: html`<ul>`,
    end: html`</ul>`,
  })
}

export function gapList(gaps: readonly Gap[], times: Times): Iterable<Markup> {
  const item = ({ at, firstAt, lastAt, count, message }: Gap): Markup => {
    const when = firstAt === null ? times.time(at) : html`${times.time(firstAt)} – ${times.time(lastAt ?? at, firstAt)}`
    return html`<li>${when}: ${message}${count === null ? ' How many is not known.' : count === 0 ? '' : ` ${count} in all.`}</li>`
  }
  return listed(gaps, item, {
    none: html`<p class="good">The log says of no gap in itself.</p>`,
    begin: html`<ul>`,
    end: html`</ul>`,
  })
}
