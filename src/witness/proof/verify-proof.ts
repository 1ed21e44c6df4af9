import { type Clock, systemClock } from '../../clock/index.ts'
import { NotCanonical } from '../canonical-text.ts'
import { checkLine } from '../chain.ts'
import { type CheckpointBody, isOriginOf, parseCheckpointBody } from '../checkpoint/index.ts'
import type { WitnessEntry } from '../entry.ts'
import { leafHash, verifyInclusion } from '../merkle/index.ts'
import { isStillToCome, type Note, NoteError, type NoteVerifier, openNote } from '../note/index.ts'
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
  /** The witnesses among them, and when each says to have seen it (ISO 8601). */
  readonly cosigned: readonly Cosigned[]
}

interface Cosigned {
  readonly name: string
  readonly at: string
}

/**
 * Checks a proof by itself, without the log. It may come from anyone: what it returns is true if the keys are to be trusted.
 *
 * @param proof the file's bytes or text, as {@link proveEntry} made it
 * @param keys the log's, and those of witnesses: each must have signed, the log's in its own name
 * @param options `clock`: by which a cosignature from the future is known; the system's unless told
 * @throws {ProofError} `bad_proof`, `not_included`; {@link NoteError} for the checkpoint and its signatures
 * @example const { entry } = verifyProof(await readFile('on-air.tlog-proof'), [noteVerifier(vkey)])
 */
export function verifyProof(
  proof: string | Uint8Array,
  keys: readonly NoteVerifier[],
  options: { readonly clock?: Clock } = {},
): ProvedEntry {
  const { clock = systemClock } = options
  const { line, index, hashes, checkpoint } = parseProof(proof)
  const note = openNote(checkpoint, keys, { all: true })
  const { signedBy } = note
  const body = parseCheckpointBody(note.text)
  const cosigned = signedBy.flatMap((key) => cosignedBy(note, key, clock.now()))
  const { size, root } = body
  if (!verifyInclusion({ index, size, leafHash: leafHash(line), proof: hashes, root })) {
    throw new ProofError('not_included', 'The entry is not in the log that was signed: it, or the proof, was changed.')
  }
  const entry = readEntry(line)
  const { sequence, log_id } = entry.event
  if (sequence !== index + 1) throw bad('the entry does not have the number that it is proved for')
  const ownKeys = signedBy.filter(({ secondsOf }) => secondsOf === undefined).map(({ name }) => name)
  if (!isOriginOf(body.origin, ownKeys, log_id)) throw bad('the checkpoint is of another log')
  return { entry, checkpoint: body, signedBy: signedBy.map(({ name }) => name), cosigned }
}

/** When a witness has seen it; nothing for a log's own key. Throws {@link NoteError} for a moment that has not come yet. */
function cosignedBy(
  { signatures }: Note,
  { name, keyId, secondsOf }: NoteVerifier,
  nowMs: number,
): readonly Cosigned[] {
  const line = signatures.find((one) => one.name === name && one.keyId === keyId)
  if (line === undefined || secondsOf === undefined) return []
  const seconds = secondsOf(line.signature)
  if (!isStillToCome(seconds, nowMs)) return [{ name, at: new Date(seconds * 1000).toISOString() }]
  throw new NoteError(
    'bad_signature',
    `The witness ${name} has cosigned it at a time that has not come yet: a clock is wrong.`,
  )
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
