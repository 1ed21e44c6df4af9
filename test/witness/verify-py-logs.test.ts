import { spawnSync } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesisHash } from '../../src/witness/chain.ts'
import { needs } from '../support/programs.ts'
import { hashesOf, rewritten, sampleLog, text } from './sample-log.ts'
import { disagreements, type Case, verifyPy } from './verify-py.ts'

describe.runIf(needs('python3'))('verify.py', async () => {
  const lines = await sampleLog()
  const hashes = hashesOf(lines)
  const size = lines.length
  const all = text(lines)

  it('says the same as verifyLog of whole logs, anchors and addresses', async () => {
    expect(
      await disagreements(
        [
          { name: 'whole', bytes: all, says: { code: 2 } },
          { name: 'a folder', bytes: [all], says: { code: 2 } },
          { name: 'an empty file', bytes: '', says: { code: 2 } },
          { name: 'an empty file where some were', bytes: '', expectSize: 1, says: { code: 1, brokenAt: 0 } },
          { name: 'an empty folder', bytes: [], says: { code: 3 } },
          { name: 'size', bytes: all, expectSize: size, says: { code: 0 } },
          { name: 'grown since', bytes: all, expectSize: 2, expectHead: hashes[1] ?? '', says: { code: 0 } },
          { name: 'head', bytes: all, expectHead: hashes.at(-1)?.toUpperCase() ?? '', says: { code: 0 } },
          { name: 'size 0, which is no anchor', bytes: all, expectSize: 0, says: { code: 2 } },
          { name: 'size 0 of nothing', bytes: '', expectSize: 0, says: { code: 2 } },
          {
            name: 'another size for this head',
            bytes: all,
            expectSize: 3,
            expectHead: hashes[1] ?? '',
            says: { code: 1, brokenAt: 2 },
          },
          { name: 'an unknown head', bytes: all, expectHead: '0'.repeat(64), says: { code: 1, brokenAt: size } },
          { name: 'its genesis as head', bytes: all, expectHead: genesisHash('localhost', 8088), says: { code: 1 } },
          { name: 'cut off', bytes: text(lines.slice(0, 3)), expectSize: size, says: { code: 1, brokenAt: 3 } },
          { name: 'its address', bytes: all, host: 'localhost', port: 8088, says: { code: 2 } },
          { name: 'another host', bytes: all, host: 'elsewhere', says: { code: 1, brokenAt: 0 } },
          { name: 'another port', bytes: all, port: 8089, says: { code: 1, brokenAt: 0 } },
        ],
        'own',
      ),
    ).toEqual([])
  })

  it('says the same of entries removed, doubled, moved, forked and cut off', async () => {
    const other = rewritten(lines, 0, (event) => event.replace(/"log_id": ".*?"/, '"log_id": "other"'))
    const fork = rewritten(lines, 2, (event) => event.replace('stream_observed', 'stream_stopped'))
    const places = lines.map((_, at) => at).slice(1, -1)
    expect(
      await disagreements(
        places.flatMap((at): Case[] => {
          const line = lines[at] ?? ''
          return [
            { name: `removed ${at}`, bytes: text(lines.toSpliced(at, 1)), says: { code: 1, brokenAt: at } },
            { name: `doubled ${at}`, bytes: text(lines.toSpliced(at, 0, line)), says: { code: 1, brokenAt: at + 1 } },
            {
              name: `moved ${at}`,
              bytes: text(lines.toSpliced(at, 1).toSpliced(at + 1, 0, line)),
              says: { code: 1, brokenAt: at },
            },
            {
              name: `from another log ${at}`,
              bytes: text(lines.with(at, other[at] ?? '')),
              says: { code: 1, brokenAt: at },
            },
            { name: `forked, then joined again at ${at}`, bytes: text([...fork.slice(0, at), ...lines.slice(at)]) },
            { name: `forked at ${at}`, bytes: text([...lines.slice(0, at), ...fork.slice(at)]) },
            { name: `the first ${at} removed`, bytes: text(lines.slice(at)) },
            { name: `rolled back to ${at}`, bytes: text(lines.slice(0, at)), says: { code: 2 } },
            {
              name: `rolled back to ${at}, size known`,
              bytes: text(lines.slice(0, at)),
              expectSize: size,
              says: { code: 1, brokenAt: at },
            },
            { name: `written anew to ${at}`, bytes: text(fork.slice(0, at)), expectHead: hashes[at - 1] ?? '' },
            { name: `torn in ${at}`, bytes: text(lines.slice(0, at)) + line.slice(0, 100), says: { code: 2 } },
          ]
        }),
        'own',
      ),
    ).toEqual([])
    expect(await disagreements([{ name: 'written anew', bytes: text(fork), says: { code: 2 } }], 'own')).toEqual([])
    expect(
      await disagreements(
        [{ name: 'written anew, head known', bytes: text(fork), expectHead: hashes.at(-1) ?? '', says: { code: 1 } }],
        'own',
      ),
    ).toEqual([])
  })

  it('says the same of torn ends, line ends and marks in front', async () => {
    const last = lines.at(-1) ?? ''
    const short = text(lines.slice(0, -1))
    expect(
      await disagreements(
        [
          { name: 'no last newline', bytes: all.slice(0, -1), says: { code: 2 } },
          { name: 'a changed last newline', bytes: `${all.slice(0, -1)}\r`, says: { code: 1, brokenAt: size - 1 } },
          {
            name: 'a changed last newline and more',
            bytes: `${all.slice(0, -1)}xyz`,
            says: { code: 1, brokenAt: size - 1 },
          },
          { name: 'two entries without their newlines', bytes: short.slice(0, -1) + last, says: { code: 2 } },
          {
            name: 'a newline removed within',
            bytes: `${short.slice(0, -1)}${last}\n`,
            says: { code: 1, brokenAt: size - 2 },
          },
          { name: 'zeros behind', bytes: `${all}${'\0'.repeat(5000)}`, says: { code: 2 } },
          { name: 'rubbish behind', bytes: `${all}rubbish`, says: { code: 2 } },
          { name: 'brackets behind', bytes: `${all}"}"}`, says: { code: 2 } },
          { name: 'an empty line behind', bytes: `${all}\n`, says: { code: 1, brokenAt: size } },
          { name: 'much behind', bytes: all + 'x'.repeat(65_536), says: { code: 2 } },
          { name: 'too much behind', bytes: all + 'x'.repeat(65_537), says: { code: 1, brokenAt: size } },
          { name: 'far too much behind', bytes: all + 'x'.repeat(600_000), says: { code: 1, brokenAt: size } },
          { name: 'lines as Windows ends them', bytes: all.replaceAll('\n', '\r\n'), says: { code: 1, brokenAt: 0 } },
          { name: 'a byte order mark', bytes: `\ufeff${all}`, says: { code: 1, brokenAt: 0 } },
          { name: 'UTF-16', bytes: Buffer.from(all, 'utf16le'), says: { code: 1, brokenAt: 0 } },
          { name: 'one line only, without end', bytes: lines[0] ?? '', says: { code: 2, brokenAt: null } },
        ],
        'own',
      ),
    ).toEqual([])
  })

  it('says the same of a log in segments', async () => {
    const parts = [text(lines.slice(0, 2)), text(lines.slice(2, 3)), text(lines.slice(3))]
    expect(
      await disagreements(
        [
          { name: 'three segments', bytes: parts, says: { code: 2 } },
          { name: 'anchored', bytes: parts, expectSize: size, expectHead: hashes.at(-1) ?? '', says: { code: 0 } },
          { name: 'an empty one among them', bytes: parts.toSpliced(1, 0, '') },
          { name: 'an empty one at the end', bytes: [...parts, ''] },
          {
            name: 'two swapped',
            bytes: [parts[0] ?? '', parts[2] ?? '', parts[1] ?? ''],
            says: { code: 1, brokenAt: 2 },
          },
          { name: 'one deleted', bytes: parts.toSpliced(1, 1), says: { code: 1, brokenAt: 2 } },
          { name: 'the last one deleted', bytes: parts.slice(0, 2), says: { code: 2 } },
          {
            name: 'the last one deleted, size known',
            bytes: parts.slice(0, 2),
            expectSize: size,
            says: { code: 1, brokenAt: 3 },
          },
          { name: 'the first one deleted', bytes: parts.slice(1) },
          {
            name: 'one ends within a line',
            bytes: parts.with(1, parts[1]?.slice(0, -1) ?? ''),
            says: { code: 1, brokenAt: 2 },
          },
          {
            name: 'something behind one that is not the last',
            bytes: parts.with(0, `${parts[0] ?? ''}{"current_hash": `),
            says: { code: 1, brokenAt: 2 },
          },
          { name: 'the last one torn', bytes: parts.with(2, parts[2]?.slice(0, -9) ?? ''), says: { code: 2 } },
          { name: 'a later one alone', bytes: parts[1] ?? '' },
          { name: 'a later one by its name', bytes: parts[1] ?? '', file: '000002.jsonl', says: { code: 2 } },
          { name: 'a whole log in a later one', bytes: all, file: '000002.jsonl', says: { code: 2 } },
          {
            name: 'a log of another address in a later one',
            bytes: text(rewritten(lines, 0, (event) => event.replace('8088', '8089'))),
            file: '000002.jsonl',
            says: { code: 1, brokenAt: 0 },
          },
          {
            name: 'a whole log in a later one, of another address than is known',
            bytes: all,
            file: '000002.jsonl',
            port: 8089,
            says: { code: 1, brokenAt: 0 },
          },
          {
            name: 'an empty one missing, or the number of one changed',
            bytes: [parts[0] ?? '', null, parts[1] ?? '', parts[2] ?? ''],
            says: { code: 1, brokenAt: 2 },
          },
          { name: 'the first number missing', bytes: [null, ...parts], says: { code: 1, brokenAt: 0 } },
          { name: 'an empty one of another number alone', bytes: [null, ''], says: { code: 1, brokenAt: 0 } },
          { name: 'a gap before an empty one', bytes: [all, null, ''], says: { code: 1, brokenAt: size } },
        ],
        'own',
      ),
    ).toEqual([])
  })

  it('prints what it proved, what not, and where a log is broken', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'verify-py-')), 'log.jsonl')
    const run = (...args: readonly string[]) => spawnSync('python3', [verifyPy, ...args, file], { encoding: 'utf8' })
    await writeFile(file, all)
    const whole = run()
    expect(whole).toMatchObject({ status: 2, stderr: '' })
    expect(whole.stdout).toContain(`--expect-size ${size} --expect-head ${hashes.at(-1)}`)
    expect(whole.stdout).toContain('genesis of localhost:8088')
    expect(whole.stdout).toContain('Not checked: signatures')
    expect(run('--expect-size', String(size), '--expect-head', hashes.at(-1) ?? '')).toMatchObject({ status: 0 })
    await writeFile(file, text(lines.toSpliced(2, 1)))
    expect(run()).toMatchObject({ status: 1, stdout: expect.stringContaining('BROKEN at entry 3: ') })
    for (const wrong of [
      ['--expect-head', 'x'],
      ['--expect-size', 'many'],
      ['--format', 'mine'],
      ['--nothing'],
      [`${file}.none`],
    ]) {
      expect(run(...wrong)).toMatchObject({ status: 3, stdout: '', stderr: expect.stringMatching(/./) })
    }
  })
})
