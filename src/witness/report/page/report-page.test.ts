import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { JsonValue, WitnessEntry } from '../../entry.ts'
import { collectShow } from '../sessions.ts'
import { html } from './markup.ts'
import { reportPage } from './report-page.ts'
import { lasting } from './times.ts'

const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&\u202e\`</style>`

/** Every text that an event can carry is hostile. */
function hostile(event_type: string, params: JsonValue, result: JsonValue, sequence: number): WitnessEntry {
  const timestamp = `2026-11-22T20:00:0${sequence % 10}.000Z`
  return {
    event: {
      actor: evil,
      epoch: null,
      event_type,
      log_id: evil,
      logged_at: timestamp,
      operation_id: evil + String(sequence),
      params: typeof params === 'object' && !Array.isArray(params) ? (params as Record<string, JsonValue>) : null,
      result,
      sequence,
      timestamp,
      writer: evil,
    },
    previous_hash: evil,
    current_hash: evil,
    witness_timestamp: timestamp,
  }
}

const entries = [
  hostile('log_opened', { instance: evil, host: evil, port: 1 }, null, 1),
  hostile(
    'stream_started',
    { channel: 0, via: 'gateway', destination: { id: 'x', name: evil, url: evil } },
    { verification: evil },
    2,
  ),
  hostile('destination_lost', { channel: 0, destination_id: 'x', observation: 'output.lost' }, { message: evil }, 3),
  hostile('standby_started', { channel: 0 }, { message: evil }, 3),
  hostile('destination_switched', { channel: 0, destination_id: 'x' }, { message: evil }, 3),
  hostile('recording_started', { channel: 0, recorder: 'gateway', filename: evil }, { output_id: 'r' }, 4),
  hostile(
    'recording_observed',
    { channel: 0, destination_id: 'r', observation: 'output.failed' },
    { message: evil },
    5,
  ),
  hostile('recording_hashed', { channel: 0, filename: evil }, { sha256: evil, as_written: false }, 5),
  hostile('stream_start_failed', { kind: evil, channel: 0 }, { error: evil, message: evil, left_on: [evil] }, 6),
  hostile('stream_observed', { channel: 0, on: true }, { message: evil }, 7),
  hostile('witness_gap', { cause: evil, count: 1 }, null, 8),
]
const proof = {
  valid: false,
  anchored: false,
  totalEvents: 9,
  lastHash: evil,
  brokenAt: 3,
  reason: evil,
  proved: [evil],
  notProved: [evil],
}
const page = async (options: Partial<Parameters<typeof reportPage>[1]> = {}) =>
  [...reportPage(await collectShow(entries), { madeAt: 0, timeZone: 'UTC', ...options })].join('')

