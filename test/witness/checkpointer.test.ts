import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { checkCheckpoint, type CheckpointOptions, type IssuedCheckpoint } from '../../src/witness/index.ts'
import { KernelLock, noteVerifier, type Witness } from '../../src/witness/index.ts'
import { needsThat } from '../support/programs.ts'
import { mayMakeDisks, SmallDisk } from '../support/small-disk.ts'
import { collect, freshFolder, linesOf, openIn, segmentOf, typesOf, until } from './support.ts'

const never = 1_000_000_000

async function place(): Promise<{ readonly folder: string; readonly signerFolder: string }> {
  const folder = await freshFolder()
  return { folder, signerFolder: join(dirname(folder), 'signer') }
}

type Place = Awaited<ReturnType<typeof place>>

function open({ folder, signerFolder }: Place, checkpoints: Partial<CheckpointOptions> = {}): Promise<Witness> {
  return openIn(folder, {
    checkpoints: { signerFolder, leastMs: 1, everyMs: never, everyEntries: never, ...checkpoints },
  })
}

async function sizeOf({ folder }: Place): Promise<number | null> {
  const text = await readFile(join(folder, 'checkpoints', 'latest.txt'), 'utf8').catch(() => null)
  return text === null ? null : Number(text.split('\n')[1])
}

async function append(witness: Witness, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, i) => witness.append({ eventType: 'test', params: { i } })))
}

async function matches({ folder, signerFolder }: Place): Promise<string> {
  const keys = [noteVerifier((await readFile(join(signerFolder, 'witness.vkey'), 'utf8')).trim())]
  const checkpoint = await readFile(join(folder, 'checkpoints', 'latest.txt'))
  return (await checkCheckpoint({ folder, checkpoint, keys })).tree
}

describe('checkpoints beside the writing', () => {
  it('are made at the close, when this process has written anything', async () => {
    const at = await place()
    {
      await using witness = await open(at)
      await append(witness, 4)
    }
    expect([await sizeOf(at), await matches(at)]).toEqual([5, 'same'])
    await rm(join(at.folder, 'checkpoints'), { recursive: true })
    {
      await using witness = await open(at)
      await collect(witness.entries())
    }
    expect(await sizeOf(at)).toBeNull()
  })

  it('are made after so many entries', async () => {
    const at = await place()
    await using witness = await open(at, { everyEntries: 100 })
    await append(witness, 98)
    await systemClock.sleep(50)
    expect(await sizeOf(at)).toBeNull()
    await append(witness, 1)
    await until(() => witness.checkpoints()?.size === 100)
    expect(await sizeOf(at)).toBe(100)
    expect(witness.checkpoints()).toMatchObject({ size: 100, signed: 1, failures: 0, refused: false })
  })

  it('are made after so long, also when nothing new comes, and then confirmed', async () => {
    const at = await place()
    const issued: IssuedCheckpoint[] = []
    await using witness = await open(at, { everyMs: 20, onIssued: (checkpoint) => issued.push(checkpoint) })
    await append(witness, 4)
    await until(() => issued.some(({ body, isNew }) => body.size === 5 && !isNew))
    await until(() => issued.filter(({ isNew }) => !isNew).length > 3)
    expect(witness.checkpoints()?.size).toBe(5)
    expect(await matches(at)).toBe('same')
  })

  it('cover what other processes wrote', async () => {
    const at = await place()
    await using witness = await open(at, { everyMs: 20 })
    await using other = await openIn(at.folder)
    await append(other, 7)
    await until(() => witness.checkpoints()?.size === 8)
    expect([other.head().size, await sizeOf(at)]).toEqual([8, 8])
  })

  it('are not made where none are asked for', async () => {
    const at = await place()
    const witness = await openIn(at.folder)
    expect(witness.checkpoints()).toBeNull()
    await witness[Symbol.asyncDispose]()
    expect(await sizeOf(at)).toBeNull()
  })

  it('go on over segments', async () => {
    const at = await place()
    {
      const checkpoints = { signerFolder: at.signerFolder }
      await using witness = await openIn(at.folder, { checkpoints, rotation: { bytes: 20_000 } })
      for (let i = 0; i < 10; i++) await append(witness, 100)
    }
    expect((await stat(join(at.folder, '000005.jsonl'))).size).toBeGreaterThan(0)
    expect([await sizeOf(at), await matches(at)]).toEqual([1001, 'same'])
  })
})

