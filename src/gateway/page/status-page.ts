import { createHash } from 'node:crypto'
import type { FeedStatus, GatewayStatus, OutputStatus } from '../control/messages.ts'
import { escaped } from './html.ts'

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif }
body { margin: 1.5rem; max-width: 90rem }
h1 { font-size: 1.3rem } h2 { font-size: 1.1rem; margin: 1.5rem 0 .3rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .25rem .8rem .25rem 0; vertical-align: top; border-bottom: 1px solid #8884 }
td.number { text-align: right; font-variant-numeric: tabular-nums }
.healthy { color: #080 } .warning { color: #a60 } .critical { color: #c00; font-weight: bold } .unknown { color: #777 }
@media (prefers-color-scheme: dark) { .healthy { color: #6c6 } .warning { color: #fb4 } .critical { color: #f66 } }
`
const REFRESH_S = 2

/** What the page may do: be shown, with its own style. No script, no other address, in no frame. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** All feeds and outputs, for a person; it shows itself anew every two seconds. */
export function statusPage(status: GatewayStatus, nowMs: number): string {
  const { feeds, rtmp, startedAt, eventLoop } = status
  return document(
    'Gateway',
    REFRESH_S,
    `<h1>Gateway</h1>
<p>Running since ${escaped(startedAt)}. vMix sends to <code>rtmp://${escaped(rtmp.advertise)}</code>. At ${new Date(nowMs).toISOString()} it answered with ${eventLoop.delayP99Ms} ms delay of its own (p99).</p>
${feeds.length === 0 ? '<p>It carries no streams.</p>' : feeds.map(feedPart).join('\n')}`,
  )
}

/** What somebody sees who has no right to look. */
export function closedPage(why: string): string {
  return document('Gateway', null, `<h1>Gateway</h1><p>${escaped(why)}</p>`)
}

/** Goes on to the page by itself: a step that is taken by us carries the cookie, wherever the link stood. */
export function enteringPage(): string {
  return document('Gateway', 0, '<p><a href="/">Go on to the gateway’s page.</a></p>')
}

function document(title: string, refreshS: number | null, body: string): string {
  const refresh = refreshS === null ? '' : `<meta http-equiv="refresh" content="${refreshS}; url=/">`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${refresh}<style>${STYLE}</style></head><body>${body}</body></html>`
}

function feedPart(feed: FeedStatus): string {
  const { instance, channel, state, publisher, media, reading, health, outputs } = feed
  const picture = media.width === null ? '' : `, ${media.width} × ${media.height ?? '?'}`
  const from = publisher === null ? 'nobody publishes' : `from ${publisher.remote}${picture}`
  return `<h2>Stream ${channel + 1} of ${escaped(instance)}</h2>
<p>${escaped(state)}, ${verdict(health)}: ${escaped(from)}, ${rate(reading)}. ${escaped(reasons(health))}</p>
${leftOutPart(feed)}${standbyPart(feed)}${outputs.length === 0 ? '<p>No destinations.</p>' : outputTable(outputs)}`
}

/** What of a stream that runs is left out; what keeps one from beginning is in its health. */
function leftOutPart({ state, why }: FeedStatus): string {
  return state !== 'live' || why == null ? '' : `<p class="warning">${escaped(why)}</p>\n`
}

function standbyPart({ standby }: FeedStatus): string {
  if (standby == null || standby.on === 'main') return ''
  return `<p class="${standby.held ? 'warning' : 'critical'}">${escaped(standby.why ?? `The ${standby.on} is sent.`)}</p>\n`
}

function outputTable(outputs: readonly OutputStatus[]): string {
  const head = ['Name', 'Where', 'State', 'Health', 'Rate', 'Frames', 'Dropped', 'Why']
  const rows = outputs.map((output) => {
    const { name, target, state, health, reading, why } = output
    const cells = [
      `<td>${escaped(name)}</td><td>${escaped(target)}</td><td>${escaped(state)}</td><td>${verdict(health)}</td>`,
      ...[rate(reading), String(reading.framesTotal), String(reading.droppedTotal)].map(
        (figure) => `<td class="number">${escaped(figure)}</td>`,
      ),
      `<td>${escaped(why ?? reasons(health))}</td>`,
    ]
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table><thead><tr>${head.map((title) => `<th>${title}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function verdict({ healthStatus }: FeedStatus['health']): string {
  return `<span class="${healthStatus}">${healthStatus}</span>`
}

function reasons({ reasons: all }: FeedStatus['health']): string {
  return all.map(({ message }) => message).join(' ')
}

function rate({ bitrateKbps, fps }: FeedStatus['reading']): string {
  const bits = bitrateKbps === null ? 'rate unknown' : `${Math.round(bitrateKbps)} kb/s`
  return fps === null ? bits : `${bits}, ${Math.round(fps * 10) / 10} fps`
}
