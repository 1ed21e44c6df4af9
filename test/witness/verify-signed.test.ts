import { spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cosignerKey } from '../../src/witness/cosign/index.ts'
import { verifyLog } from '../../src/witness/index.ts'
import { generateSignerKey, noteSigner, signatureTypes } from '../../src/witness/note/index.ts'
import { needs } from '../support/programs.ts'
import { checkpointOf, inSegments, logIdOf, makeSpecimen, vkeys, writeLog } from './tampering.ts'

const { lines, lengths } = await makeSpecimen(13)
const kept = checkpointOf(lines, true)
const verifyPy = join(import.meta.dirname, '../../docs/verify.py')
const other = {
  key: noteSigner(generateSignerKey('studio')).vkey,
  witnessKeys: [cosignerKey(generateSignerKey('witness.example', signatureTypes.cosignature)).vkey],
}

describe('signatures that were asked for', () => {
  const { key, witnessKeys } = vkeys
  const text = kept.slice(0, kept.indexOf('\n\n') + 1)

  it('and are not there, or are wrong, are a failure', async () => {
    const folder = await writeLog(inSegments(lines, lengths), kept)
    const signedOnly = checkpointOf(lines, false)
    const cases: readonly [string, object][] = [
      ['no key is the one that signed', { key: other.key, checkpoint: kept }],
      ['the witness is another one', { key, checkpoint: kept, witnessKeys: other.witnessKeys }],
      ['the witness has not cosigned', { key, checkpoint: signedOnly, witnessKeys }],
      ['one of two witnesses has not', { key, checkpoint: kept, witnessKeys: [...witnessKeys, ...other.witnessKeys] }],
      ['it was changed', { key, checkpoint: kept.replace('\n13\n', '\n12\n') }],
      ['it is no note', { key, checkpoint: 'x' }],
      ['it has no signatures', { key, checkpoint: text }],
    ]
    for (const [name, options] of cases) {
      const result = await verifyLog({ folder, ...options })
      expect([name, result]).toMatchObject([name, { valid: false, anchored: false, brokenAt: null }])
      expect(result.reason).toMatch(/^the checkpoint proves nothing: /)
    }
    await rm(join(folder, 'checkpoints'), { recursive: true })
    for (const demand of [{ key }, { witnessKeys }]) {
      expect(await verifyLog({ folder, ...demand })).toMatchObject({ valid: false, brokenAt: null })
    }
  })

  it('are told, with what they prove', async () => {
    const folder = await writeLog(inSegments(lines, lengths), kept)
    const result = await verifyLog({ folder, key, witnessKeys })
    expect(result).toMatchObject({
      valid: true,
      anchored: true,
      checkpoint: { size: 13, isFromLog: true, signedBy: 'studio', cosigned: [{ name: 'witness.example' }] },
    })
    expect(result.proved.join('\n')).toMatch(/first 13 entries.*signed by studio, cosigned by witness\.example/)
    expect(result.notProved.join('\n')).toMatch(/older copy of both/)
    const byWitness = await verifyLog({ folder, witnessKeys, checkpoint: kept })
    expect(byWitness).toMatchObject({ valid: true, anchored: true, checkpoint: { isFromLog: false, signedBy: null } })
    expect(await verifyLog({ folder, checkpoint: kept })).toMatchObject({ valid: true, anchored: false })
  })

  it('tell where a log ends that is shorter than was signed, and one that is another', async () => {
    for (let count = 1; count < lines.length; count++) {
      const folder = await writeLog(inSegments(lines.slice(0, count), lengths), kept)
      const reason = `entries are missing at the end: the checkpoint has 13, found ${count}`
      expect(await verifyLog({ folder, key })).toMatchObject({ valid: false, brokenAt: count, reason })
    }
  })

  it('prove nothing by a checkpoint of another log, though its tree is the same', async () => {
    const folder = await writeLog(inSegments(lines, lengths), kept)
    const id = logIdOf(lines)
    for (const origin of [
      'studio/studio/another',
      `studio/studio/${id}x`,
      `studio/studio/x${id}`,
      `studio-2/studio/${id}`,
      `studio${id}`,
      'studio',
    ]) {
      const checkpoint = checkpointOf(lines, true, origin)
      for (const demand of [
        { key, checkpoint },
        { key, checkpoint, witnessKeys },
      ]) {
        const result = await verifyLog({ folder, ...demand })
        expect([origin, result]).toMatchObject([origin, { valid: false, anchored: false, brokenAt: null }])
        expect(result.reason).toContain('is of another log')
      }
    }
    // A witness cosigns logs of any key; whose log it is, the log's id says.
    const others = checkpointOf(lines, true, `studio-2/studio/${id}`)
    expect(await verifyLog({ folder, witnessKeys, checkpoint: others })).toMatchObject({ anchored: true })
    const another = checkpointOf(lines, true, 'studio/studio/another')
    expect(await verifyLog({ folder, witnessKeys, checkpoint: another })).toMatchObject({
      valid: false,
      brokenAt: null,
    })
    expect(await verifyLog({ folder, checkpoint: another })).toMatchObject({ valid: false, brokenAt: null })
  })

  it('need the whole log', async () => {
    const folder = await writeLog(inSegments(lines, lengths), kept)
    const file = join(folder, '000002.jsonl')
    expect(await verifyLog({ file, key, checkpoint: kept })).toMatchObject({ valid: false, brokenAt: null })
    await expect(verifyLog({ folder, key: 'studio' })).rejects.toMatchObject({ code: 'bad_key' })
  })
})

