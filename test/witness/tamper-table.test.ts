import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type VerifyOptions, verifyLog } from '../../src/witness/index.ts'
import { start } from '../cli/vmixctl.ts'
import {
  chainedAnew,
  checkpointOf,
  eventIn,
  inSegments,
  lineAfter,
  makeSpecimen,
  vkeys,
  writeLog,
} from './tampering.ts'

const specimen = await makeSpecimen(13)
const { lines, lengths } = specimen
/** What was kept elsewhere when the log was whole. */
const kept = checkpointOf(lines, true)

/** A log that was tampered with. */
interface Tampered {
  readonly segments: readonly (readonly string[])[]
  /** The checkpoint that whoever did it left beside the log; the true one unless told. */
  readonly beside?: string
  /** Done to the files afterwards. */
  readonly after?: (folder: string) => Promise<void>
  /** Where the chain is broken; null where it is whole. */
  readonly brokenAt: number | null
}

/** What verifying must end with: 0 proved, 1 broken, 2 whole but not anchored. */
interface Row {
  readonly name: string
  /** The log alone. */
  readonly chain: 1 | 2
  /** With the owner's key, and whatever checkpoint lies beside the log. */
  readonly beside: 0 | 1
  /** With the owner's key, and the checkpoint that was kept elsewhere. */
  readonly kept: 0 | 1
  /** With the owner's and the witness's key, and whatever checkpoint lies beside the log. */
  readonly cosigned: 0 | 1
  readonly at: readonly number[]
  tamper(at: number): Tampered
}

const all = lines.map((_, index) => index)
const butFirst = all.slice(1)
const butLast = all.slice(0, -1)
const edit = (event: string): string => event.replace(/"actor": "[^"]*"/, '"actor": "eve"')
const whole = (changed: readonly string[]): Pick<Tampered, 'segments' | 'brokenAt'> => ({
  segments: inSegments(changed, lengths),
  brokenAt: null,
})
const changed = (at: number, ...instead: readonly string[]): Tampered => ({
  segments: inSegments(lines.toSpliced(at, 1, ...instead), lengths),
  brokenAt: at,
})
const lineAt = (at: number): string => lines[at] ?? ''
const segmentFile = (folder: string, index: number): string =>
  join(folder, `${String(index + 1).padStart(6, '0')}.jsonl`)
/** 0-based index of the first entry of a segment. */
const beginOf = (segment: number): number => lengths.slice(0, segment).reduce((sum, length) => sum + length, 0)

