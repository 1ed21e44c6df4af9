import { cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { buildLine } from '../../src/witness/chain.ts'
import {
  checkCheckpoint,
  issueCheckpoint,
  type IssuedCheckpoint,
  SignedMemory,
} from '../../src/witness/checkpoint/index.ts'
import { noteVerifier, openNote, openSigner } from '../../src/witness/note/index.ts'
import { KernelLock, type Witness } from '../../src/witness/index.ts'
import { freshFolder, linesOf, openIn, segmentOf } from './support.ts'

/** A log with a checkpoint now and then: the witness, and the key that signs it. */
async function signedLog(entries: number) {
  const folder = await freshFolder()
  const signerFolder = join(dirname(folder), 'signer')
  const witness = await openIn(folder)
  await append(witness, entries - 1)
  return { folder, signerFolder, witness, signer: await openSigner({ folder: signerFolder, clock: systemClock }) }
}

async function append(witness: Witness, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, i) => witness.append({ eventType: 'test', params: { i } })))
}

type SignedLog = Awaited<ReturnType<typeof signedLog>>

async function issue({ folder, signerFolder, signer }: SignedLog, witness: Witness): Promise<IssuedCheckpoint | null> {
  const memory = new SignedMemory(signerFolder)
  return issueCheckpoint({ folder, signer, memory, look: () => witness.refresh(), clock: systemClock })
}

/** Whether the checkpoint beside the log is what its lines say, as an outsider computes it. */
async function matches({ folder, signer }: SignedLog): Promise<string> {
  const checkpoint = await readFile(join(folder, 'checkpoints', 'latest.txt'))
  return (await checkCheckpoint({ folder, checkpoint, keys: [noteVerifier(signer.vkey)] })).tree
}

/** The same log without its `count` last entries, grown again by `more` others, each with its right hash. */
async function cutAndGrown(folder: string, count: number, more: number): Promise<void> {
  const lines = (await linesOf(folder)).slice(0, -count)
  const { event, current_hash } = JSON.parse(lines.at(-1) ?? '')
  let head = { size: lines.length, hash: current_hash as string }
  const parts = { actor: '"eve"', epoch: 'null', eventType: '"forged"', operationId: 'null', params: 'null' }
  for (let i = 0; i < more; i++) {
    const all = { ...parts, result: 'null', timestamp: '"2026-11-22T13:01:43.807Z"' }
    const context = { logId: event.log_id as string, writer: 'eve', loggedAt: '2026-11-22T13:01:43.807Z' }
    const built = buildLine(head, all, context, false)
    lines.push(built.line.trimEnd())
    head = built.head
  }
  await writeFile(segmentOf(folder), `${lines.join('\n')}\n`)
}

describe('a checkpoint', () => {
  it('is signed, says how far it goes, and has the root of the lines', async () => {
    const log = await signedLog(5)
    await using witness = log.witness
    const issued = await issue(log, witness)
    expect(issued).toMatchObject({ isNew: true, body: { size: 5, extensions: [] } })
    const { text } = openNote(issued?.note ?? '', [noteVerifier(log.signer.vkey)])
    const [first] = await linesOf(log.folder)
    expect(text.split('\n')[0]).toBe(`${log.signer.name}/studio/${JSON.parse(first ?? '').event.log_id}`)
    expect(await matches(log)).toBe('same')
  })

  it('goes on with the log at every size, also over the bounds of the stored hashes', async () => {
    const log = await signedLog(254)
    await using witness = log.witness
    for (const more of [0, 1, 1, 1, 254, 2, 600, 1]) {
      await append(witness, more)
      expect((await issue(log, witness))?.body.size).toBe(witness.head().size)
      expect(await matches(log)).toBe('same')
    }
    expect((await stat(join(log.folder, 'tree', 'level-0'))).size).toBe(witness.head().size * 32)
  })

  it('of many new lines, which a thread of its own reads, is the same; so is a contradiction that it finds', async () => {
    const log = await signedLog(3)
    {
      await using witness = log.witness
      await append(witness, 5000)
      expect((await issue(log, witness))?.body.size).toBe(5003)
      expect(await matches(log)).toBe('same')
    }
    await rm(join(log.folder, 'tree'), { recursive: true })
    await cutAndGrown(log.folder, 10, 20)
    await using witness = await openIn(log.folder)
    await expect(issue(log, witness)).rejects.toMatchObject({ code: 'rewritten', signedSize: 5003 })
  })

  it('of a log that has not grown is confirmed, not made again', async () => {
    const log = await signedLog(3)
    await using witness = log.witness
    const first = await issue(log, witness)
    const path = join(log.folder, 'checkpoints', 'latest.txt')
    const { mtimeMs } = await stat(path)
    await systemClock.sleep(20)
    expect(await issue(log, witness)).toEqual({ ...first, isNew: false })
    expect((await stat(path)).mtimeMs).toBeGreaterThan(mtimeMs)
  })

  it('stands beside the log as the newest, and as the last of its day', async () => {
    const log = await signedLog(3)
    await using witness = log.witness
    await issue(log, witness)
    await append(witness, 1)
    const issued = await issue(log, witness)
    const names = (await readdir(join(log.folder, 'checkpoints'))).sort()
    expect(names).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d\.txt$/), 'latest.txt'])
    for (const name of names) {
      expect(await readFile(join(log.folder, 'checkpoints', name), 'utf8')).toBe(issued?.note)
    }
  })

  it('is made by one process at a time', async () => {
    const log = await signedLog(3)
    await using witness = log.witness
    using held = new KernelLock(join(log.folder, 'checkpoint')).tryAcquire()
    expect(held).not.toBeNull()
    expect(await issue(log, witness)).toBeNull()
  })

  it('goes on where a crash came between the tree and the signature', async () => {
    const log = await signedLog(300)
    await using witness = log.witness
    await issue(log, witness)
    const before = await readFile(join(log.folder, 'checkpoints', 'latest.txt'), 'utf8')
    await append(witness, 300)
    await issue(log, witness)
    await writeFile(join(log.folder, 'checkpoints', 'latest.txt'), before)
    await writeFile((await memoryOf(log)).path, before)
    await append(witness, 3)
    expect((await issue(log, witness))?.body.size).toBe(603)
    expect(await matches(log)).toBe('same')
  })
})

