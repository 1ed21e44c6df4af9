import { decodeBase64 } from './base64.ts'
import { NoteError } from './errors.ts'
import { checkKeyName } from './key-name.ts'

/** Longest note that is read, bytes: room for 16 post-quantum signatures of 5 kB each, and then as much again. */
export const maxNoteBytes = 256 * 1024
/** Most signatures that are read; C2SP asks for at least 16. */
const maxSignatures = 64

/** One signature line of a note: who says to have signed, and the bytes. Proves nothing before it is verified. */
export interface NoteSignature {
  readonly name: string
  /** The key ID, 8 lower-case hex digits. */
  readonly keyId: string
  /** What follows the key ID. */
  readonly signature: Buffer
}

/** A note as it was read. Its text must not be believed before a signature of a trusted key was verified (`openNote`). */
export interface Note {
  /** With its final newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const dash = '\u2014 '
// oxlint-disable-next-line no-control-regex -- these are what must not be in a note
const control = /[\u0000-\u0009\u000b-\u001f]/

/**
 * Reads a signed note (C2SP `signed-note`) strictly: one spelling, no signature twice. The bytes may come from anyone.
 *
 * @throws {NoteError} with a code for each thing that can be wrong
 * @example const { text, signatures } = parseNote(await readFile('checkpoint'))
 */
export function parseNote(from: Uint8Array | string): Note {
  const note = decode(from)
  if (control.test(note)) throw new NoteError('control_character', 'The note holds a control character.')
  if (!note.endsWith('\n')) throw new NoteError('no_final_newline', 'The note does not end with a newline.')
  const split = note.lastIndexOf('\n\n')
  const lines = split < 0 ? [] : note.slice(split + 2, -1).split('\n')
  if (split < 0 || lines[0] === '') throw new NoteError('no_signatures', 'The note has no signatures.')
  return { text: note.slice(0, split + 1), signatures: parseSignatureLines(lines) }
}

/** Reads signature lines, without their newlines, as a note has them and as a witness answers with. */
export function parseSignatureLines(lines: readonly string[]): NoteSignature[] {
  if (lines.length > maxSignatures) {
    throw new NoteError('too_many_signatures', `The note has more than ${maxSignatures} signatures.`)
  }
  const seen = new Set<string>()
  return lines.map((line) => {
    const signature = parseSignatureLine(line)
    const key = `${signature.name}+${signature.keyId}`
    if (seen.has(key)) throw new NoteError('duplicate_signature', 'The note has two signatures of the same key.')
    seen.add(key)
    return signature
  })
}

/** The note as it is written. */
export function formatNote(note: Note): string {
  return `${note.text}\n${note.signatures.map(formatSignatureLine).join('')}`
}

/** One signature line, with its newline. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  return `${dash}${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`
}

/** Whether a text may be a note's: UTF-8, no control characters, a newline at its end. Throws {@link NoteError}. */
export function checkNoteText(text: string): void {
  if (!text.isWellFormed()) throw new NoteError('not_utf8', 'The text cannot be written as UTF-8.')
  if (control.test(text)) throw new NoteError('control_character', 'The text holds a control character.')
  if (!text.endsWith('\n')) throw new NoteError('no_final_newline', 'The text does not end with a newline.')
}

function parseSignatureLine(line: string): NoteSignature {
  const space = line.indexOf(' ', dash.length)
  if (!line.startsWith(dash) || space < 0) {
    throw new NoteError('bad_signature_line', 'A signature line is not a dash, a key name and a signature.')
  }
  const name = line.slice(dash.length, space)
  checkKeyName(name)
  const encoded = line.slice(space + 1)
  // A name with a space in it leaves more than one word behind it.
  if (encoded.includes(' ')) throw new NoteError('bad_key_name', 'A key name in the note holds a space.')
  const bytes = decodeBase64(encoded)
  if (bytes === null) throw new NoteError('bad_base64', 'A signature in the note is not in base64.')
  if (bytes.length <= 4) throw new NoteError('bad_signature_line', 'A signature in the note is too short.')
  return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) }
}

function decode(from: Uint8Array | string): string {
  if (from.length > maxNoteBytes) throw tooLong()
  if (typeof from === 'string') {
    if (!from.isWellFormed()) throw new NoteError('not_utf8', 'The note is not UTF-8.')
    if (Buffer.byteLength(from) > maxNoteBytes) throw tooLong()
    return from
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(from)
  } catch (cause) {
    throw new NoteError('not_utf8', 'The note is not UTF-8.', { cause })
  }
}

function tooLong(): NoteError {
  return new NoteError('too_long', `The note is longer than ${maxNoteBytes} bytes.`)
}
