import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { issueCheckpoint, SignedMemory } from '../../src/witness/checkpoint/index.ts'
import type { Witness } from '../../src/witness/index.ts'
import { openSigner } from '../../src/witness/note/index.ts'
import { collect, freshFolder, openIn, typesOf } from './support.ts'

const never = 1_000_000_000

async function append(witness: Witness, count = 1): Promise<void> {
  for (let i = 0; i < count; i++) await witness.append({ eventType: 'test', params: { i } })
}

describe('two processes that share a log', () => {
  it('take what the other wrote and signed meanwhile for no contradiction', async () => {
    const folder = await freshFolder()
    const checkpoints = {
      signerFolder: join(dirname(folder), 'signer'),
      leastMs: 1,
      everyMs: never,
      everyEntries: never,
    }
    await using one = await openIn(folder, { checkpoints })
    await using other = await openIn(folder, { checkpoints })
    await append(one)
    await append(other, 2)
    expect(await other.checkpointNow()).toMatchObject({ size: 4, failure: null })
    // The first one has not looked since it wrote itself.
    expect(await one.checkpointNow()).toMatchObject({ size: 4, failure: null, refused: false })
    expect(typesOf(await collect(one.entries()))).not.toContain('checkpoint_refused')
  })
})

/** A log that its key has signed, and a copy of it: two folders of one log. */
async function twoCopies() {
  const folder = await freshFolder()
  const signerFolder = join(dirname(folder), 'signer')
  const signer = await openSigner({ folder: signerFolder, clock: systemClock })
  const memory = new SignedMemory(signerFolder)
  const issue = (witness: Witness, more: Partial<Parameters<typeof issueCheckpoint>[0]> = {}) =>
    issueCheckpoint({
      folder: witness.folder,
      signer,
      memory,
      look: () => witness.refresh(),
      clock: systemClock,
      ...more,
    })
  {
    await using witness = await openIn(folder)
    await append(witness, 3)
    await issue(witness)
  }
  const copy = `${folder}-copy`
  await cp(folder, copy, { recursive: true })
  return { folder, copy, signerFolder, issue }
}

describe('two copies of one log under one key', () => {
  it('are never both signed on, even at the same moment', async () => {
    const { folder, copy, issue } = await twoCopies()
    await using one = await openIn(folder)
    await using other = await openIn(copy)
    await append(one, 2)
    await append(other, 2)
    const look = async () => {
      expect(await issue(other)).toMatchObject({ isNew: true, body: { size: 6 } })
      return one.refresh()
    }
    await expect(issue(one, { look })).rejects.toMatchObject({ code: 'locked' })
    await expect(issue(one)).rejects.toMatchObject({ name: 'CheckpointConflict', code: 'rewritten' })
    expect((await issue(other))?.isNew).toBe(false)
  })

  it('cannot take the place of each other by bringing a newer checkpoint of the key along', async () => {
    const { folder, copy, signerFolder, issue } = await twoCopies()
    const signed = join(signerFolder, 'signed')
    const [name = ''] = await readdir(signed)
    const early = await readFile(join(signed, name), 'utf8')
    await using one = await openIn(folder)
    await append(one, 1)
    await issue(one)
    const remembered = await readFile(join(signed, name), 'utf8')
    // The same key elsewhere, for example on a cloned machine.
    await writeFile(join(signed, name), early)
    await using other = await openIn(copy)
    await append(other, 4)
    await issue(other)
    await writeFile(join(signed, name), remembered)
    await expect(issue(other)).rejects.toMatchObject({ code: 'rewritten', signedSize: 5 })
    expect(await readFile(join(signed, name), 'utf8')).toBe(remembered)
  })
})

describe("the key's memory of a log", () => {
  it('that was put back to an older state takes the newer checkpoint beside the log, if the log goes on from both', async () => {
    const { folder, signerFolder, issue } = await twoCopies()
    const signed = join(signerFolder, 'signed')
    const [name = ''] = await readdir(signed)
    const early = await readFile(join(signed, name), 'utf8')
    await using witness = await openIn(folder)
    await append(witness, 2)
    const issued = await issue(witness)
    await writeFile(join(signed, name), early)
    expect(await issue(witness)).toEqual({ ...issued, isNew: false })
    expect(await readFile(join(signed, name), 'utf8')).toBe(issued?.note)
  })
})
