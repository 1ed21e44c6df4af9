import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readEntries, verifyLog } from '../../src/witness/index.ts'
import {
  canFail,
  type DiskCall,
  diskCalls,
  everyFault,
  type Fault,
  faultsFor,
  FaultyProcess,
  filesThatFailed,
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
  // Threads wake each other by `write`: only that of the reserve may fail. Whatever else is written is a `pwrite64`.
  const onlyPaths = call === 'write' ? [join(folder, 'reserve')] : []
  const { answer, trace } = await appender.askTraced({ folder, signerFolder }, { call, fault, onlyPaths })
  const told = answers.parse(answer)
  const wrong: unknown[] = []
  const note = async (when: string): Promise<void> => {
    const { valid, reason } = await verifyLog({ folder })
    if (!valid) wrong.push({ when, reason })
  }
  await note('right then')
  const vkeyThen = await readVkey(signerFolder)
  const kept = await readFile(join(folder, 'checkpoints', 'latest.txt')).catch(() => null)
  const size = await goOn(folder, signerFolder)
  await note('after the next process')
  const key = await readVkey(signerFolder)
  if (key === null) wrong.push('no public key beside the private one')
  else {
    // The key that signed is not lost, what it signed holds, and its next checkpoint has all there is.
    if (vkeyThen !== null && vkeyThen !== key) wrong.push('another key')
    if (kept !== null) {
      const { valid, reason } = await verifyLog({ folder, key, checkpoint: kept })
      if (!valid) wrong.push({ kept: reason })
    }
    const { reason, checkpoint } = await verifyLog({ folder, key })
    if (checkpoint?.size !== size) wrong.push({ checkpoint, reason, size })
  }
  const drafts = (await readdir(base, { recursive: true })).filter((name) => name.endsWith('.new'))
  if (drafts.length > 0) wrong.push({ drafts })
  const log = new Set((await collect(readEntries(folder))).map((one) => `${one.event.sequence} ${one.current_hash}`))
  const lost = told.filter((one) => one !== null && !log.has(one))
  if (lost.length > 0) wrong.push({ lost })
  const urgent = told.filter((_, index) => index % 2 === 1)
  // What was urgent and could not be written is in the log all the same, late, or the log says that something is missing.
  const gaps = await collect(readEntries(folder, { eventType: 'witness_gap' }))
  if (urgent.includes(null) && gaps.length === 0) wrong.push('a gap that nobody speaks of')
  await rm(base, { recursive: true })
  return { trace, wrong, refused: told.filter((one) => one === null).length }
}

/** Appends as the next process, on a sound disk; how many entries the log has then, when its checkpoint is made. */
async function goOn(folder: string, signerFolder: string): Promise<number> {
  await using witness = await openIn(folder, { rotation: { bytes: 1500 }, checkpoints: { signerFolder } })
  await witness.append({ eventType: 'after' })
  return witness.head().size
}

async function readVkey(signerFolder: string): Promise<string | null> {
  return (await readFile(join(signerFolder, 'witness.vkey'), 'utf8').catch(() => null))?.trim() ?? null
}

describe.runIf(canFail)('a log of short segments on a disk of which a single call fails', () => {
  it('loses nothing that was acknowledged, and is never broken', { timeout: 600_000 }, async () => {
    using appender = new FaultyProcess(join(import.meta.dirname, 'faulty-appender.ts'))
    await round(appender, 'rename', null)
    const told: unknown[] = []
    const failed = new Map<DiskCall, Set<string>>()
    let rounds = 0
    for (const call of diskCalls) {
      const clean = await round(appender, call, null)
      expect([call, clean.wrong, clean.refused]).toEqual([call, [], 0])
      for (const fault of faultsFor(call, clean.trace)) {
        const { trace, wrong } = await round(appender, call, fault)
        rounds++
        for (const file of filesThatFailed(trace)) failed.set(call, (failed.get(call) ?? new Set()).add(file))
        if (wrong.length > 0) told.push({ ...fault, wrong })
      }
    }
    expect(told).toEqual([])
    // Nothing is cut off where nothing failed, so there is no `ftruncate` to fail.
    expect([...failed.keys()]).toEqual(diskCalls.filter((call) => call !== 'ftruncate'))
    // Among them those of the key, of what it has signed, and of the checkpoints.
    const files = [...failed.values()].flatMap((each) => [...each])
    for (const file of ['0.jsonl', 'reserve', 'witness.key', 'witness.vkey', '0.txt', 'latest.txt']) {
      expect(files).toContain(file)
    }
    if (everyFault) console.log(`${rounds} rounds`, failed)
  })
})
