import { describe, expect, it } from 'vitest'
import { findCosignatures, readLatestCheckpoint, readCosignedCheckpoint } from '../../src/witness/index.ts'
import { parseNote } from '../../src/witness/note/index.ts'
import { openCosigner } from './cosign-support.ts'
import { append, one, place, sizeOf } from './publish-support.ts'
import { collect, typesOf, until } from './support.ts'

describe('a log to which nothing happens', () => {
  it('is cosigned again and again: a witness says until when it had no more entries', async () => {
    const log = await place()
    const { cosigner, events } = await openCosigner([log.vkey])
    const { url, vkey } = cosigner
    await using witness = await log.open({ witnesses: [{ url, vkey }] }, { freshMs: 500 })
    await append(witness)
    const atMs = async (): Promise<number> => {
      const note = await readLatestCheckpoint(log.folder)
      return (note && findCosignatures(note, [vkey], Date.now())[0]?.atMs) || 0
    }
    await until(async () => (await atMs()) > 0)
    const first = await readLatestCheckpoint(log.folder)
    const firstMs = await atMs()
    await until(async () => (await atMs()) >= firstMs + 2000)
    const later = await readLatestCheckpoint(log.folder)
    expect(sizeOf(later)).toBe(2)
    expect(parseNote(later ?? '').text).toBe(parseNote(first ?? '').text)
    await until(async () => (await readCosignedCheckpoint(log.folder)) === (await readLatestCheckpoint(log.folder)))
    expect(events.every(({ kind, size }) => kind === 'cosigned' && size === 2)).toBe(true)
    expect(typesOf(await collect(witness.entries()))).toEqual(['log_opened', 'test'])
  })

  it('is not cosigned again while its cosignature is young', async () => {
    const log = await place()
    const { cosigner, events } = await openCosigner([log.vkey])
    const { url, vkey } = cosigner
    await one(log, { witnesses: [{ url, vkey }] })
    const asked = events.length
    await using witness = await log.open({ witnesses: [{ url, vkey }] }, { freshMs: 600_000 })
    for (let round = 0; round < 3; round++) expect(await witness.checkpointNow()).toMatchObject({ size: 2 })
    await until(() => (witness.published()?.rounds ?? 0) > 0)
    expect(events).toHaveLength(asked)
  })

  it('shows that its witness has gone, though the witness has cosigned all that there is', async () => {
    const log = await place()
    const { cosigner } = await openCosigner([log.vkey])
    const { url, vkey } = cosigner
    await using witness = await log.open({ witnesses: [{ url, vkey }] }, { freshMs: 500 })
    await append(witness)
    await until(() => witness.published()?.receivers[0]?.size === 2)
    await cosigner.close()
    await until(() => (witness.published()?.receivers[0]?.failures ?? 0) > 0)
    expect(witness.published()?.receivers[0]).toMatchObject({ size: 2, failure: { code: 'unreachable' } })
  })
})
