import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { sharedMaterial } from '../../../test/support/programs.ts'
import {
  formatNote,
  generateSignerKey,
  maxNoteBytes,
  NoteError,
  noteSigner,
  noteVerifier,
  openNote,
  parseNote,
  parseSignerKey,
  parseVerifierKey,
  signNote,
} from './index.ts'

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof NoteError) return error.code
    throw error
  }
  return 'accepted'
}

const messageOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return String(error)
  }
  return ''
}

const vector = sharedMaterial('vectors/signed-note.txt')

describe.runIf(vector !== null)("the note of Go's sumdb", () => {
  const [vkey = '', note = ''] = vector === null ? [] : readFileSync(vector, 'utf8').split('\n---\n')

  it('verifies with its key, and comes out as it went in', () => {
    expect(openNote(note, [noteVerifier(vkey)]).text).toBe('This is an example message.\n')
    expect(formatNote(parseNote(note))).toBe(note)
  })

  it('does not verify when a single bit of it was changed', () => {
    const bytes = Buffer.from(note)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(codeOf(() => openNote(changed, [noteVerifier(vkey)]))).not.toBe('accepted')
    }
  })
})

const key = noteSigner(generateSignerKey('example.com/log'))
const other = noteSigner(generateSignerKey('example.com/other'))
const text = 'a line\n\nanother, after an empty one: é\n'
const good = signNote(text, [key])
const verifiers = [noteVerifier(key.vkey)]

describe('a signed note', () => {
  it('is read as it was written, with several signatures', () => {
    const note = signNote(text, [other, key])
    expect(openNote(note, verifiers).text).toBe(text)
    expect(openNote(Buffer.from(note), [noteVerifier(other.vkey), ...verifiers], { all: true }).missing).toEqual([])
    expect(formatNote(parseNote(note))).toBe(note)
  })

  it.each([
    ['no final newline', good.slice(0, -1), 'no_final_newline'],
    ['a control byte', good.replace('line', 'li\u0007ne'), 'control_character'],
    ['a carriage return at each line', good.replaceAll('\n', '\r\n'), 'control_character'],
    ['bytes that are not UTF-8', Buffer.concat([Buffer.of(0xff), Buffer.from(good)]), 'not_utf8'],
    ['base64 without its padding', good.replace(/=+\n$/, '\n'), 'bad_base64'],
    ['base64 with a bit too many', good.replace(/.==\n$/, '/==\n').replace(/.=\n$/, '/=\n'), 'bad_base64'],
    ['base64 of the other alphabet', good.replace(/ [^ ]{4}([^ ]*)\n$/, ' -_-_$1\n'), 'bad_base64'],
    ['no signature', text, 'bad_signature_line'],
    ['no blank line', 'text\n', 'no_signatures'],
    ['nothing after the blank line', 'text\n\n', 'no_signatures'],
    ['a signature that is too short', 'text\n\n— example.com/log AAAAAA==\n', 'bad_signature_line'],
    ['a hyphen for the dash', good.replace('— ', '- '), 'bad_signature_line'],
    ['a key name with a space', good.replace('— example.com/log', '— example.com/ log'), 'bad_key_name'],
    ['a key name with a no-break space', good.replace('— example.com/log', '— example.com/\u00a0log'), 'bad_key_name'],
    ['a key name with a plus', good.replace('— example.com/log', '— example.com+log'), 'bad_key_name'],
    ['no key name', good.replace('— example.com/log', '— '), 'bad_key_name'],
    ['the same signature twice', good + good.slice(good.lastIndexOf('\n\n') + 2), 'duplicate_signature'],
    ['more signatures than anyone needs', many(65), 'too_many_signatures'],
    ['more bytes than anyone needs', `${'x'.repeat(maxNoteBytes)}${good}`, 'too_long'],
    ['another text', good.replace('another', 'anotherr'), 'bad_signature'],
    ['only a signature of an unknown key', signNote(text, [other]), 'no_trusted_signature'],
    ["another key's signature in its name", good.replace(/ [^ ]+\n$/, ` ${foreign()}\n`), 'bad_signature'],
    ['its name with another key ID', good.replace(/ [^ ]+\n$/, ` ${foreign('00000000')}\n`), 'no_trusted_signature'],
  ])('with %s is refused', (_what, note, code) => {
    expect(codeOf(() => openNote(note, verifiers))).toBe(code)
  })

  it('of 16 signatures is read', () => {
    expect(parseNote(many(16)).signatures).toHaveLength(16)
  })

  it('lacking one key of several is told from one that has them all', () => {
    const both = [...verifiers, noteVerifier(other.vkey)]
    expect(openNote(good, both).missing.map(({ name }) => name)).toEqual(['example.com/other'])
    expect(codeOf(() => openNote(good, both, { all: true }))).toBe('missing_signature')
  })

  it('is not made of a text that no note can hold', () => {
    expect(codeOf(() => signNote('no newline', [key]))).toBe('no_final_newline')
    expect(codeOf(() => signNote('a\tb\n', [key]))).toBe('control_character')
    expect(codeOf(() => signNote('\ud800\n', [key]))).toBe('not_utf8')
  })
})

