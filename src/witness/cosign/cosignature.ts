import { sign } from 'node:crypto'
import {
  ed25519PublicKey,
  formatVerifierKey,
  NoteError,
  type NoteSignature,
  type NoteVerifier,
  parseSignerKey,
  parseVerifierKey,
  signatureTypes,
  verifyEd25519,
} from '../note/index.ts'

/** A witness's private key. It shows its name and its public key, and nothing else. */
export interface CosignerKey {
  readonly name: string
  readonly keyId: string
  /** The public key, to be handed on to whoever verifies. */
  readonly vkey: string
  /** Cosigns a checkpoint's text as of a moment, seconds since 1970. */
  cosign(text: string, seconds: number): NoteSignature
}

/** Verifies a witness's cosignatures, and says when they were given. */
export interface CosignatureVerifier extends NoteVerifier {
  readonly vkey: string
  /** The moment that a cosignature names, seconds since 1970. Proves nothing before it is verified. */
  readonly secondsOf: (signature: Uint8Array) => number
}

const timeBytes = 8
const signatureBytes = 64
/** The last second that a JavaScript date can show. C2SP allows more; nobody has use for it. */
const maxSeconds = 8_640_000_000_000

/** What a witness signs: a header, the time, and the checkpoint's whole text (C2SP `tlog-cosignature`, "Ed25519 signed message"). */
function signedMessage(text: string, seconds: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)
}

/**
 * What cosigns with a signer key of type 4. Throws {@link NoteError}: as `parseSignerKey`, and `unsupported_key` for a
 * log's own key, which must never sign as a witness too.
 *
 * @example cosignerKey(await readFile('cosigner.key', 'utf8')).cosign(checkpointText, 1_700_000_000)
 */
export function cosignerKey(from: string): CosignerKey {
  const { key, verifier } = parseSignerKey(from.trimEnd())
  const { name, keyId, type } = verifier
  if (type !== signatureTypes.cosignature) {
    throw new NoteError('unsupported_key', `The signer key ${name} is not a witness's Ed25519 key (type 4).`)
  }
  return {
    name,
    keyId,
    vkey: formatVerifierKey(verifier),
    cosign: (text, seconds) => {
      if (!isMoment(seconds)) throw new RangeError('A cosignature needs a moment after 1970, in whole seconds.')
      const time = Buffer.alloc(timeBytes)
      time.writeBigUInt64BE(BigInt(seconds))
      return { name, keyId, signature: Buffer.concat([time, sign(null, signedMessage(text, seconds), key)]) }
    },
  }
}

/** What verifies a witness's cosignatures. Throws {@link NoteError}: as `parseVerifierKey`, and `unsupported_key`. */
export function cosignatureVerifier(vkey: string): CosignatureVerifier {
  const parsed = parseVerifierKey(vkey)
  const { name, keyId, type, publicKey } = parsed
  if (type !== signatureTypes.cosignature) {
    throw new NoteError('unsupported_key', `The verifier key ${name} is not a witness's Ed25519 key (type 4).`)
  }
  const key = ed25519PublicKey(publicKey)
  return {
    name,
    keyId,
    vkey,
    secondsOf,
    verify: (text, signature) => {
      if (signature.length !== timeBytes + signatureBytes) return false
      const seconds = secondsOf(signature)
      return isMoment(seconds) && verifyEd25519(key, signedMessage(text, seconds), signature.subarray(timeBytes))
    },
  }
}

/** NaN where there is no room for a time. */
function secondsOf(signature: Uint8Array): number {
  if (signature.length < timeBytes) return Number.NaN
  const seconds = new DataView(signature.buffer, signature.byteOffset, timeBytes).getBigUint64(0)
  return seconds > BigInt(maxSeconds) ? Number.POSITIVE_INFINITY : Number(seconds)
}

function isMoment(seconds: number): boolean {
  return Number.isSafeInteger(seconds) && seconds > 0 && seconds <= maxSeconds
}
