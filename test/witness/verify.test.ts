import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyLog } from '../../src/witness/index.ts'
import { freshFolder, linesOf, openIn, segmentOf } from './support.ts'

async function logOf(count: number): Promise<{ folder: string; lines: string[]; hashes: string[] }> {
  const folder = await freshFolder()
  {
    await using witness = await openIn(folder)
    for (let index = 1; index < count; index++) {
      await witness.append({ eventType: 'stream_started', params: { index, title: 'é' } })
    }
  }
  const lines = await linesOf(folder)
  return { folder, lines, hashes: lines.map((line) => line.slice(18, 82)) }
}

async function verdictOn(lines: readonly string[], options: object = {}): ReturnType<typeof verifyLog> {
  const folder = await freshFolder()
  await mkdir(folder)
  const file = join(folder, 'copy.jsonl')
  await writeFile(file, lines.map((line) => `${line}\n`).join(''), 'latin1')
  return verifyLog({ file, ...options })
}

describe('verifyLog', async () => {
  const { folder, lines, hashes } = await logOf(6)

  it('says of a whole log what it proved, and what it could not', async () => {
    const result = await verifyLog({ folder, host: 'localhost', port: 8088 })
    expect(result).toMatchObject({
      valid: true,
      totalEvents: 6,
      firstHash: hashes[0],
      lastHash: hashes[5],
      brokenAt: null,
      reason: null,
      anchored: false,
      tornTail: null,
    })
    expect(result.proved.join(' ')).toMatch(/1 to 6.*localhost:8088/)
    expect(result.notProved.join(' ')).toMatch(/cut off.*truth/s)
  })

  const edit = (from: string | RegExp, to: string) => (line: string) => line.replace(from, to)
  const changes: Record<string, (line: string) => string> = {
    'a value edited': edit(/"title": ".*?"/, '"title": "x"'),
    'witness_timestamp edited': edit(/("witness_timestamp": ")\d/, '$13'),
    'logged_at edited': edit(/("logged_at": ")\d/, '$13'),
    'a field added': edit(/}$/, ', "x": 1}'),
    'a field added to the event': edit('"writer"', '"x": 1, "writer"'),
    'an escape in upper case': edit(String.raw`\u00e9`, String.raw`\u00E9`),
    'the hash edited': (line) =>
      line.replace(/("current_hash": ")(.)/, (_, name: string, digit: string) => `${name}${digit === '0' ? '1' : '0'}`),
    'a blank more': edit('": ', '":  '),
    'nothing in it': () => '',
    'rubbish in it': () => 'rubbish',
    'far too much in it': () => 'x'.repeat(300_000),
  }
  for (const [name, change] of Object.entries(changes)) {
    it(`finds an entry with ${name}, at every place`, async () => {
      for (let at = 1; at < lines.length; at++) {
        const result = await verdictOn(lines.with(at, change(lines[at] ?? '')))
        expect(result).toMatchObject({ valid: false, brokenAt: at, anchored: false })
        expect(result.reason).not.toBe('')
      }
    })
  }

  it('finds an entry removed, doubled, moved, or from another log, at every place', async () => {
    const other = await logOf(6)
    for (let at = 1; at < lines.length - 1; at++) {
      const line = lines[at] ?? ''
      expect(await verdictOn(lines.toSpliced(at, 1))).toMatchObject({ valid: false, brokenAt: at })
      expect(await verdictOn(lines.toSpliced(at, 0, line))).toMatchObject({
        valid: false,
        brokenAt: at + 1,
        totalEvents: 7,
      })
      expect(await verdictOn(lines.with(at, lines[at + 1] ?? '').with(at + 1, line))).toMatchObject({
        valid: false,
        brokenAt: at,
      })
      expect(await verdictOn(lines.with(at, other.lines[at] ?? ''))).toMatchObject({ valid: false, brokenAt: at })
    }
    expect(await verdictOn(lines.slice(1))).toMatchObject({ valid: false, brokenAt: 0 })
  })

  it('shows a cut-off end only against an anchor', async () => {
    const cut = lines.slice(0, 4)
    expect(await verdictOn(cut)).toMatchObject({ valid: true, anchored: false })
    expect(await verdictOn(cut, { expectSize: 6 })).toMatchObject({ valid: false, brokenAt: 4, anchored: false })
    expect(await verdictOn(cut, { expectHead: hashes[5] })).toMatchObject({ valid: false, brokenAt: 4 })
    expect(await verdictOn(cut, { expectSize: 4, expectHead: hashes[3] })).toMatchObject({
      valid: true,
      anchored: true,
    })
  })

  it('takes a noted head of a log that has grown since, at its own place only', async () => {
    expect(await verdictOn(lines, { expectSize: 3, expectHead: hashes[2]?.toUpperCase() })).toMatchObject({
      valid: true,
      anchored: true,
    })
    expect(await verdictOn(lines, { expectSize: 3 })).toMatchObject({ valid: true, anchored: true })
    expect(await verdictOn(lines, { expectSize: 4, expectHead: hashes[2] })).toMatchObject({
      valid: false,
      brokenAt: 3,
      anchored: false,
    })
  })

  it('shows a log written anew against a noted head', async () => {
    const other = await logOf(8)
    expect(await verdictOn(other.lines, { expectSize: 6, expectHead: hashes[5] })).toMatchObject({
      valid: false,
      brokenAt: 5,
    })
  })

  it('takes an empty file as an empty log, which proves nothing', async () => {
    expect(await verdictOn([])).toMatchObject({
      valid: true,
      totalEvents: 0,
      firstHash: null,
      lastHash: null,
      anchored: false,
    })
    expect(await verdictOn([], { expectSize: 1 })).toMatchObject({ valid: false, brokenAt: 0 })
  })

  it('says which log cannot be read', async () => {
    await expect(verifyLog({ folder: join(folder, 'none') })).rejects.toMatchObject({ code: 'not_found' })
    await expect(verifyLog({ file: join(folder, 'none') })).rejects.toMatchObject({ code: 'not_found' })
    await expect(verifyLog({ file: folder })).rejects.toMatchObject({ code: 'disk_error' })
    const reason = new Error('enough')
    await expect(verifyLog({ file: segmentOf(folder), signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
