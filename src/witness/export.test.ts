import { describe, expect, it } from 'vitest'
import type { WitnessEntry } from './entry.ts'
import { type ExportFormat, exportLog } from './export.ts'

const entry = (actor: string, params: Record<string, string> | null): WitnessEntry => ({
  event: {
    actor,
    epoch: null,
    event_type: 'stream_started',
    log_id: 'l',
    logged_at: 't',
    operation_id: null,
    params,
    result: true,
    sequence: 1,
    timestamp: 't',
    writer: 'w',
  },
  previous_hash: 'p',
  current_hash: 'c',
  witness_timestamp: 't',
})

async function exported(format: ExportFormat, ...entries: WitnessEntry[]): Promise<string> {
  async function* all(): AsyncGenerator<WitnessEntry> {
    yield* entries
  }
  let text = ''
  for await (const piece of exportLog(all(), format)) text += piece
  return text
}

describe('exportLog', () => {
  it('writes one JSON array, also for no entry at all', async () => {
    const entries = [entry('anna', { a: 'é' }), entry('ben', null)]
    expect(JSON.parse(await exported('json', ...entries))).toEqual(entries)
    expect(JSON.parse(await exported('json'))).toEqual([])
  })

  it('writes a table with quotes where they are needed', async () => {
    const lines = (await exported('csv', entry('a "b", c', { x: 'y' }))).split('\r\n')
    expect(lines[0]).toMatch(/^sequence,logged_at,/)
    expect(lines[1]).toBe('1,t,t,stream_started,false,"a ""b"", c",,,w,"{""x"":""y""}",true,l,p,c')
  })

  it('writes a page for people', async () => {
    expect(await exported('html', entry('anna', null))).toMatch(/^<!doctype html>[^]*<\/html>\n$/)
  })

  it('writes numbers, keys and texts as they stand in the log', async () => {
    const line =
      '{"current_hash": "c", "event": {"actor": "\\u00e9", "epoch": null, "event_type": "x", "log_id": "l", "logged_at": "t", ' +
      '"operation_id": null, "params": {"10": 1, "9": -0.0, "a": 1e+16, "b": 1e-05}, "result": 0.5, "sequence": 1, ' +
      '"timestamp": "t", "writer": "w"}, "previous_hash": "p", "witness_timestamp": "t"}'
    expect(await exported('json', JSON.parse(line) as WitnessEntry)).toBe(`[\n${line}\n]\n`)
  })

  it.each(['＝1+1', '\u0000=1', '\u200b@x', '=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '|cmd'])(
    'lets no spreadsheet run %j',
    async (text) => {
      const line = (await exported('csv', entry(text, null))).split('\r\n')[1] ?? ''
      expect(line.split(',')[5]).toMatch(/^"?'/)
    },
  )
})
