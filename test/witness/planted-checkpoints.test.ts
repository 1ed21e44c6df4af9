import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatCheckpointBody, parseCheckpointBody } from '../../src/witness/checkpoint/index.ts'
import { proveEntry, readCosignedCheckpoint, readLatestCheckpoint, verifyProof } from '../../src/witness/index.ts'
import { formatNote, generateSignerKey, noteSigner, noteVerifier, parseNote } from '../../src/witness/note/index.ts'
import { openCosigner } from './cosign-support.ts'
import { one, place, sizeOf, statesOf } from './publish-support.ts'

/** A cosigned log beside which somebody without any key has put a checkpoint of his own. */
async function planted(size: number) {
  const log = await place()
  const { cosigner } = await openCosigner([log.vkey])
  const to = { witnesses: [{ url: cosigner.url, vkey: cosigner.vkey }] }
  await one(log, to, 2)
  const body = parseCheckpointBody(parseNote((await readLatestCheckpoint(log.folder)) ?? '').text)
  const text = formatCheckpointBody({ ...body, size, root: Buffer.alloc(32) })
  const mallory = noteSigner(generateSignerKey('mallory'))
  const path = join(log.folder, 'checkpoints', 'cosigned.txt')
  await writeFile(path, formatNote({ text, signatures: [mallory.sign(text)] }))
  return { log, to, path, witnessKey: cosigner.vkey }
}

describe('a cosigned checkpoint that somebody without a key has put beside the log', () => {
  it.each([3, 1000])('of %s entries, does not stay there', async (size) => {
    const { log, to, path, witnessKey } = await planted(size)
    await one(log, to)
    expect(sizeOf(await readFile(path, 'utf8'))).toBe(4)
    expect(statesOf(await readCosignedCheckpoint(log.folder), [witnessKey])).toEqual(['cosigned'])
  })

  it.each([3, 1000])('of %s entries, keeps no entry from being proved by the true one', async (size) => {
    const { log } = await planted(size)
    const { text } = await proveEntry({ folder: log.folder, entry: 2 })
    expect(verifyProof(text, [noteVerifier(log.vkey)]).checkpoint.size).toBe(3)
  })
})
