import type { DestinationRun, HealthTimes, Interruption, StreamSession } from '../facts.ts'
import { html, type Markup } from './markup.ts'
import { timeline } from './timeline.ts'
import { lasting, type Times } from './times.ts'

/** How far a start was confirmed, in words. */
const confirmations = new Map([
  ['media', 'frames sent, and taken'],
  ['vmix_on', 'vMix showed it on'],
  ['accepted', 'vMix took the command'],
])

/** One stream from when it went on to when it went off. */
export function streamArticle(session: StreamSession, index: number, lastAt: number, times: Times): Markup {
  const { channel, startedAt, startedBy, endedAt, endedBy, ending } = session
  const to = endedAt ?? Math.max(lastAt, startedAt)
  const ended =
    ending === null
      ? html`<strong>Still on at the end of the log</strong> (${times.time(to, startedAt)}).`
      : html`Off at ${times.time(to, startedAt)}, ${ending === 'stopped' ? `stopped by ${endedBy ?? 'nobody named'}` : 'switched off in vMix, not by an operation in this log'}.`
  const began = startedBy === null ? 'switched on in vMix, not by an operation in this log' : `started by ${startedBy}`
  const broken = [
    ...session.interruptions.map((one) => ({ ...one, name: 'the stream from vMix' })),
    ...session.destinations.flatMap((run) => run.interruptions.map((one) => ({ ...one, name: run.name }))),
  ].sort((a, b) => a.from - b.from)
  return html`<article aria-labelledby="stream-${index}">
<h3 id="stream-${index}">Stream ${channel + 1}: ${lasting(to - startedAt)} on ${times.day(startedAt)}</h3>
<p>On at ${times.time(startedAt, startedAt)}, ${began}. ${ended}</p>
${session.via === null ? null : html`<p>${session.via === 'gateway' ? 'Through the gateway, which measured it.' : 'vMix sent it to the destination itself: nothing was measured.'}</p>`}
${session.via === 'gateway' ? html`<p>Health of the stream from vMix: ${healthWords(session.health)}.</p>` : null}
${destinationTable(session, to, times)}
${interruptionTable(session.via, broken, to, startedAt, times)}
${standbyTable(session.standby, to, startedAt, times)}
${addressList(session.addressChanges, startedAt, times)}
</article>`
}

function destinationTable(session: StreamSession, to: number, times: Times): Markup | null {
  const { destinations, startedAt, interruptions } = session
  if (destinations.length === 0) return null
  const rows = destinations.map((run) => {
    const end = run.to ?? to
    const words = `${run.name}: ${times.day(run.from)}, ${lasting(end - run.from)}, ${count(run.interruptions.length, 'interruption')}`
    const bar = timeline(
      { from: startedAt, to },
      { from: run.from, to: end },
      [...interruptions, ...run.interruptions],
      words,
    )
    return html`<tr><th scope="row">${run.name}<br><code>${run.url}</code>${bar}</th>
<td data-label="Live" class="number">${times.time(run.from, startedAt)} – ${run.to === null ? 'end of the log' : times.time(run.to, startedAt)}${run.ending === 'failed' ? html`<br><strong class="bad">given up</strong>` : null}</td>
<td data-label="How long" class="number">${lasting(end - run.from)}</td>
<td data-label="Interrupted" class="number">${interrupted(session, run, to)}</td>
<td data-label="Health">${session.via === 'gateway' ? healthWords(run.health) : 'not measured'}</td>
<td data-label="Confirmed">${confirmations.get(run.verification ?? '') ?? run.verification ?? 'unknown'}</td></tr>`
  })
  return html`<div class="scroll"><table class="stacks"><caption>Destinations</caption><thead><tr><th scope="col">Destination</th><th scope="col">Live</th><th scope="col">How long</th><th scope="col">Interrupted</th><th scope="col">Health</th><th scope="col">Confirmed when it started</th></tr></thead><tbody>
${rows}</tbody></table></div>`
}

function interrupted({ via }: StreamSession, { interruptions }: DestinationRun, end: number): Markup {
  if (interruptions.length === 0) return via === 'gateway' ? html`no` : html`not measured`
  const ms = interruptions.reduce((sum, { from, to }) => sum + ((to ?? end) - from), 0)
  return html`<strong class="bad">${count(interruptions.length, 'time')}</strong>, ${lasting(ms)}`
}

function interruptionTable(
  via: StreamSession['via'],
  broken: readonly (Interruption & { readonly name: string })[],
  end: number,
  beside: number,
  times: Times,
): Markup | null {
  if (broken.length === 0) {
    return via === 'gateway'
      ? html`<p class="good">The gateway recorded no interruption.</p>`
      : html`<p class="soft">Whether it was interrupted was not measured.</p>`
  }
  const rows = broken.map(
    ({ from, to, why, name }) => html`<tr><th scope="row">${name}</th>
<td data-label="From" class="number">${times.time(from, beside)}</td>
<td data-label="How long" class="number">${lasting((to ?? end) - from)}${to === null ? ', to the end' : ''}</td>
<td data-label="Why">${why}</td></tr>`,
  )
  return html`<div class="scroll"><table class="stacks"><caption>Interruptions</caption><thead><tr><th scope="col">What</th><th scope="col">From</th><th scope="col">How long</th><th scope="col">Why</th></tr></thead><tbody>
${rows}</tbody></table></div>`
}

function standbyTable(standby: readonly Interruption[], end: number, beside: number, times: Times): Markup | null {
  if (standby.length === 0) return null
  const rows = standby.map(
    ({ from, to, why }) => html`<tr><th scope="row">${why}</th>
<td data-label="From" class="number">${times.time(from, beside)}</td>
<td data-label="How long" class="number">${lasting((to ?? end) - from)}${to === null ? ', to the end' : ''}</td></tr>`,
  )
  return html`<div class="scroll"><table class="stacks"><caption>Backup or slate sent instead of the show</caption><thead><tr><th scope="col">What and why</th><th scope="col">From</th><th scope="col">How long</th></tr></thead><tbody>
${rows}</tbody></table></div>`
}

function addressList(changes: StreamSession['addressChanges'], beside: number, times: Times): Markup | null {
  if (changes.length === 0) return null
  return html`<h4>Main and backup addresses</h4><ul>${changes.map(({ at, message }) => html`<li>${times.time(at, beside)}: ${message}</li>`)}</ul>`
}

/** Shares of the time; what was always the same is one word. */
function healthWords(times: HealthTimes): Markup {
  const all = times.healthy + times.warning + times.critical + times.unknown
  if (all === times.unknown) return html`not measured`
  const colours = { healthy: 'good', warning: 'fair', critical: 'bad', unknown: 'soft' } as const
  const words = (['healthy', 'warning', 'critical', 'unknown'] as const).flatMap((word) => {
    const share = times[word] / all
    // A verdict needs some seconds of measuring first: that is not worth a word.
    if (times[word] === 0 || (word === 'unknown' && times[word] < 5000)) return []
    const percent = share > 0.995 ? '' : share < 0.01 ? ' under 1 %' : ` ${Math.round(share * 100)} %`
    return [html`<span class="${colours[word]}">${word === 'unknown' ? 'not measured' : word}${percent}</span>`]
  })
  return html`${words.flatMap((word, index) => (index === 0 ? [word] : [html`, `, word]))}`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