describe('a later segment by itself', () => {
  it('is verified from its first entry on, and what came before is said to be open', async () => {
    const folder = await writeLog(inSegments(lines, lengths), kept)
    const before = (lengths[0] ?? 0) + (lengths[1] ?? 0)
    const count = lengths[2] ?? 0
    const head = lines[before + count - 1]?.slice(18, 82) ?? ''
    const file = join(folder, '000003.jsonl')
    const result = await verifyLog({ file })
    expect(result).toMatchObject({ valid: true, anchored: false, totalEvents: count, before, lastHash: head })
    expect(result.proved[0]).toContain(`Entries ${before + 1} to ${before + count}`)
    expect(result.notProved.join('\n')).toContain(`Entries 1 to ${before}: `)
    expect(await verifyLog({ file, expectSize: before + count, expectHead: head })).toMatchObject({ anchored: true })
    expect(await verifyLog({ file, expectSize: before + count + 1 })).toMatchObject({ valid: false, brokenAt: count })
    await writeFile(file, (await readFile(file, 'latin1')).replace('"actor": "a', '"actor": "b'))
    expect(await verifyLog({ file })).toMatchObject({ valid: false, brokenAt: 0 })
  })

  it('is not called broken for an anchor that lies before it, and the one just before it counts', async () => {
    const folder = await writeLog(inSegments(lines, lengths), kept)
    const file = join(folder, '000003.jsonl')
    const before = (lengths[0] ?? 0) + (lengths[1] ?? 0)
    const headAt = (size: number): string => lines[size - 1]?.slice(18, 82) ?? ''
    for (const anchor of [
      { expectHead: headAt(1) },
      { expectHead: headAt(before - 1) },
      { expectHead: headAt(before - 1), expectSize: before - 1 },
      { expectHead: '0'.repeat(64) },
    ]) {
      const result = await verifyLog({ file, ...anchor })
      expect([anchor, result]).toMatchObject([anchor, { valid: false, anchored: false, brokenAt: null }])
      expect(result.reason).toContain('not in this segment')
    }
    for (const expectSize of [before, before + 1]) {
      const wrong = { expectHead: headAt(before - 1), expectSize }
      expect(await verifyLog({ file, ...wrong })).toMatchObject({ valid: false, brokenAt: 0 })
    }
    for (const anchor of [{}, { expectSize: before }]) {
      const joined = await verifyLog({ file, ...anchor, expectHead: headAt(before) })
      expect(joined).toMatchObject({ valid: true, anchored: true, before })
    }
  })

  it.runIf(needs('python3'))('is verified so by verify.py too', async () => {
    const folder = await writeLog(inSegments(lines, lengths), kept)
    const file = join(folder, '000003.jsonl')
    const before = (lengths[0] ?? 0) + (lengths[1] ?? 0)
    const size = before + (lengths[2] ?? 0)
    const head = lines[size - 1]?.slice(18, 82) ?? ''
    const headAt = (size: number): string => lines[size - 1]?.slice(18, 82) ?? ''
    const anchors: { expectSize?: number; expectHead?: string }[] = [
      ...[1, before - 1, before, before + 1].flatMap((noted) => [
        { expectHead: headAt(noted) },
        { expectHead: headAt(noted), expectSize: noted },
        { expectHead: headAt(noted), expectSize: noted + 1 },
      ]),
      {},
      { expectSize: size },
      { expectSize: size + 1 },
      { expectSize: 1 },
      { expectHead: head },
      { expectSize: size, expectHead: head },
      { expectSize: 1, expectHead: head },
      { expectHead: '0'.repeat(64) },
    ]
    for (const anchor of anchors) {
      const { valid, anchored, brokenAt } = await verifyLog({ file, ...anchor })
      const { expectSize, expectHead } = anchor
      const more = [
        ...(expectSize === undefined ? [] : ['--expect-size', String(expectSize)]),
        ...(expectHead === undefined ? [] : ['--expect-head', expectHead]),
      ]
      const run = spawnSync('python3', [verifyPy, '--json', ...more, file], { encoding: 'utf8' })
      const theirs: unknown = JSON.parse(run.stdout)
      expect([anchor, theirs]).toMatchObject([anchor, { valid, anchored, brokenAt }])
      expect(run.status).toBe(valid ? (anchored ? 0 : 2) : 1)
    }
  })
})