const ending = (
  chain: Row['chain'],
  beside: Row['beside'],
  kept: Row['kept'],
  cosigned: Row['cosigned'],
): Pick<Row, 'chain' | 'beside' | 'kept' | 'cosigned'> => ({ chain, beside, kept, cosigned })
const found = ending(1, 1, 1, 1)
const table: readonly Row[] = [
  {
    name: 'nothing at all',
    ...ending(2, 0, 0, 0),
    at: [0],
    tamper: () => whole(lines),
  },
  {
    name: 'a byte edited',
    ...found,
    at: all,
    tamper: (at) => changed(at, lineAt(at).replace('"writer": "', '"writer": "_')),
  },
  {
    name: 'an entry inserted',
    ...found,
    at: butFirst,
    tamper: (at) => {
      const sequence = `"sequence": ${at + 1},`
      const inserted = lineAfter(lines[at - 1], edit(eventIn(lineAt(at))).replace(/"sequence": \d+,/, sequence))
      return { ...changed(at, inserted, lineAt(at)), brokenAt: at + 1 }
    },
  },
  { name: 'an entry deleted', ...found, at: butLast, tamper: (at) => changed(at) },
  {
    name: 'two entries in the other order',
    ...found,
    at: butLast,
    tamper: (at) => ({
      ...whole(lines.toSpliced(at, 2, lineAt(at + 1), lineAt(at))),
      brokenAt: at,
    }),
  },
  {
    name: 'the end cut off',
    ...ending(2, 1, 1, 1),
    at: all,
    tamper: (at) => whole(lines.slice(0, at)),
  },
  {
    name: 'the end cut off within an entry',
    ...ending(2, 1, 1, 1),
    at: all,
    tamper: (at) => {
      const { segments } = whole(lines.slice(0, at))
      const torn = lineAt(at).slice(0, 20 * (at + 1))
      return {
        segments,
        brokenAt: null,
        after: (folder) => appendFile(segmentFile(folder, segments.length - 1), torn, 'latin1'),
      }
    },
  },
  {
    name: 'the end cut off, and gone on from there',
    ...ending(2, 1, 1, 1),
    at: butFirst,
    tamper: (at) => whole(chainedAnew([...lines], at, edit)),
  },
  {
    name: 'an old copy put back, with its checkpoint',
    ...ending(2, 0, 1, 0),
    at: butFirst,
    tamper: (at) => ({ ...whole(lines.slice(0, at)), beside: checkpointOf(lines.slice(0, at), true) }),
  },
  {
    name: 'forked by its owner: another log from there on, signed too',
    ...ending(2, 0, 1, 1),
    at: butFirst,
    tamper: (at) => {
      const fork = chainedAnew(lines, at, edit)
      return { ...whole(fork), beside: checkpointOf(fork, false) }
    },
  },
  {
    name: 'all written anew without the key, one event changed',
    ...ending(2, 1, 1, 1),
    at: all,
    tamper: (at) => whole(chainedAnew(lines, 0, (event, index) => (index === at ? edit(event) : event))),
  },
  {
    name: 'all written anew with the key, one event changed',
    ...ending(2, 0, 1, 1),
    at: all,
    tamper: (at) => {
      const anew = chainedAnew(lines, 0, (event, index) => (index === at ? edit(event) : event))
      return { ...whole(anew), beside: checkpointOf(anew, false) }
    },
  },
  {
    name: 'a field added to an entry',
    ...found,
    at: all,
    tamper: (at) => changed(at, lineAt(at).replace(/}$/, ', "x": 1}')),
  },
  {
    name: 'a field added to an event, and its hash made right',
    ...found,
    at: butLast,
    tamper: (at) => ({
      ...changed(at, lineAfter(lines[at - 1], eventIn(lineAt(at)).replace(/}$/, ', "x": 1}'))),
      brokenAt: at + 1,
    }),
  },
  {
    name: 'witness_timestamp changed',
    ...found,
    at: all,
    tamper: (at) => changed(at, lineAt(at).replace(/("witness_timestamp": ")\d/, '$11')),
  },
  {
    name: 'two segments swapped',
    ...found,
    at: lengths.slice(1).map((_, index) => index),
    tamper: (at) => {
      const segments = inSegments(lines, lengths)
      const [one = [], other = []] = segments.slice(at, at + 2)
      return { segments: segments.toSpliced(at, 2, other, one), brokenAt: beginOf(at) }
    },
  },
  {
    name: 'a segment deleted',
    ...found,
    at: lengths.slice(1).map((_, index) => index),
    tamper: (at) => ({
      segments: inSegments(lines, lengths),
      brokenAt: beginOf(at),
      after: (folder) => rm(segmentFile(folder, at)),
    }),
  },
  {
    name: 'a segment deleted, and the others renamed',
    ...found,
    at: lengths.slice(1).map((_, index) => index),
    tamper: (at) => ({
      segments: inSegments(lines, lengths),
      brokenAt: beginOf(at),
      after: async (folder) => {
        for (let next = at + 1; next < lengths.length; next++) {
          await rename(segmentFile(folder, next), segmentFile(folder, next - 1))
        }
      },
    }),
  },
  {
    name: 'the last segment deleted',
    ...ending(2, 1, 1, 1),
    at: [lengths.length - 1],
    tamper: (at) => ({ segments: inSegments(lines, lengths).slice(0, at), brokenAt: null }),
  },
  {
    name: 'entries added at the end by somebody without the key: shown by the next checkpoint only',
    ...ending(2, 0, 0, 0),
    at: [lines.length],
    tamper: (at) => {
      const event = edit(eventIn(lineAt(at - 1))).replace(/"sequence": \d+,/, `"sequence": ${at + 1},`)
      return whole([...lines, lineAfter(lines[at - 1], event)])
    },
  },
]

/** As the command line has it. */
async function exitCode(options: VerifyOptions): Promise<number> {
  const { valid, anchored } = await verifyLog(options)
  return valid ? (anchored ? 0 : 2) : 1
}

describe('a log with', () => {
  it('enough segments to tamper with', () => expect(lengths.length).toBeGreaterThanOrEqual(4))

  for (const row of table) {
    const says = `chain ${row.chain}, checkpoint beside it ${row.beside}, kept ${row.kept}, cosignature ${row.cosigned}`
    it(`${row.name} (${says})`, async () => {
      for (const at of row.at) {
        const { segments, beside = kept, brokenAt, after } = row.tamper(at)
        const folder = await writeLog(segments, beside)
        await after?.(folder)
        const { key, witnessKeys } = vkeys
        const alone = await verifyLog({ folder })
        expect({
          at,
          brokenAt: alone.brokenAt,
          chain: await exitCode({ folder }),
          beside: await exitCode({ folder, key }),
          kept: await exitCode({ folder, key, checkpoint: kept }),
          cosigned: await exitCode({ folder, key, witnessKeys }),
        }).toEqual({ at, brokenAt, chain: row.chain, beside: row.beside, kept: row.kept, cosigned: row.cosigned })
        // Whoever keeps a checkpoint need not have the key to see that the log is another one.
        expect(await exitCode({ folder, checkpoint: kept })).toBe(row.kept === 0 ? 2 : 1)
        await rm(folder, { recursive: true })
      }
    })
  }

  it('each of these ends with the same code on the command line', { timeout: 120_000 }, async () => {
    const { key, witnessKeys } = vkeys
    for (const row of table) {
      const at = row.at.at(-1) ?? 0
      const { segments, beside = kept, after } = row.tamper(at)
      const folder = await writeLog(segments, beside)
      await after?.(folder)
      const file = join(folder, 'kept.txt')
      await writeFile(file, kept)
      const run = (...more: readonly string[]) => start(['witness', 'verify', folder, ...more]).ended
      const [alone, against] = await Promise.all([
        run(),
        run('--key', key, ...witnessKeys.flatMap((vkey) => ['--witness-key', vkey]), '--checkpoint', file),
      ])
      expect([row.name, alone.code, against.code]).toEqual([row.name, row.chain, row.kept])
      expect(alone.stderr + against.stderr).toBe('')
      await rm(folder, { recursive: true })
    }
  })
})

describe('a single bit', () => {
  // ALL_BITS=1 tries every one of them, which takes some minutes.
  const everyBit = process.env['ALL_BITS'] === '1'

  it('that is flipped in a segment is found', { timeout: everyBit ? 3_600_000 : 60_000 }, async () => {
    const folder = await writeLog(inSegments(lines, lengths), kept)
    const files = await Promise.all(
      lengths.map(async (_, index) => {
        const path = segmentFile(folder, index)
        return { path, bytes: await readFile(path) }
      }),
    )
    const findsFlip = async ({ path, bytes }: { path: string; bytes: Buffer }, bit: number): Promise<boolean> => {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      await writeFile(path, flipped)
      const { valid, brokenAt } = await verifyLog({ folder })
      await writeFile(path, bytes)
      return !valid && brokenAt !== null
    }
    const missed: unknown[] = []
    if (everyBit) {
      for (const file of files) {
        for (let bit = 0; bit < file.bytes.length * 8; bit++) {
          if (!(await findsFlip(file, bit))) missed.push([file.path, bit])
        }
      }
    }
    const flip = fc.nat({ max: files.length - 1 }).chain((index) => {
      const length = (files[index]?.bytes.length ?? 1) * 8
      // The ends of lines and files are where a reader is most likely to be lenient.
      return fc.tuple(
        fc.constant(index),
        fc.oneof(fc.nat({ max: length - 1 }), fc.integer({ min: length - 64, max: length - 1 })),
      )
    })
    await fc.assert(
      fc.asyncProperty(flip, async ([index, bit]) => {
        const file = files[index]
        expect(file !== undefined && (await findsFlip(file, bit))).toBe(true)
      }),
      { numRuns: 1000 },
    )
    expect(missed).toEqual([])
    expect(await verifyLog({ folder })).toMatchObject({ valid: true })
  })
})
