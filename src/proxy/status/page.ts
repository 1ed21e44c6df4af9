import type { ProxyReport } from './report.ts'

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #ccc}
.bad{background:#b00020;color:#fff;padding:.6rem 1rem}.good{background:#0a6b2d;color:#fff;padding:.6rem 1rem}`

/** The page for people: one look says whether all is recorded. Without scripts, and new every two seconds. */
export function statusPage(report: ProxyReport): string {
  const { vmix, recording, lock, rules, password, clients } = report
  const rows: readonly (readonly [string, string])[] = [
    [
      'vMix',
      `${vmix.host}, HTTP ${vmix.httpPort}, TCP ${vmix.tcpPort}${vmix.version === '' ? '' : `, version ${vmix.version}`}`,
    ],
    ['HTTP', vmix.httpAway ?? 'answers'],
    ['TCP', vmix.tcpAway ?? 'up'],
    ['Reads of vMix', String(vmix.reads)],
    ['Entries', `${recording.recorded} on disk, ${recording.waiting} waiting, ${recording.lost} lost or late`],
    ['Show log', recording.folder],
    ['Observing', recording.observing ?? 'what is switched in vMix itself is seen'],
    [
      'Starts',
      recording.strict ? 'refused while nothing can be recorded' : 'let through while nothing can be recorded',
    ],
    ['Show lock', lock ? 'ON: stops only by who is listed' : 'off'],
    ['Rules', String(rules)],
    ['Password on HTTP', password ? 'asked for' : 'none'],
    ['Since', report.since],
  ]
  const seen = clients.toSorted((one, other) => (one.lastSeen < other.lastSeen ? 1 : -1))
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>vmixctl proxy</title><style>${style}</style></head><body>
<h1>vmixctl proxy</h1>
${banner(recording)}
<table>${rows.map(([name, value]) => `<tr><th>${name}</th><td>${escaped(value)}</td></tr>`).join('')}</table>
<h2>Clients</h2>
<table><tr><th>Address</th><th>By</th><th>Connections</th><th>Requests</th><th>Calls</th><th>Refused</th><th>Last call</th><th>Last seen</th></tr>
${seen.map((each) => `<tr>${[each.address, each.protocol, each.connections, each.requests, each.calls, each.refused, each.lastCall ?? '', each.lastSeen].map((cell) => `<td>${escaped(String(cell))}</td>`).join('')}</tr>`).join('\n')}
</table></body></html>
`
}

function banner({ recording, why, since }: ProxyReport['recording']): string {
  if (recording) return '<p class="good">What goes through is being recorded.</p>'
  return `<p class="bad"><strong>NOTHING IS BEING RECORDED</strong> since ${escaped(since ?? '')}. ${escaped(why ?? '')} vMix can be controlled all the same.</p>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
