import { readFile, writeFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyLog } from '../../src/witness/index.ts'
import { kept, lengths, lines, segmentFile } from './tamper-rows.ts'
import { inSegments, writeLog } from './tampering.ts'

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