describe('the report as a page', () => {
  it('escapes whatever stands in the log', async () => {
    const text = await page({ proof })
    const tags = [...text.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag)
    expect(tags).not.toContain('script')
    expect(tags).not.toContain('img')
    expect(tags.filter((tag) => tag === 'style')).toHaveLength(2)
    expect(text).not.toContain('\u202e')
    expect(text.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(20)
    // No value closes its attribute: every quote of the hostile text is an entity.
    expect(text).not.toContain(`"><script`)
    expect(text).not.toMatch(/\sonerror=alert\(1\)>/)
  })

  it('asks for nothing from anywhere: no script, no link out, a policy that allows its own style alone', async () => {
    const text = await page()
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? ''
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]?.replaceAll('&#39;', "'")
    const hash = createHash('sha256').update(style).digest('base64')
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`)
    expect(text).not.toMatch(/<(?:script|link|img|iframe|object|form)\b|\sstyle=|\son[a-z]+="|@import|url\(/)
    const links = [...text.matchAll(/\shref="([^"]*)"/g)].map(([, target]) => target)
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((target) => target?.startsWith('#') !== true)).toEqual([])
  })

  it('has landmarks, one main heading, a place for every link, and headers in every table', async () => {
    const text = await page({ proof })
    for (const tag of ['header', 'nav', 'main', 'footer'])
      expect(text.match(new RegExp(`<${tag}[ >]`, 'g'))).toHaveLength(1)
    expect(text.match(/<h1>/g)).toHaveLength(1)
    expect(text).toContain('<html lang="en">')
    const levels = [...text.matchAll(/<h(\d)/g)].map(([, level]) => Number(level))
    expect(levels.every((level, index) => level - (levels[index - 1] ?? 0) <= 1)).toBe(true)
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const named = [...text.matchAll(/(?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id)
    expect(named.filter((id) => !ids.includes(id))).toEqual([])
    for (const table of text.split('<table').slice(1)) expect(table).toMatch(/<caption>[\s\S]*<th scope="col">/)
  })

  it('says in front whether the log was checked, and how to check it', async () => {
    const whole = { ...proof, valid: true, totalEvents: entries.length, brokenAt: null, reason: null, lastHash: 'abc' }
    expect(await page()).toContain('Not checked.')
    expect(await page({ proof })).toContain('The log is broken at entry 4')
    expect(await page({ proof })).toContain('What this report says from there on cannot be relied on.')
    const ended = await page({ proof: { ...proof, brokenAt: entries.length } })
    expect(ended).toContain(`The log is broken at entry ${entries.length + 1}`)
    expect(ended).toContain('This report ends there: what comes after is not in it.')
    const unsigned = await page({ proof: { ...proof, brokenAt: null, reason: 'there is no signature' } })
    expect(unsigned).toContain('there is no signature')
    expect(unsigned).not.toContain('broken at entry')
    expect(await page({ proof: whole })).toContain(`Checked: ${entries.length} entries, each joined`)
    expect(await page({ proof: { ...whole, anchored: true } })).toContain('as noted down elsewhere')
    expect(await page({ proof: whole })).toContain(
      `vmixctl witness verify --expect-size ${entries.length} --expect-head abc`,
    )
  })

  it('shows times in the zone that was asked for', async () => {
    expect(await page({ timeZone: 'Europe/Berlin' })).toContain('21:00:02')
    expect(await page()).toContain('20:00:02')
    await expect(page({ timeZone: 'Nowhere/Such' })).rejects.toThrow(RangeError)
  })

  it('says in words what was sent instead of the show, and when another address was used', async () => {
    const text = await page()
    expect(text).toContain('<caption>Backup or slate sent instead of the show</caption>')
    expect(text).toContain('<h4>Main and backup addresses</h4>')
    const params = { kind: 'standby_switch', channel: 0 }
    const failed = [hostile('standby_failed', params, { error: 'unsupported', message: 'no gateway' }, 1)]
    expect([...reportPage(await collectShow(failed), { madeAt: 0 })].join('')).toContain(
      'slate now, or back to the show',
    )
  })

  it('claims nothing that nobody measured', async () => {
    const start = { channel: 0, via: 'direct', destination: { id: 'x', name: 'Twitch', url: 'rtmp://x/y' } }
    const direct = [hostile('stream_started', start, { verification: 'vmix_on' }, 1)]
    const text = [...reportPage(await collectShow(direct), { madeAt: 0 })].join('')
    expect(text).toContain('Whether it was interrupted was not measured.')
    expect(text).not.toContain('recorded no interruption')
    expect(text).not.toMatch(/class="good">healthy/)
  })

  it('is a page also for an empty log', async () => {
    const text = [...reportPage(await collectShow([]), { madeAt: 0 })].join('')
    expect(text).toContain('The log is empty.')
    expect(text).toContain('No stream was on.')
  })
})

describe('html', () => {
  it('leaves what is markup, and nothing else', () => {
    expect(html`<b>${html`<i>${'<&>'}</i>`}</b>${null}${3}${[html`a`, html`b`]}`.text).toBe(
      '<b><i>&lt;&amp;&gt;</i></b>3ab',
    )
  })
})

describe('lasting', () => {
  it.each([
    [0, '0 s'],
    [400, 'less than 1 s'],
    [59_600, '1 min 00 s'],
    [3_723_000, '1 h 02 min 03 s'],
  ])('%i ms is %s', (ms, words) => expect(lasting(ms)).toBe(words))
})
