import { describe, expect, it } from 'vitest'
import type { BenchOptions, RowResult } from '../../bench/row.ts'
import { rows } from '../../bench/rows.ts'
import { contest, median, percentile } from '../../bench/rounds.ts'
import { needs } from '../support/programs.ts'

/** Long enough to see that it runs; far too short to measure anything. */
const tiny: BenchOptions = {
  rounds: 1,
  turnMs: 100,
  relay: { rounds: 1, turnMs: 300, settleMs: 100, outputs: [2] },
}

async function run(name: string): Promise<RowResult> {
  const row = rows.find((row) => row.name === name)
  if (row === undefined) throw new Error(`no row ${name}`)
  return row.run(tiny, () => undefined)
}
const value = (result: RowResult, what: string) => result.measures.find((measure) => measure.what === what)?.value

describe('a row of the bench runs, and measures something:', () => {
  it('status calls', async () => {
    const result = await run('status-calls')
    expect(value(result, 'ours, 28 KB')).toBeGreaterThan(0)
    expect(value(result, 'node:http, 28 KB')).toBeGreaterThan(0)
    expect(result.commands).toContain('ours: await client.state()')
  })

  it('state documents', async () => {
    const result = await run('state-documents')
    expect(value(result, 'ours, indented')).toBeGreaterThan(0)
    expect(result.goals.find(({ what }) => what === 'ours / saxes, one line')?.value).toBeGreaterThan(0)
  })

  it('witness appends', async () => {
    const result = await run('witness-appends')
    for (const measure of result.measures) expect(measure.value).toBeGreaterThan(0)
    expect(result.goals).toHaveLength(2)
  })

  it('witness verify', async () => {
    const result = await run('witness-verify')
    for (const measure of result.measures) expect(measure.value).toBeGreaterThan(0)
  })

  it('witness open', async () => {
    const result = await run('witness-open')
    for (const measure of result.measures) expect(measure.value).toBeGreaterThan(0)
    expect(result.goals).toHaveLength(4)
  })

  it.runIf(process.platform === 'linux')('relay', { timeout: 90_000 }, async () => {
    const result = await run('relay')
    expect(value(result, 'ours, 2: memory')).toBeGreaterThan(0)
    expect(value(result, 'ours, 2: frames lost')).toBe(0)
    expect(value(result, 'ours, 2: delay p50')).toBeGreaterThan(0)
    expect(value(result, 'bare node, nothing parsed, 2: frames lost')).toBe(0)
    expect(value(result, 'node-media-server 4, 2: frames lost')).toBe(0)
  })

  it.runIf(process.platform === 'linux' && needs('openssl'))('relay by RTMPS', { timeout: 90_000 }, async () => {
    const result = await run('relay-rtmps')
    expect(value(result, 'ours, 2: CPU')).toBeGreaterThan(0)
    expect(value(result, 'ours, 2: frames lost')).toBe(0)
    expect(value(result, 'ours, 2: delay p99')).toBeGreaterThan(0)
  })

  it.runIf(process.platform === 'linux' && needs('srt-live-transmit'))('SRT', { timeout: 90_000 }, async () => {
    const result = await run('srt')
    for (const way of ['ours, libsrt', 'ffmpeg, one each', 'ffmpeg | srt-live-transmit, one each']) {
      expect(value(result, `${way}, 2: CPU`)).toBeGreaterThan(0)
      expect(value(result, `${way}, 2: frames lost`)).toBe(0)
    }
  })

  it.runIf(process.platform === 'linux')('recording', { timeout: 90_000 }, async () => {
    const result = await run('recording')
    expect(value(result, 'ours, nothing recorded: CPU')).toBeGreaterThan(0)
    for (const format of ['MP4', 'MKV']) expect(value(result, `ours, ${format}: memory`)).toBeGreaterThan(0)
    expect(result.goals.filter(({ met }) => !met)).toEqual([])
  })

  it('frames stop', { timeout: 60_000 }, async () => {
    const result = await run('frames-stop')
    expect(value(result, 'connection open')).toBeGreaterThan(900)
    expect(value(result, 'connection cut')).toBeGreaterThan(0)
  })

  it('stall', { timeout: 90_000 }, async () => {
    const result = await run('stall')
    expect(value(result, '25 fps: found after, slowest')).toBeGreaterThan(1000)
    const [made, ...others] = result.goals
    expect(made).toMatchObject({ what: 'false alarms, made traces', met: true })
    expect(others.at(-1)).toMatchObject({ what: 'found after the last picture, slowest, ms', met: true })
  })

  it('event delay', async () => {
    const result = await run('event-delay')
    expect(value(result, 'watcher: p50')).toBeGreaterThan(0)
    expect(value(result, '250 ms poller: p50')).toBeGreaterThan(0)
  })

  it('reconnect', async () => {
    const result = await run('reconnect')
    expect(value(result, 'TCP client')).toBeGreaterThanOrEqual(0)
    expect(result.goals).toHaveLength(2)
  })

  it('commands', async () => {
    const result = await run('commands')
    expect(value(result, 'ours, TCP')).toBeGreaterThan(0)
    expect(value(result, 'ours, HTTP')).toBeGreaterThan(0)
  })

  it.runIf(process.platform === 'linux')('many watched', async () => {
    const result = await run('many-watched')
    expect(value(result, '200: memory')).toBeGreaterThan(0)
    expect(value(result, '200: CPU')).toBeGreaterThan(0)
  })
})

describe.runIf(process.platform === 'linux')('the row of a control room', () => {
  it('measures from vMix to those who follow, and what the server costs', { timeout: 180_000 }, async () => {
    const result = await run('control-room')
    expect(value(result, 'a change to every follower: p50')).toBeGreaterThan(0)
    expect(value(result, 'server: memory')).toBeGreaterThan(0)
    expect(value(result, 'server, nobody follows: CPU')).toBeGreaterThan(0)
    // Where there is no Chromium, the row says so.
    const screen = result.skipped.length > 0 ? 'skipped' : value(result, 'a change to the screen: p50')
    expect(screen === 'skipped' || Number(screen) > 0).toBe(true)
  })
})

describe('the proxy row', () => {
  it('measures both ways, and what the proxy adds', { timeout: 60_000 }, async () => {
    const result = await run('proxy-delay')
    for (const way of ['TCP', 'HTTP, kept connection', 'HTTP, a connection for each call']) {
      expect(value(result, `${way}: direct p50`)).toBeGreaterThan(0)
      expect(value(result, `${way}: added p99`)).toEqual(expect.any(Number))
    }
    expect(result.goals).toHaveLength(3)
  })
})

describe('a contest', () => {
  it('gives all their turns in each round, and compares within the round', async () => {
    const order: string[] = []
    const rate = (name: string, rates: readonly number[]) => {
      let turn = -1
      return { name, command: name, turn: async () => (order.push(name), rates[turn++] ?? 0) }
    }
    const result = await contest([rate('a', [10, 40, 90]), rate('b', [10, 20, 30])], '/s', { rounds: 3, turnMs: 1 })
    expect(order).toEqual(['a', 'b', 'a', 'b', 'b', 'a', 'a', 'b'])
    expect(result.measures.map(({ value }) => value)).toEqual([40, 20])
    expect(result.ratio('a', 'b')).toBe(2)
  })

  it('knows median and percentile', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(percentile([5, 1, 3, 2, 4], 0.99)).toBe(5)
    expect(percentile([], 0.5)).toBeNaN()
  })
})
