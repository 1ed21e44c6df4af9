import { describe, expect, it } from 'vitest'
import { buildLine } from '../../src/witness/chain.ts'
import { formatCheckpointBody } from '../../src/witness/checkpoint/index.ts'
import { cosignatureVerifier, cosignerKey } from '../../src/witness/cosign/index.ts'
import { leafHash } from '../../src/witness/merkle/index.ts'
import {
  formatNote,
  generateSignerKey,
  type NoteSignature,
  noteSigner,
  noteVerifier,
} from '../../src/witness/note/index.ts'
import { verifyProof } from '../../src/witness/proof/index.ts'
import { clockAt } from './cosign-support.ts'

const nowMs = Date.UTC(2026, 10, 22, 20)
const log = noteSigner(generateSignerKey('example.com/studio'))
const witness = cosignerKey(generateSignerKey('example.com/witness', 4))
const keys = [noteVerifier(log.vkey), cosignatureVerifier(witness.vkey)]
const check = (proof: string | Uint8Array, by = keys) => verifyProof(proof, by, { clock: clockAt(nowMs) })

/** A proof of the only entry of a log: each part may be another's. */
function proofOf(
  parts: {
    origin?: string
    logId?: string
    seconds?: number
    more?: readonly NoteSignature[]
    signer?: typeof log
  } = {},
): string {
  const { logId = 'log-1', seconds = nowMs / 1000, more = [], signer = log } = parts
  const texts = { actor: '"anna"', epoch: 'null', eventType: '"test"', operationId: 'null', params: 'null' }
  const event = { ...texts, result: 'null', timestamp: '"2026-11-22T20:00:00.000Z"' }
  const context = { logId, writer: 'w', loggedAt: '2026-11-22T20:00:00.000Z' }
  const line = buildLine({ size: 0, hash: '0'.repeat(64) }, event, context, false).line.trimEnd()
  const { origin = `example.com/studio/x/${logId}` } = parts
  const text = formatCheckpointBody({ origin, size: 1, root: leafHash(Buffer.from(line, 'latin1')), extensions: [] })
  const note = formatNote({ text, signatures: [signer.sign(text), witness.cosign(text, seconds), ...more] })
  return `c2sp.org/tlog-proof@v1\nextra ${Buffer.from(line, 'latin1').toString('base64')}\nindex 0\n\n${note}`
}

const codeOf = (work: () => unknown): unknown => {
  try {
    work()
    return 'proved'
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${error.name} ${String(error.code)}` : error
  }
}

describe('a proof', () => {
  it('says who has signed, and when each witness says to have seen it', () => {
    const proved = check(proofOf())
    expect(proved.signedBy).toEqual(['example.com/studio', 'example.com/witness'])
    expect(proved.cosigned).toEqual([{ name: 'example.com/witness', at: '2026-11-22T20:00:00.000Z' }])
    expect(check(Buffer.from(proofOf())).entry.event.sequence).toBe(1)
  })

  it('with a cosignature of a time that has not come yet is not believed, as by witness verify', () => {
    const minute = 60
    expect(codeOf(() => check(proofOf({ seconds: nowMs / 1000 + 4 * minute })))).toBe('proved')
    expect(codeOf(() => check(proofOf({ seconds: nowMs / 1000 + 6 * minute })))).toBe('NoteError bad_signature')
  })

  it.each([
    ['example.com/other/x/log-1'],
    ['example.com/studio-b/x/log-1'],
    ['example.com/log-1'],
    ['example.com/studio/x/log-2'],
    ['example.com/studiox/log-1'],
  ])('by a key for a log that does not bear its name, %s, is refused', (origin) => {
    expect(codeOf(() => check(proofOf({ origin })))).toBe('ProofError bad_proof')
  })

  it('of a log whose id is no text that an address can hold is refused or proved, and nothing else', () => {
    const logId = 'a\ud800b'
    const origin = `example.com/studio/x/${encodeURIComponent(logId.toWellFormed())}`
    expect(codeOf(() => check(proofOf({ logId, origin })))).toBe('proved')
    expect(codeOf(() => check(proofOf({ logId, origin: 'example.com/studio/x/log-1' })))).toBe('ProofError bad_proof')
  })

  it('that is not UTF-8 is refused, wherever', () => {
    const stranger = { name: 'example.com/x\u00e9', keyId: '01020304', signature: Buffer.alloc(64) }
    const whole = Buffer.from(proofOf({ more: [stranger] }))
    expect(codeOf(() => check(whole))).toBe('proved')
    const at = whole.indexOf(0xc3)
    for (const byte of [0xff, 0xc0, 0x80]) {
      const bytes = Buffer.from(whole)
      bytes[at] = byte
      expect(codeOf(() => check(bytes))).toBe('ProofError bad_proof')
    }
    expect(codeOf(() => check(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), whole])))).toBe('ProofError bad_proof')
  })

  it.each<[string, (text: string) => string]>([
    ['a line more before the checkpoint', (text) => text.replace('index 0\n', 'index 0\nindex 0\n')],
    ['the entry twice', (text) => text.replace(/(extra .*\n)/, '$1$1')],
    ['something after its last signature', (text) => `${text}x\n`],
    ['an empty line at its end', (text) => `${text}\n`],
    ['a second checkpoint', (text) => text + text.slice(text.indexOf('\n\n') + 1)],
    ['no newline at its end', (text) => text.slice(0, -1)],
    ['carriage returns', (text) => text.replaceAll('\n', '\r\n')],
    ['an index beyond all counting', (text) => text.replace('index 0', `index ${2 ** 53}`)],
    ['a negative index', (text) => text.replace('index 0', 'index -0')],
    ['a dash of another kind', (text) => text.replaceAll('\u2014', '\u2013')],
    ['a space more in a signature line', (text) => text.replaceAll('\u2014 ', '\u2014  ')],
    ['base64 with other unused bits', (text) => text.replace(/=\n$/, '\n')],
    ['the same signature twice', (text) => text + text.slice(text.lastIndexOf('\u2014'))],
    ['its witness missing', (text) => text.slice(0, text.lastIndexOf('\u2014'))],
    ['a size above its tree', (text) => text.replace('\n1\n', '\n2\n')],
    ['four hundred thousand characters', (text) => text.replace('extra ', `extra ${'A'.repeat(400_000)}`)],
  ])('with %s is refused', (_what, change) => {
    const text = proofOf()
    expect(change(text)).not.toBe(text)
    expect(codeOf(() => check(change(text)))).toMatch(/^(Proof|Note)Error /)
  })

  it('by somebody else under the same name is refused', () => {
    const other = noteSigner(generateSignerKey('example.com/studio'))
    expect(codeOf(() => check(proofOf({ signer: other })))).toBe('NoteError missing_signature')
    expect(codeOf(() => check(proofOf({ signer: other }), keys.slice(0, 1)))).toBe('NoteError no_trusted_signature')
  })
})
