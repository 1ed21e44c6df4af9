import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { issueCheckpoint, parseCheckpointBody, SignedMemory } from '../../src/witness/checkpoint/index.ts'
import { verifyConsistency } from '../../src/witness/merkle/index.ts'
import {
  generateSignerKey,
  type NoteSigner,
  noteSigner,
  noteVerifier,
  openSigner,
  parseNote,
  signNote,
} from '../../src/witness/note/index.ts'
import { proveConsistency, proveEntry, verifyProof } from '../../src/witness/proof/index.ts'
import { freshFolder, linesOf, openIn, segmentOf } from './support.ts'

const size = 700
let folder = ''
let signer: NoteSigner
let checkpoint = ''

beforeAll(async () => {
  folder = await freshFolder()
  const signerFolder = join(dirname(folder), 'signer')
  signer = await openSigner({ folder: signerFolder, clock: systemClock })
  await using witness = await openIn(folder)
  const events = Array.from({ length: size - 1 }, (_, i) => ({
    eventType: i % 2 === 0 ? 'operation_requested' : 'stream_started',
    operationId: `operation-${i >> 1}`,
  }))
  await Promise.all(events.map((event) => witness.append(event)))
  const memory = new SignedMemory(signerFolder)
  const issued = await issueCheckpoint({ folder, signer, memory, look: () => witness.refresh(), clock: systemClock })
  checkpoint = issued?.note ?? ''
  await witness.append({ eventType: 'after', operationId: 'later' })
})

afterAll(() => rm(dirname(folder), { recursive: true, force: true }))

const verifiers = () => [noteVerifier(signer.vkey)]

