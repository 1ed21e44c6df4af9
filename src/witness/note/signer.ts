import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { decodeBase64 } from './base64.ts'
import { NoteError } from './errors.ts'
import { checkKeyName } from './key-name.ts'
import { checkNoteText, formatNote, type NoteSignature } from './note.ts'
import { formatVerifierKey, keyIdOf, signatureTypes, type VerifierKey } from './verifier-key.ts'

/** A private key that signs notes. It shows its name and its public key, and nothing else. */
export interface NoteSigner {
  readonly name: string
  readonly keyId: string
  /** The public key, to be handed on. */
  readonly vkey: string
  sign(text: string): NoteSignature
}

/** The DER header of an Ed25519 private key (RFC 8410), before its 32 bytes. */
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * A fresh Ed25519 key in the form of a signer key, `PRIVATE+KEY+name+keyid+base64(type || seed)`: that of Go's
 * `golang.org/x/mod/sumdb/note`, so that other tools of transparency logs can use it. Whoever has the text can sign.
 */
export function generateSignerKey(name: string, type: number = signatureTypes.ed25519): string {
  checkKeyName(name)
  const seed = randomBytes(32)
  const keyId = keyIdOf(name, type, publicBytes(privateKey(seed)))
  return `PRIVATE+KEY+${name}+${keyId}+${Buffer.concat([Buffer.of(type), seed]).toString('base64')}`
}

/** What a signer key is made of. The key object does not print itself. */
export interface SignerKey {
  readonly key: KeyObject
  readonly verifier: VerifierKey
}

/** Reads a signer key. Throws {@link NoteError}: `bad_key`, `bad_key_name`, `wrong_key_id`. */
export function parseSignerKey(text: string): SignerKey {
  const match = /^PRIVATE\+KEY\+([^+]*)\+([0-9a-f]{8})\+(\S+)$/.exec(text)
  const [, name, keyId, encoded] = match ?? []
  const bytes = encoded === undefined ? null : decodeBase64(encoded)
  const type = bytes?.[0]
  if (name === undefined || keyId === undefined || type === undefined || bytes?.length !== 33) {
    throw new NoteError('bad_key', 'A signer key has the form PRIVATE+KEY+name+keyid+key.')
  }
  checkKeyName(name)
  const key = privateKey(bytes.subarray(1))
  const publicKey = publicBytes(key)
  if (keyIdOf(name, type, publicKey) !== keyId) {
    throw new NoteError('wrong_key_id', `The ID of the signer key ${name} is not that of its bytes.`)
  }
  return { key, verifier: { name, keyId, type, publicKey } }
}

/**
 * What signs notes with this key. Throws as {@link parseSignerKey}, and `unsupported_key`.
 *
 * @example const checkpoint = signNote(text, [noteSigner(await readFile('witness.key', 'utf8'))])
 */
export function noteSigner(from: string | SignerKey): NoteSigner {
  const { key, verifier } = typeof from === 'string' ? parseSignerKey(from.trimEnd()) : from
  const { name, keyId, type } = verifier
  if (type !== signatureTypes.ed25519) {
    throw new NoteError('unsupported_key', `The signer key ${name} is not an Ed25519 key of a log (type 1).`)
  }
  return {
    name,
    keyId,
    vkey: formatVerifierKey(verifier),
    sign: (text) => ({ name, keyId, signature: sign(null, Buffer.from(text), key) }),
  }
}

/** A text with the signatures of these keys. Throws {@link NoteError} for a text that no note can hold. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  checkNoteText(text)
  return formatNote({ text, signatures: signers.map((signer) => signer.sign(text)) })
}

function privateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' })
}

function publicBytes(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
}
