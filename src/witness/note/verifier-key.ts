import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import { decodeBase64 } from './base64.ts'
import { NoteError } from './errors.ts'
import { checkKeyName } from './key-name.ts'

/** The types of signature that C2SP assigns a byte to, as far as they are used here. */
export const signatureTypes = {
  /** Ed25519 over the note's text. */
  ed25519: 0x01,
  /** Ed25519 over a time and the note's text: a witness's (C2SP `tlog-cosignature`). */
  cosignature: 0x04,
} as const

/** A public key as it is handed on: `name+keyId+base64(type || key)`. */
export interface VerifierKey {
  readonly name: string
  /** 8 lower-case hex digits. */
  readonly keyId: string
  readonly type: number
  /** What follows the type: 32 bytes for both Ed25519 types. */
  readonly publicKey: Buffer
}

/** Whose signatures are looked for in a note, and how they are verified. */
export interface NoteVerifier {
  readonly name: string
  readonly keyId: string
  /** Whether these bytes, which may come from anyone, are this key's signature of the text. Never throws. */
  verify(text: string, signature: Uint8Array): boolean
  /**
   * The moment that a signature names, seconds since 1970, for a type of key that has one: a witness's. Proves nothing before
   * it is verified.
   */
  readonly secondsOf?: (signature: Uint8Array) => number
}

/** `SHA-256(name || 0x0A || type || key)`, its first four bytes as 8 hex digits. */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]), 'hex').slice(0, 8)
}

/**
 * Reads a verifier key. What is wrong with it is a {@link NoteError}: `bad_key`, `bad_key_name`, `wrong_key_id`.
 *
 * @example parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
 */
export function parseVerifierKey(text: string): VerifierKey {
  const match = /^([^+]*)\+([0-9a-f]{8})\+(\S+)$/.exec(text)
  const [, name, keyId, encoded] = match ?? []
  const bytes = encoded === undefined ? null : decodeBase64(encoded)
  const type = bytes?.[0]
  if (name === undefined || keyId === undefined || bytes === null || type === undefined || bytes.length < 2) {
    throw new NoteError('bad_key', 'A verifier key has the form name+keyid+key, as "vmixctl witness key" prints it.')
  }
  checkKeyName(name)
  const publicKey = bytes.subarray(1)
  if (keyIdOf(name, type, publicKey) !== keyId) {
    throw new NoteError('wrong_key_id', `The ID of the verifier key ${name} is not that of its bytes: copy it again.`)
  }
  return { name, keyId, type, publicKey }
}

/** The key as text. */
export function formatVerifierKey({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${Buffer.concat([Buffer.of(type), publicKey]).toString('base64')}`
}

/**
 * What verifies a log's own signatures. Throws {@link NoteError}: as {@link parseVerifierKey}, and `unsupported_key`.
 *
 * @example openNote(await readFile('checkpoint'), [noteVerifier(vkey)])
 */
export function noteVerifier(key: string | VerifierKey): NoteVerifier {
  const { name, keyId, type, publicKey } = typeof key === 'string' ? parseVerifierKey(key) : key
  if (type !== signatureTypes.ed25519) {
    throw new NoteError('unsupported_key', `The verifier key ${name} is not an Ed25519 key of a log (type 1).`)
  }
  const parsed = ed25519PublicKey(publicKey)
  return { name, keyId, verify: (text, signature) => verifyEd25519(parsed, Buffer.from(text), signature) }
}

/** The DER header of an Ed25519 public key (RFC 8410), before its 32 bytes. */
const spkiHeader = Buffer.from('302a300506032b6570032100', 'hex')

/** An Ed25519 public key of its 32 bytes; {@link NoteError} `bad_key` for anything else. */
export function ed25519PublicKey(bytes: Uint8Array): KeyObject {
  if (bytes.length === 32) {
    try {
      return createPublicKey({ key: Buffer.concat([spkiHeader, bytes]), format: 'der', type: 'spki' })
    } catch (cause) {
      throw new NoteError('bad_key', 'The bytes are no Ed25519 public key.', { cause })
    }
  }
  throw new NoteError('bad_key', 'An Ed25519 public key has 32 bytes.')
}

/** Whether this is the key's signature of the message; false also for a signature of another length. */
export function verifyEd25519(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && verify(null, message, key, signature)
}
