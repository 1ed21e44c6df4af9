import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readEntries, verifyLog } from '../../src/witness/index.ts'
import {
  canFail,
  type DiskCall,
  diskCalls,
  type Fault,
  faultsFor,
  FaultyProcess,
  hasFailed,
} from '../support/faulty-process.ts'
import { collect, openIn } from './support.ts'

const answers = z.array(z.string().nullable())

/** One round on a fresh log; what is wrong afterwards. */
async function round(
  appender: FaultyProcess,
  call: DiskCall,
  fault: Fault | null,
): Promise<{ readonly trace: string; readonly wrong: readonly unknown[]; readonly refused: number }> {
  const base = await mkdtemp(join(tmpdir(), 'faulty-'))
  const folder = join(base, 'studio')
  const signerFolder = join(base, 'signer')
  const onlyPath = call === 'write' ? join(folder, 'reserve') : undefined
  const { answer, trace } = await appender.askTraced({ folder, signerFolder }, { call, fault, onlyPath })
  const told = answers.parse(answer)
  const wrong: unknown[] = []
  const note = async (when: string): Promise<void> => {
    const { valid, reason } = await verifyLog({ folder })
    if (!valid) wrong.push({ when, reason })
  }
  await note('right then')
  {
    await using witness = await openIn(folder, { rotation: { bytes: 1500 } })
    await witness.append({ eventType: 'after' })
  }
  await note('after the next process')
  const log = new Set((await collect(readEntries(folder))).map((one) => `${one.event.sequence} ${one.current_hash}`))
  const lost = told.filter((one) => one !== null && !log.has(one))
  if (lost.length > 0) wrong.push({ lost })
  const urgent = told.filter((_, index) => index % 2 === 1)
  // What was urgent and could not be written is in the log all the same, late, or the log says that something is missing.
  const gaps = await collect(readEntries(folder, { eventType: 'witness_gap' }))
  if (urgent.includes(null) && gaps.length === 0) wrong.push('a gap that nobody speaks of')
  const vkey = await readFile(join(signerFolder, 'witness.vkey'), 'utf8').catch(() => null)
  const checkpoint = await readFile(join(folder, 'checkpoints', 'latest.txt')).catch(() => null)
  if (vkey !== null && checkpoint !== null) {
    const { valid, reason } = await verifyLog({ folder, key: vkey.trim(), checkpoint })
    if (!valid) wrong.push({ checkpoint: reason })
  }
  await rm(base, { recursive: true })
  return { trace, wrong, refused: told.filter((one) => one === null).length }
}

describe.runIf(canFail)('a log of short segments on a disk of which a single call fails', () => {
  it('loses nothing that was acknowledged, and is never broken', { timeout: 600_000 }, async () => {
    using appender = new FaultyProcess(join(import.meta.dirname, 'faulty-appender.ts'))
    await round(appender, 'rename', null)
    const told: unknown[] = []
    const failed = new Set<DiskCall>()
    for (const call of diskCalls) {
      const clean = await round(appender, call, null)
      expect([call, clean.wrong, clean.refused]).toEqual([call, [], 0])
      for (const fault of faultsFor(call, clean.trace)) {
        const { trace, wrong } = await round(appender, call, fault)
        if (hasFailed(trace)) failed.add(call)
        if (wrong.length > 0) told.push({ ...fault, wrong })
      }
    }
    expect(told).toEqual([])
    // Nothing is cut off where nothing failed, so there is no `ftruncate` to fail.
    expect([...failed]).toEqual(diskCalls.filter((call) => call !== 'ftruncate'))
  })
})
