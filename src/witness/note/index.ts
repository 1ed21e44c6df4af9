export { decodeBase64 } from './base64.ts'
export { NoteError } from './errors.ts'
export type { NoteErrorCode } from './errors.ts'
export { formatNote, formatSignatureLine, maxNoteBytes, parseNote, parseSignatureLines } from './note.ts'
export type { Note, NoteSignature } from './note.ts'
export { hasSigned, openNote } from './open-note.ts'
export { isStillToCome } from './signed-time.ts'
export { generateSignerKey, noteSigner, parseSignerKey, signNote } from './signer.ts'
export type { NoteSigner } from './signer.ts'
export {
  ed25519PublicKey,
  formatVerifierKey,
  noteVerifier,
  parseVerifierKey,
  signatureTypes,
  verifyEd25519,
} from './verifier-key.ts'
export type { NoteVerifier, VerifierKey } from './verifier-key.ts'
export { keyFileError, readPrivateKey } from './key-file.ts'
export { openSigner } from './signer-file.ts'
