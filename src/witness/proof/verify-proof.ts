import { NotCanonical } from '../canonical-text.ts'
import { checkLine } from '../chain.ts'
import { type CheckpointBody, parseCheckpointBody } from '../checkpoint/index.ts'
import type { WitnessEntry } from '../entry.ts'
import { leafHash, verifyInclusion } from '../merkle/index.ts'
import { type NoteVerifier, openNote } from '../note/index.ts'
import { parseEntry } from '../parse-entry.ts'
import { ProofError } from './errors.ts'
import { parseProof } from './format.ts'

/** What a proof proves. */
export interface ProvedEntry {
  /** As it stands in the log. */
  readonly entry: WitnessEntry
  readonly checkpoint: CheckpointBody
  /** Names of the keys that have signed, each of which was asked for. */
  readonly signedBy: readonly string[]
}

/**
 * Checks a proof by itself, without the log. It may come from anyone: what it returns is true if the keys are to be trusted.
 *
 * @param text of the file, as {@link proveEntry} made it
 * @param keys the log's, and those of witnesses: each must have signed
 * @throws {ProofError} `bad_proof`, `not_included`; {@link NoteError} for the checkpoint and its signatures
 * @example const { entry } = verifyProof(await readFile('on-air.tlog-proof', 'utf8'), [noteVerifier(vkey)])
 */
export function verifyProof(text: string, keys: readonly NoteVerifier[]): ProvedEntry {
  const { line, index, hashes, checkpoint } = parseProof(text)
  const { text: signed, signedBy } = openNote(checkpoint, keys, { all: true })
  const body = parseCheckpointBody(signed)
  const { size, root } = body
  if (!verifyInclusion({ index, size, leafHash: leafHash(line), proof: hashes, root })) {
    throw new ProofError('not_included', 'The entry is not in the log that was signed: it, or the proof, was changed.')
  }
  const entry = readEntry(line)
  const { sequence, log_id } = entry.event
  if (sequence !== index + 1) throw bad('the entry does not have the number that it is proved for')
  if (!body.origin.endsWith(`/${encodeURIComponent(log_id)}`)) throw bad('the checkpoint is of another log')
  return { entry, checkpoint: body, signedBy: signedBy.map(({ name }) => name) }
}

function readEntry(line: Buffer): WitnessEntry {
  const text = line.toString('latin1')
  try {
    checkLine(text)
    return parseEntry(text)
  } catch (error) {
    if (!(error instanceof NotCanonical) && !(error instanceof SyntaxError)) throw error
    throw bad(`the entry does not verify (${error.message})`, error)
  }
}

function bad(why: string, cause?: unknown): ProofError {
  return new ProofError('bad_proof', `The parts of this proof do not belong together: ${why}.`, { cause })
}
