import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verdictOf } from '../../src/cli/witness-verdict.ts'
import { type VerifyOptions, verifyLog } from '../../src/witness/index.ts'
import { run } from '../cli/vmixctl.ts'
import { kept, lengths, lines, type Row, table } from './tamper-rows.ts'
import type { Verdict } from './tamper-verdicts.ts'
import { vkeys, writeLog } from './tampering.ts'

const { key, witnessKeys } = vkeys

/** The log with row's change at this place, for as long as `use` takes. */
async function tampered<T>(row: Row, at: number, use: (folder: string) => Promise<T>): Promise<T> {
  const { segments, beside = kept, after } = row.tamper(at)
  const folder = await writeLog(segments, beside)
  try {
    await after?.(folder)
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** How the command line ends, and what it says that this verdict is about. */
async function ending(options: VerifyOptions, { says }: Verdict) {
  const result = await verifyLog(options)
  const { valid, anchored, reason, proved, notProved } = result
  const said = valid ? (anchored ? proved : notProved).join('\n') : (reason ?? '')
  return { code: verdictOf(result), says: says.test(said) ? says : said }
}

describe('a log with', () => {
  it('enough segments to tamper with', () => expect(lengths.length).toBeGreaterThanOrEqual(4))

  for (const row of table) {
    const { chain, beside, kept: keptOne, cosigned } = row
    const codes = `chain ${chain.code}, checkpoint beside it ${beside.code}, kept ${keptOne.code}, cosignature ${cosigned.code}`
    it(`${row.name} (${codes})`, async () => {
      for (const at of row.at) {
        const { brokenAt } = row.tamper(at)
        await tampered(row, at, async (folder) => {
          expect({
            at,
            brokenAt: (await verifyLog({ folder })).brokenAt,
            chain: await ending({ folder }, chain),
            beside: await ending({ folder, key }, beside),
            kept: await ending({ folder, key, checkpoint: kept }, keptOne),
            cosigned: await ending({ folder, key, witnessKeys }, cosigned),
          }).toEqual({ at, brokenAt, chain, beside, kept: keptOne, cosigned })
          // Whoever keeps a checkpoint need not have the key to see that the log is another one.
          expect(verdictOf(await verifyLog({ folder, checkpoint: kept }))).toBe(keptOne.code === 0 ? 2 : 1)
          // Size and head, noted down, show what a checkpoint that was kept shows.
          const noted = { expectSize: lines.length, expectHead: lines.at(-1)?.slice(18, 82) ?? '' }
          expect([at, verdictOf(await verifyLog({ folder, ...noted }))]).toEqual([at, keptOne.code])
        })
      }
    })
  }

  it('each of these ends with the same code on the command line', { timeout: 600_000 }, async () => {
    for (const row of table) {
      await tampered(row, row.at.at(-1) ?? 0, async (folder) => {
        const file = join(folder, 'kept.txt')
        await writeFile(file, kept)
        const verify = (...more: readonly string[]) => run(['witness', 'verify', folder, ...more])
        const witnessed = witnessKeys.flatMap((vkey) => ['--witness-key', vkey])
        // Nothing makes a broken chain less broken: once, with everything, is enough.
        const [alone, against, byWitness] = await Promise.all([
          verify(...(row.chain.code === 1 ? ['--key', key, '--checkpoint', file, ...witnessed] : [])),
          row.chain.code === 1 ? null : verify('--key', key, '--checkpoint', file),
          row.chain.code === 1 ? null : verify('--key', key, ...witnessed),
        ])
        const codes = [alone.code, against?.code ?? alone.code, byWitness?.code ?? alone.code]
        expect([row.name, ...codes]).toEqual([row.name, row.chain.code, row.kept.code, row.cosigned.code])
        expect([alone, against, byWitness].map((each) => each?.stderr ?? '')).toEqual(['', '', ''])
      })
    }
  })
})