describe('a verifier key', () => {
  it.each([
    ['another name', key.vkey.replace('example', 'exemple'), 'wrong_key_id'],
    ['another ID', key.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'), 'wrong_key_id'],
    ['another byte', key.vkey.replace(/.{4}$/, 'AAAA'), 'wrong_key_id'],
    ['a space in its name', key.vkey.replace('/', ' /'), 'bad_key_name'],
    ['a line end', `${key.vkey}\n`, 'bad_key'],
    ['a part missing', 'example.com/log+12345678', 'bad_key'],
    ['bad base64', `${key.vkey}=`, 'bad_key'],
    ['nothing at all', '', 'bad_key'],
    ['the type of a cosignature', cosignatureKey(), 'unsupported_key'],
  ])('with %s is refused', (_what, vkey, code) => {
    expect(codeOf(() => noteVerifier(vkey))).toBe(code)
  })
})

describe('a signer key', () => {
  it('is read as it was made', () => {
    const made = generateSignerKey('example.com/log')
    const signer = noteSigner(`${made}\n`)
    expect(parseVerifierKey(signer.vkey).keyId).toBe(signer.keyId)
    expect(openNote(signNote(text, [signer]), [noteVerifier(signer.vkey)]).signedBy).toHaveLength(1)
  })

  it('shows itself nowhere, also not where it is refused', () => {
    const made = generateSignerKey('example.com/log')
    const secret = made.replace(/^PRIVATE\+KEY\+[^+]*\+[^+]*\+/, '')
    expect(inspect(noteSigner(made), { depth: 9 }) + JSON.stringify(noteSigner(made))).not.toContain(secret)
    for (const wrong of [made.replace('log', 'lag'), `${made}=`, made.slice(0, -1)]) {
      const said = messageOf(() => parseSignerKey(wrong))
      expect(said).toMatch(/signer key/)
      expect(said).not.toContain(secret.slice(0, 8))
    }
  })
})

function many(count: number): string {
  const signers = Array.from({ length: count }, (_, i) => noteSigner(generateSignerKey(`example.com/${i}`)))
  return signNote('text\n', signers)
}

/** A signature by another key, with the ID of ours or one that is told. */
function foreign(keyId: string = key.keyId): string {
  return Buffer.concat([Buffer.from(keyId, 'hex'), other.sign(text).signature]).toString('base64')
}

function cosignatureKey(): string {
  const { verifier } = parseSignerKey(generateSignerKey('example.com/w', 4))
  return `${verifier.name}+${verifier.keyId}+${Buffer.concat([Buffer.of(4), verifier.publicKey]).toString('base64')}`
}
