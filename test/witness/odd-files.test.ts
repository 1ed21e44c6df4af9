import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import {
  followEntries,
  openSigner,
  readEntries,
  readLastEntries,
  readLatestCheckpoint,
  verifyLog,
} from '../../src/witness/index.ts'
import { needs } from '../support/programs.ts'
import { run } from '../cli/vmixctl.ts'
import { openCosigner } from './cosign-support.ts'
import { one, place } from './publish-support.ts'
import { verifyPy } from './verify-py.ts'
import { collect, freshFolder, linesOf, openIn, segmentOf } from './support.ts'

const hasPipes = process.platform !== 'win32' && needs('mkfifo')
/** Root may read whatever there is, unless it gives that right up. */
const isRoot = process.getuid?.() === 0
const rights = '-dac_override,-dac_read_search'
const asAnybody = isRoot ? ['setpriv', `--bounding-set=${rights}`, `--inh-caps=${rights}`] : []

const kinds: readonly [string, (path: string) => Promise<unknown>][] = [
  ['a named pipe', async (path) => spawnSync('mkfifo', [path])],
  ['a folder', (path) => mkdir(path)],
  ['a device', (path) => symlink('/dev/zero', path)],
]

async function insteadOf(path: string, make: (path: string) => Promise<unknown>): Promise<void> {
  await rm(path, { recursive: true, force: true })
  await make(path)
  expect((await stat(path)).isFile()).toBe(false)
}

async function twoEntries(): Promise<string> {
  const folder = await freshFolder()
  await using log = await openIn(folder)
  await log.append({ eventType: 'a' })
  return folder
}

const unfit = { code: 'disk_error', message: expect.stringContaining('is no file') }

describe.runIf(hasPipes).each(kinds)('%s in the place of', (_kind, make) => {
  it('a segment is refused by whoever reads, and whoever would write, at once', async () => {
    const folder = await twoEntries()
    await insteadOf(segmentOf(folder), make)
    const { signal } = new AbortController()
    const follow = () => collect(followEntries(folder, { clock: systemClock, signal }))
    await expect(openIn(folder)).rejects.toMatchObject(unfit)
    for (const read of [
      () => verifyLog({ folder }),
      () => verifyLog({ file: segmentOf(folder) }),
      () => collect(readEntries(folder)),
      () => readLastEntries(folder, 2),
      follow,
    ]) {
      await expect(read()).rejects.toMatchObject(unfit)
    }
    expect((await run(['witness', 'verify', folder])).code).toBe(3)
  })

  it.runIf(needs('python3'))('a segment or a file of the original is unreadable to verify.py, at once', async () => {
    const folder = await twoEntries()
    await insteadOf(segmentOf(folder), make)
    for (const log of [[folder], [segmentOf(folder)], ['--format', 'original', segmentOf(folder)]]) {
      const python = spawnSync('python3', [verifyPy, ...log], { encoding: 'utf8', timeout: 30_000 })
      expect([python.status, python.stderr]).toEqual([3, expect.stringContaining('is no file')])
    }
  })

  it('the next segment is not written to', async () => {
    const folder = await twoEntries()
    await using log = await openIn(folder, { rotation: { bytes: 1000 } })
    await make(join(folder, '000002.jsonl'))
    await expect(log.append({ eventType: 'b' })).rejects.toMatchObject(unfit)
    expect(await linesOf(folder)).toHaveLength(2)
  })

  it('the mark of a gap is refused by its path', async () => {
    const folder = await twoEntries()
    await insteadOf(join(folder, 'gap.mark'), make)
    await expect(openIn(folder)).rejects.toMatchObject({
      ...unfit,
      message: expect.stringContaining('gap.mark is no file'),
    })
  })

  it('a key is refused by its path', async () => {
    const folder = dirname(await freshFolder())
    await make(join(folder, 'witness.key'))
    const error = { code: 'key_file', message: expect.stringContaining('witness.key is no file') }
    await expect(openSigner({ folder, clock: systemClock })).rejects.toMatchObject(error)
    const { keyFile, restart } = await openCosigner([])
    await insteadOf(keyFile, make)
    await expect(restart()).rejects.toMatchObject({ code: 'key_file' })
  })

  it('the newest checkpoint proves nothing', async () => {
    const log = await place()
    await one(log, {}, 1)
    const latest = join(log.folder, 'checkpoints', 'latest.txt')
    await insteadOf(latest, make)
    const answer = await verifyLog({ folder: log.folder, key: log.vkey })
    expect(answer).toMatchObject({ valid: false, brokenAt: null, reason: expect.stringContaining('proves nothing') })
  })

  it('the checkpoint that is to be compared with is refused', async () => {
    const folder = await twoEntries()
    const path = join(folder, 'kept.txt')
    await make(path)
    expect((await run(['witness', 'verify', folder, '--checkpoint', path])).code).toBe(3)
    expect((await run(['witness', 'verify-proof', path, '--key', (await place()).vkey])).code).not.toBe(0)
  })
})

