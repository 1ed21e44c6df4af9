import { appendFile, copyFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { assert, asyncProperty, nat } from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type VerifyOptions, verifyLog } from '../../src/witness/index.ts'
import { stretchTasks } from '../../src/witness/verify/stretch-tasks.ts'
import { Stretches } from '../../src/witness/verify/stretches.ts'
import { walkStretch } from '../../src/witness/verify/stretch.ts'
import { verifyInStretches } from '../../src/witness/verify/verify-log.ts'
import { start } from '../cli/vmixctl.ts'
import { inSegments, vkeys, writeLog } from './tampering.ts'
import { kept, lengths, lines, table } from './tamper-rows.ts'

const { key, witnessKeys } = vkeys
const noted = { expectSize: lines.length, expectHead: lines.at(-1)?.slice(18, 82) ?? '' }

/** Every way to ask, of one log. */
function questions(folder: string): readonly VerifyOptions[] {
  const file = join(folder, '000002.jsonl')
  return [
    { folder, key, witnessKeys },
    { folder, key, checkpoint: kept },
    { folder, ...noted },
    { file, ...noted },
  ]
}

async function answer(options: VerifyOptions, bytes: number | null, threads = 0): Promise<unknown> {
  return verifyInStretches(options, bytes === null ? null : { threads, bytes }).catch(
    ({ code, message }: { readonly code: unknown; readonly message: unknown }) => ({ code, message }),
  )
}

/** Where an answer in pieces, of one line, and of two or three, is not that of one who walks along all. */
async function disagreements(folder: string, sizes: readonly number[] = [1, 1200]): Promise<readonly unknown[]> {
  const found: unknown[] = []
  for (const question of questions(folder)) {
    const alone = await answer(question, null)
    for (const bytes of sizes) {
      const inPieces = await answer(question, bytes)
      if (!isDeepStrictEqual(inPieces, alone)) found.push({ bytes, alone, inPieces })
    }
  }
  return found
}

async function logOf(...segments: readonly (readonly string[])[]): Promise<string> {
  const folder = await writeLog(segments, kept)
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

describe('a log that is verified in pieces by several has the same result, and the same first entry that is wrong, as by one', () => {
  it.each(table)('$name', async (row) => {
    for (const at of row.at) {
      const { segments, beside = kept, after } = row.tamper(at)
      const folder = await writeLog(segments, beside)
      try {
        await after?.(folder)
        expect(await disagreements(folder)).toEqual([])
        if (at !== row.at.at(-1)) continue
        // And once by real threads.
        const [question = {}] = questions(folder)
        expect(await answer(question, 1200, 2)).toEqual(await answer(question, null))
      } finally {
        await rm(folder, { recursive: true })
      }
    }
  })

  it('whole', async () => {
    const folder = await logOf(...inSegments(lines, lengths))
    expect(await disagreements(folder)).toEqual([])
    expect(await answer({ folder, key, ...noted }, 1, 2)).toMatchObject({ valid: true, totalEvents: lines.length })
  })

  it('any single flipped bit', { timeout: 300_000 }, async () => {
    const folder = await logOf(...inSegments(lines, lengths))
    const path = join(folder, '000002.jsonl')
    const bytes = await readFile(path)
    await assert(
      asyncProperty(nat(bytes.length - 1), nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
        await writeFile(path, flipped)
        const alone = await answer({ folder, key, checkpoint: kept }, null)
        expect(await answer({ folder, key, checkpoint: kept }, 700)).toEqual(alone)
        expect(alone).toMatchObject({ valid: false })
      }),
      { numRuns: 100 },
    )
  })

  it('cut off anywhere, in the last segment and before it', async () => {
    const folder = await logOf(...inSegments(lines, lengths))
    for (const number of [1, 2, lengths.length]) {
      const path = join(folder, `${String(number).padStart(6, '0')}.jsonl`)
      const whole = await readFile(path)
      for (let length = 0; length < whole.length; length += 197) {
        await truncate(path, length)
        for (const question of [{ folder }, { folder, key, ...noted }]) {
          expect([number, length, await answer(question, 700)]).toEqual([number, length, await answer(question, null)])
        }
        await writeFile(path, whole)
      }
    }
  })

  it('with a line longer than any entry, at the end and in between, and with none at all', async () => {
    const folder = await logOf(...inSegments(lines, lengths))
    const last = join(folder, `${String(lengths.length).padStart(6, '0')}.jsonl`)
    await appendFile(last, 'x'.repeat(200_000))
    expect(await disagreements(folder, [1, 50_000, 1e6])).toEqual([])
    await appendFile(last, `\n${lines[0]}\n`)
    expect(await disagreements(folder, [1, 50_000, 1e6])).toEqual([])
    expect(await disagreements(await logOf([], []))).toEqual([])
    expect(await disagreements(await logOf(['x'.repeat(70_000)]), [1, 50_000])).toEqual([])
  })

  it('with a segment that is gone, or a folder in its place', async () => {
    const folder = await logOf(...inSegments(lines, lengths))
    await rm(join(folder, '000002.jsonl'))
    expect(await disagreements(folder)).toEqual([])
    await copyFile(join(folder, '000003.jsonl'), join(folder, '000009.jsonl'))
    expect(await disagreements(folder)).toEqual([])
    await rm(join(folder, '000001.jsonl'))
    await mkdir(join(folder, '000001.jsonl'))
    expect(await disagreements(folder)).toEqual([])
  })
})

describe('threads', () => {
  it('that are gone, or are not to be had, leave their work to others', async () => {
    const folder = await logOf(...inSegments(lines, lengths))
    const path = join(folder, '000001.jsonl')
    let started = 0
    const mortal = () => {
      const dies = started++ === 0
      return {
        walk: async (task: Parameters<typeof walkStretch>[0]) => (dies ? undefined : walkStretch(task)),
        [Symbol.asyncDispose]: async () => undefined,
      }
    }
    const forbidden = () => {
      throw new Error('no threads here')
    }
    for (const start of [mortal, forbidden]) {
      const tasks = stretchTasks([path], 1, { head: null, treeSize: 0 })
      await using stretches = new Stretches(tasks, 2, start)
      const found: unknown[] = []
      await stretches.next(path)
      stretches.skip()
      while ((await stretches.next(path)) !== null) found.push(await stretches.take())
      expect(found).toHaveLength((lengths[0] ?? 0) - 1)
      expect(found.every((one) => one !== null)).toBe(true)
    }
  })

  it('are asked for on the command line', async () => {
    const folder = await logOf(...inSegments(lines, lengths))
    const answers = await Promise.all(
      ['1', '2', '3'].map((cores) => start(['witness', 'verify', folder, '--cores', cores, '--json']).ended),
    )
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1)
    expect(answers.map(({ code }) => code)).toEqual([2, 2, 2])
    expect((await start(['witness', 'verify', folder, '--cores', '0']).ended).code).toBe(3)
  })

  it('end when they are told to', async () => {
    const folder = await logOf(...inSegments(lines, lengths))
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(verifyInStretches({ folder, signal }, { threads: 2, bytes: 1 })).rejects.toThrow('enough')
    expect(await verifyLog({ folder, cores: 4 })).toEqual(await verifyLog({ folder }))
  })
})