describe('a proof of one entry', () => {
  it('says by itself, without the log, what the entry is', async () => {
    const lines = await linesOf(folder)
    for (const number of [1, 2, 255, 256, 257, 512, 513, 699, 700]) {
      const { text } = await proveEntry({ folder, entry: number })
      const { entry, checkpoint: body, signedBy } = verifyProof(text, verifiers())
      expect(entry).toEqual(JSON.parse(lines[number - 1] ?? ''))
      expect([body.size, signedBy]).toEqual([size, [signer.name]])
    }
  })

  it("is in C2SP's tlog-proof form", async () => {
    const { text } = await proveEntry({ folder, entry: 700 })
    const line = (await linesOf(folder))[699] ?? ''
    const [title, extra, index, ...rest] = text.split('\n')
    expect([title, extra, index]).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${Buffer.from(line).toString('base64')}`,
      'index 699',
    ])
    expect(rest.slice(rest.indexOf('') + 1).join('\n')).toBe(checkpoint)
  })

  it('of an operation is that of its outcome', async () => {
    const { entry } = await proveEntry({ folder, entry: { operationId: 'operation-3' } })
    expect([entry.event.event_type, entry.event.sequence]).toEqual(['stream_started', 9])
  })

  it('is not made of what is not there, or not signed yet', async () => {
    for (const entry of [0, -1, 1.5, 702, { operationId: 'no such' }]) {
      await expect(proveEntry({ folder, entry })).rejects.toMatchObject({ code: 'no_such_entry' })
    }
    for (const entry of [701, { operationId: 'later' }]) {
      await expect(proveEntry({ folder, entry })).rejects.toMatchObject({ code: 'not_covered' })
    }
    const other = await freshFolder()
    await (await openIn(other))[Symbol.asyncDispose]()
    await expect(proveEntry({ folder: other, entry: 1 })).rejects.toMatchObject({ code: 'no_checkpoint' })
  })

  it('comes out the same without the stored hashes, and with damaged ones, which it throws away', async () => {
    const { text } = await proveEntry({ folder, entry: 300 })
    const path = join(folder, 'tree', 'level-0')
    const whole = await readFile(path)
    await writeFile(path, Buffer.alloc(whole.length))
    expect((await proveEntry({ folder, entry: 300 })).text).toBe(text)
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
    expect((await proveEntry({ folder, entry: 300 })).text).toBe(text)
  })

  it('is not made of a log that is not the signed one', async () => {
    const whole = await readFile(segmentOf(folder), 'latin1')
    await writeFile(segmentOf(folder), whole.replace('operation-0', 'operation-x'), 'latin1')
    await expect(proveEntry({ folder, entry: 300 })).rejects.toMatchObject({ code: 'not_in_tree' })
    await writeFile(segmentOf(folder), whole, 'latin1')
  })
})

describe('a proof that was tampered with is refused', () => {
  it('whatever bit of it was changed', async () => {
    const { text } = await proveEntry({ folder, entry: 300 })
    const bytes = Buffer.from(text)
    const keys = verifiers()
    for (let bit = 0; bit < bytes.length * 8; bit += 3) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => verifyProof(changed.toString('utf8'), keys)).toThrow(
        expect.objectContaining({ name: expect.stringMatching(/^(Proof|Note)Error$/) }),
      )
    }
  })

  it.each([
    ['another entry', (text: string, other: string) => swapped(text, other, 1), 'not_included'],
    ['another number', (text: string, other: string) => swapped(text, other, 2), 'not_included'],
    ['another hash', (text: string, other: string) => swapped(text, other, 3), 'not_included'],
    ['a hash too few', (text: string) => text.replace(/\n[^\n]+\n\n/, '\n\n'), 'not_included'],
    ['no entry', (text: string) => text.replace(/\nextra [^\n]*/, ''), 'bad_proof'],
    ['no number', (text: string) => text.replace(/\nindex [^\n]*/, ''), 'bad_proof'],
    ['a number with a zero before it', (text: string) => text.replace('index ', 'index 0'), 'bad_proof'],
    ['64 hashes', (text: string) => text.replace(/\n\n/, `\n${`${'A'.repeat(43)}=\n`.repeat(64)}\n`), 'bad_proof'],
    ['another title', (text: string) => text.replace('@v1', '@v2'), 'bad_proof'],
    ['nothing in it', () => '', 'bad_proof'],
    ['a megabyte', (text: string) => text + 'x'.repeat(1_000_000), 'bad_proof'],
    ['no signature', (text: string) => text.slice(0, text.lastIndexOf('—')), 'no_signatures'],
  ])('with %s', async (_what, change, code) => {
    const { text } = await proveEntry({ folder, entry: 300 })
    const { text: other } = await proveEntry({ folder, entry: 301 })
    expect(() => verifyProof(change(text, other), verifiers())).toThrow(expect.objectContaining({ code }))
  })

  it('with the key of somebody else, or when one key of several has not signed', async () => {
    const { text } = await proveEntry({ folder, entry: 300 })
    const stranger = noteVerifier(noteSigner(generateSignerKey('example.com/stranger')).vkey)
    expect(() => verifyProof(text, [stranger])).toThrow(expect.objectContaining({ code: 'no_trusted_signature' }))
    expect(() => verifyProof(text, [...verifiers(), stranger])).toThrow(
      expect.objectContaining({ code: 'missing_signature' }),
    )
    expect(() => verifyProof(text, [])).toThrow(expect.objectContaining({ code: 'no_trusted_signature' }))
  })

  it('with the checkpoint of another log of the same key', async () => {
    const { text } = parseNote(checkpoint)
    const elsewhere = signNote(text.replace(/\/[^/\n]+\n/, '/another-log\n'), [signer])
    const proof = await proveEntry({ folder, entry: 300, checkpoint: elsewhere })
    expect(() => verifyProof(proof.text, verifiers())).toThrow(expect.objectContaining({ code: 'bad_proof' }))
  })
})

describe('a proof of consistency', () => {
  it('shows that an earlier tree is the beginning of the signed one, from the stored hashes and from the lines', async () => {
    const body = parseCheckpointBody(parseNote(checkpoint).text)
    for (const stored of [true, false]) {
      if (!stored) await rm(join(folder, 'tree'), { recursive: true, force: true })
      for (const first of [1, 2, 255, 256, 257, 511, 512, 699, 700]) {
        const { firstRoot, proof } = await proveConsistency({ folder, first, checkpoint: body })
        const claim = { first, firstRoot, proof, second: body.size, secondRoot: body.root }
        expect(verifyConsistency(claim)).toBe(true)
      }
    }
  })
})

/** A proof with one of its lines taken from another. */
function swapped(text: string, other: string, at: number): string {
  return text
    .split('\n')
    .with(at, other.split('\n')[at] ?? '')
    .join('\n')
}