describe('a file that is longer than any of its kind', () => {
  it('is refused, and not read up to there', async () => {
    const folder = dirname(await freshFolder())
    const { vkey } = await openSigner({ folder, clock: systemClock })
    const key = join(folder, 'witness.key')
    await writeFile(key, `${await readFile(key, 'utf8')}${'\n'.repeat(5000)}`)
    const error = { code: 'key_file', message: expect.stringContaining('longer than') }
    await expect(openSigner({ folder, clock: systemClock })).rejects.toMatchObject(error)
    expect(vkey).toContain('+')
  })

  it('is no checkpoint, and is replaced by the next one', async () => {
    const log = await place()
    await one(log, {}, 1)
    const latest = join(log.folder, 'checkpoints', 'latest.txt')
    const text = await readFile(latest, 'utf8')
    await writeFile(latest, `${text}${'x'.repeat(300_000)}`)
    expect(await verifyLog({ folder: log.folder, key: log.vkey })).toMatchObject({ valid: false, brokenAt: null })
    await one(log, {}, 1)
    expect((await readFile(latest, 'utf8')).length).toBeLessThan(1000)
    expect(await verifyLog({ folder: log.folder, key: log.vkey })).toMatchObject({ valid: true, anchored: true })
  })
})

describe.skipIf(process.platform === 'win32')('a public key that cannot be written', () => {
  it('does not keep the log from being signed, and is told once', async () => {
    const log = await place()
    const vkeyFile = join(log.signerFolder, 'witness.vkey')
    // Not even its owner can put a file where a folder stands that has something in it.
    await rm(vkeyFile)
    await mkdir(join(vkeyFile, 'in-the-way'), { recursive: true })
    const told: string[] = []
    const onUnpublished = ({ message }: Error) => void told.push(message)
    const signer = await openSigner({ folder: log.signerFolder, clock: systemClock, onUnpublished })
    expect(signer.vkey).toBe(log.vkey)
    expect(told).toEqual([expect.stringContaining('witness.vkey')])
    await using witness = await openIn(log.folder, { checkpoints: { signerFolder: log.signerFolder } })
    await witness.append({ eventType: 'x' })
    const unpublished = { message: expect.stringContaining('witness.vkey') }
    expect(await witness.checkpointNow()).toMatchObject({ size: 2, failures: 0, failure: null, unpublished })
    expect(await readLatestCheckpoint(log.folder)).not.toBeNull()
    await rm(vkeyFile, { recursive: true })
    expect(await witness.checkpointNow()).toMatchObject({ unpublished: null })
    expect(await readFile(vkeyFile, 'utf8')).toBe(`${log.vkey}\n`)
  })
})

describe.skipIf(process.platform === 'win32')('a segment', () => {
  it('that is a symbolic link to a file is read and continued; one to nowhere is refused', async () => {
    const folder = await twoEntries()
    const away = join(dirname(folder), 'away.jsonl')
    await rename(segmentOf(folder), away)
    await symlink(away, segmentOf(folder))
    {
      await using log = await openIn(folder)
      await log.append({ eventType: 'b' })
    }
    expect((await stat(segmentOf(folder))).ino).toBe((await stat(away)).ino)
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, totalEvents: 3 })
    await rm(away)
    await expect(verifyLog({ folder })).rejects.toMatchObject({ code: 'not_found' })
    expect((await run(['witness', 'verify', folder])).code).toBe(3)
  })

  it('that cannot be opened is 3, and nothing is appended', async () => {
    const folder = await twoEntries()
    await rm(segmentOf(folder))
    await symlink(segmentOf(folder), segmentOf(folder))
    await expect(openIn(folder)).rejects.toMatchObject({ code: 'disk_error' })
    const { code, stderr } = await run(['witness', 'verify', folder])
    expect(code).toBe(3)
    expect(stderr).toContain('ELOOP')
  })

  it.runIf(!isRoot || needs('setpriv'))('that this user may not read is 3, and nothing is appended', async () => {
    const folder = await twoEntries()
    const before = await readFile(segmentOf(folder))
    await chmod(segmentOf(folder), 0)
    const [command, ...args] = [...asAnybody, process.execPath, join(import.meta.dirname, 'appender.ts'), folder]
    const appended = spawnSync(command, [...args, 'w', '1'], { encoding: 'utf8' })
    expect(appended).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/WitnessError: .*EACCES/) })
    const { code, stderr } = await run(['witness', 'verify', folder], { under: asAnybody })
    expect(code).toBe(3)
    expect(stderr).toContain('EACCES')
    await chmod(segmentOf(folder), 0o600)
    expect(await readFile(segmentOf(folder))).toEqual(before)
  })
})
