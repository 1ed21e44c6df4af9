import { createHash } from 'node:crypto'
import { appendFile, copyFile, mkdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyLog } from '../../src/witness/index.ts'
import { collect, freshFolder, linesOf, openIn, segmentOf, typesOf } from './support.ts'

async function filled(): Promise<{ folder: string; bytes: Buffer }> {
  const folder = await freshFolder()
  {
    await using witness = await openIn(folder)
    for (let index = 0; index < 3; index++) await witness.append({ eventType: 'x', params: { index, text: 'é' } })
  }
  return { folder, bytes: await readFile(segmentOf(folder)) }
}

describe('a write that was interrupted', () => {
  it('is cut off wherever it ended, recorded with its length and hash, and no whole entry is lost', async () => {
    const { folder, bytes } = await filled()
    const lastBegins = bytes.lastIndexOf('\n', bytes.length - 2) + 1
    for (let length = lastBegins; length < bytes.length; length += 37) {
      const copy = join(folder, `copy-${length}`)
      await mkdir(copy)
      await copyFile(segmentOf(folder), segmentOf(copy))
      await truncate(segmentOf(copy), length)
      const torn = bytes.subarray(lastBegins, length)
      const sha256 = createHash('sha256').update(torn).digest('hex')
      const before = await verifyLog({ folder: copy })
      expect(before).toMatchObject({
        valid: true,
        totalEvents: 3,
        tornTail: torn.length === 0 ? null : { bytes: torn.length, sha256 },
      })
      await using witness = await openIn(copy)
      await witness.append({ eventType: 'y' })
      const recovered = (await collect(witness.entries({ eventType: 'log_recovered' }))).map(
        ({ event }) => event.params,
      )
      expect(recovered).toEqual(
        torn.length === 0
          ? []
          : [{ bytes_cut: torn.length, cuts: 1, last_cut_bytes: torn.length, last_cut_sha256: sha256 }],
      )
      expect(await verifyLog({ folder: copy })).toMatchObject({ valid: true, tornTail: null })
    }
  })

  it('is cut off when the power went before its bytes arrived: zeros, newlines among them', async () => {
    const { folder } = await filled()
    await appendFile(
      segmentOf(folder),
      Buffer.concat([Buffer.alloc(3000), Buffer.from('half": 1}\n'), Buffer.alloc(90_000)]),
    )
    await using witness = await openIn(folder)
    await witness.append({ eventType: 'y' })
    expect(typesOf(await collect(witness.entries())).slice(1)).toEqual(['x', 'x', 'x', 'log_recovered', 'y'])
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, totalEvents: 6 })
  })

  it('that left no whole entry at all begins the log anew', async () => {
    const { folder, bytes } = await filled()
    await truncate(segmentOf(folder), 100)
    await using witness = await openIn(folder)
    const entries = await collect(witness.entries())
    expect(typesOf(entries)).toEqual(['log_opened', 'log_recovered'])
    expect(entries[1]?.event.params).toMatchObject({ bytes_cut: 100 })
    expect((await linesOf(folder))[0]?.slice(0, 17)).toBe(bytes.toString('latin1', 0, 17))
  })

  it('of another process is cut off by the one that comes next, and recorded', async () => {
    const { folder } = await filled()
    await using witness = await openIn(folder)
    await appendFile(segmentOf(folder), '{"current_hash": "0123')
    await witness.append({ eventType: 'y' })
    expect(typesOf(await collect(witness.entries())).slice(4)).toEqual(['log_recovered', 'y'])
  })
})