const disks = await mayMakeDisks()

describe.runIf(needsThat(disks, 'a small disk (mount)'))('on a disk that is nearly full', () => {
  it('they leave the room to entries and stops, and come when there is room again', async () => {
    await using disk = new SmallDisk(16 * 1024)
    const at = { folder: join(disk.path, 'studio'), signerFolder: join(disk.path, 'signer') }
    await using witness = await open(at)
    await writeFile(join(disk.path, 'filler'), Buffer.alloc(9 * 1024 * 1024))
    await append(witness, 4)
    expect(await witness.checkpointNow()).toMatchObject({ size: null, failure: { code: 'disk_full' } })
    expect(await readdir(at.folder)).not.toContain('tree')
    await disk.free()
    expect(await witness.checkpointNow()).toMatchObject({ size: 5, failure: null })
  })
})

describe('what goes wrong with checkpoints', () => {
  it('is counted and shown, and never keeps an entry from the log', async () => {
    const at = await place()
    await mkdir(dirname(at.signerFolder), { recursive: true })
    await writeFile(at.signerFolder, 'a file where the folder should be')
    await using witness = await open(at, { everyEntries: 5 })
    await append(witness, 20)
    await until(() => (witness.checkpoints()?.failures ?? 0) > 1)
    await append(witness, 1)
    expect(witness.checkpoints()).toMatchObject({ size: null, signed: 0, failure: { code: 'key_file' } })
    await rm(at.signerFolder)
    await until(() => witness.checkpoints()?.size === 22)
    expect(witness.checkpoints()?.failure).toBeNull()
  })

  it('does not hold up the close: another process that is at it is waited for shortly', async () => {
    const at = await place()
    const witness = await open(at, { closeMs: 100 })
    await append(witness, 4)
    using held = new KernelLock(join(at.folder, 'checkpoint')).tryAcquire()
    expect(held).not.toBeNull()
    await witness[Symbol.asyncDispose]()
    expect(await sizeOf(at)).toBeNull()
    expect(await linesOf(at.folder)).toHaveLength(5)
  })

  it('is recorded in the log, once, when the log contradicts what was signed', async () => {
    const at = await place()
    {
      await using witness = await open(at)
      await append(witness, 4)
    }
    await writeFile(segmentOf(at.folder), `${(await linesOf(at.folder)).slice(0, 3).join('\n')}\n`)
    for (let again = 0; again < 3; again++) {
      await using witness = await open(at, { everyMs: 10 })
      await until(() => witness.checkpoints()?.refused === true)
      await append(witness, 5)
    }
    await using log = await openIn(at.folder)
    const entries = await collect(log.entries({ eventType: 'checkpoint_refused' }))
    expect(entries.map(({ event }) => event.params)).toEqual([
      { reason: 'shortened', signed_size: 5 },
      { reason: 'rewritten', signed_size: 5 },
    ])
    expect(await sizeOf(at)).toBe(5)
    expect(typesOf(await collect(log.entries())).filter((type) => type === 'test')).toHaveLength(17)
  })

  it('does not keep a process alive that is otherwise done', async () => {
    const at = await place()
    const program = `
      import { openWitness } from ${JSON.stringify(new URL('../../src/witness/index.ts', import.meta.url).href)}
      const { folder, signerFolder } = ${JSON.stringify(at)}
      const witness = await openWitness({ folder, instance: 'studio', host: 'h', port: 1, actor: 'a', checkpoints: { signerFolder } })
      await witness.append({ eventType: 'test' })
    `
    const { spawn } = await import('node:child_process')
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' })
    const code = await new Promise((resolve) => child.once('exit', resolve))
    expect(code).toBe(0)
    expect(await linesOf(at.folder)).toHaveLength(2)
  })
})
