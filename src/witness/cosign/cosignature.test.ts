import { createPublicKey, verify } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { generateSignerKey, NoteError, noteSigner, noteVerifier, openNote, parseNote, signNote } from '../note/index.ts'
import { cosignatureVerifier, cosignerKey, findCosignatures } from './index.ts'

/** The example of C2SP's `tlog-cosignature`; its keys are not published, so that it can be read and not verified. */
const example = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`
const { text } = parseNote(example)
const made = generateSignerKey('witness.example.com/w1', 4)
const key = cosignerKey(made)
const nowMs = 1_679_315_147_000
const cosigned = signNote(text, [{ ...key, sign: (body) => key.cosign(body, nowMs / 1000) }])

const stateOf = (note: Buffer): string => {
  try {
    return findCosignatures(note, [key.vkey], nowMs)[0]?.state ?? 'none'
  } catch (error) {
    if (error instanceof NoteError) return error.code
    throw error
  }
}

describe('a cosignature', () => {
  it("names its moment where the specification's example has it", () => {
    const line = parseNote(example).signatures[1]
    expect(line?.name).toBe('witness.example.com/w1')
    expect(cosignatureVerifier(key.vkey).secondsOf(line?.signature ?? Buffer.alloc(0))).toBe(1_679_315_147)
  })

  it('is over the message that the specification spells out', () => {
    const message = `cosignature/v1\ntime 1679315147\n${text}`
    const { signature } = key.cosign(text, 1_679_315_147)
    const publicKey = Buffer.from(key.vkey.replace(/^[^+]*\+[^+]*\+/, ''), 'base64').subarray(1)
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
    const reader = createPublicKey({ key: der, format: 'der', type: 'spki' })
    expect(signature.readBigUInt64BE(0)).toBe(1_679_315_147n)
    expect(verify(null, Buffer.from(message), reader, signature.subarray(8))).toBe(true)
  })

  it('is a signature of a note like any other', () => {
    expect(openNote(cosigned, [cosignatureVerifier(key.vkey)]).signedBy).toHaveLength(1)
  })

  it('verifies no more when a single bit of it, of its time or of the text was changed', () => {
    const bytes = Buffer.from(cosigned)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(stateOf(changed)).not.toBe('cosigned')
    }
  })

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('is not given for the moment %d', (seconds) => {
    expect(() => key.cosign(text, seconds)).toThrow(RangeError)
  })
})

describe('which witnesses have cosigned', () => {
  const other = cosignerKey(generateSignerKey('witness.example.com/w2', 4))

  it('is said of each key that is asked for, in their order', () => {
    const findings = findCosignatures(cosigned, [other.vkey, key.vkey], nowMs)
    expect(findings.map(({ name, state, atMs }) => [name, state, atMs])).toEqual([
      ['witness.example.com/w2', 'missing', null],
      ['witness.example.com/w1', 'cosigned', nowMs],
    ])
  })

  it("does not believe a key's name and ID over another's signature", () => {
    const forged = signNote(text, [
      { ...key, sign: (body) => ({ ...other.cosign(body, 1), name: key.name, keyId: key.keyId }) },
    ])
    expect(findCosignatures(forged, [key.vkey], nowMs)[0]?.state).toBe('wrong')
  })

  it('does not believe a moment that has not come', () => {
    const [finding] = findCosignatures(cosigned, [key.vkey], nowMs - 3_600_000)
    expect(finding).toMatchObject({ state: 'future', atMs: nowMs })
    expect(findCosignatures(cosigned, [key.vkey], nowMs - 60_000)[0]?.state).toBe('cosigned')
  })

  it("takes a log's key for no witness's, nor the other way round", () => {
    const log = generateSignerKey('example.com/log')
    expect(() => findCosignatures(cosigned, [noteSigner(log).vkey], nowMs)).toThrow(/not a witness/)
    expect(() => cosignerKey(log)).toThrow(/not a witness/)
    expect(() => noteSigner(made)).toThrow(/not an Ed25519 key of a log/)
    expect(() => noteVerifier(key.vkey)).toThrow(/not an Ed25519 key of a log/)
  })

  it('shows no private key anywhere', () => {
    const secret = made.replace(/^PRIVATE\+KEY\+[^+]*\+[^+]*\+/, '')
    expect(inspect(key, { depth: 9 }) + JSON.stringify(key)).not.toContain(secret)
  })
})