describe('the stored hashes are never believed', () => {
  it.each(['level-0', 'level-1', 'places'])('%s: missing, short, or any of its bytes changed', async (name) => {
    const log = await signedLog(300)
    await using witness = log.witness
    await issue(log, witness)
    const path = join(log.folder, 'tree', name)
    const whole = await readFile(path)
    const damages: (() => Promise<void>)[] = [
      () => rm(path),
      () => truncate(path, whole.length - 1),
      () => writeFile(path, Buffer.alloc(whole.length)),
      ...[0, whole.length >> 1, whole.length - 1].map((at) => () => writeFile(path, flipped(whole, at))),
    ]
    for (const damage of damages) {
      await damage()
      await append(witness, 1)
      expect((await issue(log, witness))?.body.size).toBe(witness.head().size)
      expect(await matches(log)).toBe('same')
    }
  })

  it('also when all of them are gone', async () => {
    const log = await signedLog(300)
    await using witness = log.witness
    await issue(log, witness)
    await rm(join(log.folder, 'tree'), { recursive: true })
    await append(witness, 1)
    await issue(log, witness)
    expect(await matches(log)).toBe('same')
  })
})

describe('nothing is signed that is not what was signed before, and more', () => {
  const refusals: readonly [string, (folder: string) => Promise<void>, string][] = [
    ['a log cut off at its end', (folder) => cutAndGrown(folder, 2, 0), 'shortened'],
    ['a log cut off and grown to the same size', (folder) => cutAndGrown(folder, 2, 2), 'rewritten'],
    ['a log cut off and grown beyond', (folder) => cutAndGrown(folder, 2, 9), 'rewritten'],
    ['a log cut off far back and grown beyond', (folder) => cutAndGrown(folder, 290, 400), 'rewritten'],
  ]

  for (const keeps of ['with', 'without'] as const) {
    it.each(refusals)(`%s, ${keeps} its stored hashes`, async (_what, tamper, code) => {
      const log = await signedLog(300)
      await issue(log, log.witness)
      await log.witness[Symbol.asyncDispose]()
      await tamper(log.folder)
      if (keeps === 'without') await rm(join(log.folder, 'tree'), { recursive: true })
      await using witness = await openIn(log.folder)
      await expect(issue(log, witness)).rejects.toMatchObject({ name: 'CheckpointConflict', code, isNew: true })
      await append(witness, 1)
      await expect(issue(log, witness)).rejects.toMatchObject({ signedSize: 300, isNew: false })
    })
  }

  it('also where the whole folder, checkpoints and all, was put back to an older copy', async () => {
    const log = await signedLog(5)
    await issue(log, log.witness)
    await log.witness[Symbol.asyncDispose]()
    await cp(log.folder, `${log.folder}-copy`, { recursive: true })
    {
      await using later = await openIn(log.folder)
      await append(later, 5)
      await issue(log, later)
    }
    await rm(log.folder, { recursive: true })
    await cp(`${log.folder}-copy`, log.folder, { recursive: true })
    await using witness = await openIn(log.folder)
    await expect(issue(log, witness)).rejects.toMatchObject({ code: 'shortened', signedSize: 10 })
  })

  it('but a log of another key, or a new log, is signed from its own beginning', async () => {
    const log = await signedLog(5)
    await issue(log, log.witness)
    await log.witness[Symbol.asyncDispose]()
    await rm(log.folder, { recursive: true })
    await using witness = await openIn(log.folder)
    expect((await issue(log, witness))?.body.size).toBe(1)
    const other = await openSigner({ folder: `${log.signerFolder}-2`, clock: systemClock })
    const byOther = await issue({ ...log, signer: other, signerFolder: `${log.signerFolder}-2` }, witness)
    expect(byOther).toMatchObject({ isNew: true, body: { size: 1 } })
  })
})

describe('the signing key', () => {
  it('is made once, also by several at once, and is readable by its user alone', async () => {
    const folder = join(dirname(await freshFolder()), 'signer')
    const signers = await Promise.all(Array.from({ length: 8 }, () => openSigner({ folder, clock: systemClock })))
    expect(new Set(signers.map(({ vkey }) => vkey)).size).toBe(1)
    expect(await readFile(join(folder, 'witness.vkey'), 'utf8')).toBe(`${signers[0]?.vkey}\n`)
    const mode = (await stat(join(folder, 'witness.key'))).mode & 0o777
    expect(mode).toBe(process.platform === 'win32' ? mode : 0o600)
  })

  it('that is damaged is refused, and not replaced', async () => {
    const folder = join(dirname(await freshFolder()), 'signer')
    await openSigner({ folder, clock: systemClock })
    await writeFile(join(folder, 'witness.key'), 'PRIVATE+KEY+damaged\n')
    await expect(openSigner({ folder, clock: systemClock })).rejects.toMatchObject({ code: 'bad_key' })
    expect(await readFile(join(folder, 'witness.key'), 'utf8')).toBe('PRIVATE+KEY+damaged\n')
  })
})

async function memoryOf({ signerFolder }: SignedLog): Promise<{ readonly path: string }> {
  const [name = ''] = await readdir(join(signerFolder, 'signed'))
  return { path: join(signerFolder, 'signed', name) }
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x40
  return copy
}
