import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/witness/chain.ts'
import { noteVerifier, openNote } from '../../src/witness/note/index.ts'
import { needsThat } from '../support/programs.ts'
import { mayMakeDisks, SmallDisk } from '../support/small-disk.ts'
import { ForeignLog, openCosigner, post } from './cosign-support.ts'

/** A log of seven entries, and a cosigner that has cosigned it at five. */
async function known(folder?: string) {
  const log = new ForeignLog('example.com/studio').grow(7)
  const made = await openCosigner([log.signer.vkey], folder === undefined ? {} : { folder })
  expect((await post(made.cosigner.url, log.request(0, 5))).status).toBe(200)
  return { log, ...made, url: made.cosigner.url, path: join(made.folder, `${sha256(log.origin)}.txt`) }
}

describe("a cosigner's record of a log", () => {
  it('that is removed is missed, while it runs and when it starts again: it cosigns no second history', async () => {
    const first = await known()
    const { log, path } = first
    const whole = await readFile(path)
    const forged = log.fork(2).grow(9, 'forged').request(0)
    await rm(path)
    expect((await post(first.url, forged)).status).toBe(500)
    expect((await post(first.url, log.request(0))).status).toBe(500)
    expect(first.events.at(-1)).toMatchObject({ status: 500, why: expect.stringContaining('Put it back') })
    const again = await first.restart()
    expect((await post(again.cosigner.url, forged)).status).toBe(500)
    await writeFile(path, whole)
    expect((await post(again.cosigner.url, log.request(5))).status).toBe(200)
  })

  it('that is put back to an older one while it runs is missed', async () => {
    const { log, url, path } = await known()
    await copyFile(path, `${path}.old`)
    expect((await post(url, log.request(5))).status).toBe(200)
    await copyFile(`${path}.old`, path)
    expect((await post(url, log.fork(5).grow(1, 'forged').request(5))).status).toBe(500)
  })

  it('of a folder that an earlier version made is missed too, once it has run', async () => {
    const first = await known()
    await first.cosigner.close()
    await rm(join(first.folder, 'logs'))
    const again = await first.restart()
    await rm(first.path)
    expect((await post(again.cosigner.url, first.log.request(0))).status).toBe(500)
    const third = await again.restart()
    expect((await post(third.cosigner.url, first.log.request(0))).status).toBe(500)
  })

  it('is cut short by a crash in its list of logs, and nothing comes of it', async () => {
    const first = await known()
    await first.cosigner.close()
    await writeFile(join(first.folder, 'logs'), sha256(first.log.origin).slice(0, 20))
    const again = await first.restart()
    const other = new ForeignLog('example.com/studio/b', first.log.signer).grow(3)
    expect((await post(again.cosigner.url, other.request(0))).status).toBe(200)
    await rm(first.path)
    await rm(join(first.folder, `${sha256(other.origin)}.txt`))
    const third = await again.restart()
    for (const log of [first.log, other]) expect((await post(third.cosigner.url, log.request(0))).status).toBe(500)
  })
})

describe('the evidence that a cosigner keeps', () => {
  /** Texts of all that was kept and is signed by the log's key. */
  async function evidence(folder: string, log: ForeignLog): Promise<readonly string[]> {
    const names = await readdir(join(folder, 'refused'))
    const notes = await Promise.all(names.map((name) => readFile(join(folder, 'refused', name))))
    return notes.map((note) => openNote(note, [noteVerifier(log.signer.vkey)]).text)
  }

  it('of two trees of one size is both of them, also when the log has gone on since', async () => {
    const { log, url, folder } = await known()
    const other = log.fork(3).grow(2, 'forged')
    expect((await post(url, other.request(5))).status).toBe(409)
    expect((await post(url, log.request(5))).status).toBe(200)
    expect(new Set(await evidence(folder, log))).toEqual(new Set([log.text(5), other.text()]))
  })

  it('is not crowded out by proofs that do not hold', async () => {
    const { log, url, folder } = await known()
    for (let round = 0; round < 40; round++) {
      const more = log.fork(5).grow(1 + round, 'more')
      expect((await post(url, more.request(5, more.size, []))).status).toBe(422)
    }
    const other = log.fork(3).grow(2, 'forged')
    expect((await post(url, other.request(5))).status).toBe(409)
    const kept = await evidence(folder, log)
    expect(kept).toContain(other.text())
    expect(kept).toContain(log.text(5))
    expect(kept.length).toBeLessThan(40)
  })

  it('that cannot be kept changes no answer, and is told', async () => {
    const { log, url, folder, events } = await known()
    await writeFile(join(folder, 'refused'), 'a file where the folder should be')
    expect((await post(url, log.fork(3).grow(2, 'forged').request(5))).status).toBe(409)
    expect((await post(url, log.fork(3).grow(4, 'forged').request(5))).status).toBe(422)
    expect(events.at(-1)).toMatchObject({ status: 422, why: expect.stringContaining('could not be kept') })
  })
})

const disks = await mayMakeDisks()

describe.runIf(needsThat(disks, 'a small disk (mount)'))('a cosigner whose disk is full', () => {
  it('refuses, forgets nothing, and goes on when there is room', async () => {
    await using disk = new SmallDisk(1024)
    const folder = join(disk.path, 'cosigned')
    await mkdir(folder)
    const { log, url, path, cosigner } = await known(folder)
    const before = await readFile(path)
    await disk.fill()
    expect((await post(url, log.request(5))).status).toBe(500)
    expect(await readFile(path)).toEqual(before)
    await disk.free()
    expect((await post(url, log.request(5))).status).toBe(200)
    expect((await stat(path)).size).toBeGreaterThan(0)
    await cosigner.close()
  })
})
