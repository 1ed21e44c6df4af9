import { isStillToCome, type Note, parseNote } from '../note/index.ts'
import { type CosignatureVerifier, cosignatureVerifier } from './cosignature.ts'

/**
 * What a checkpoint shows of one witness:
 * - `cosigned`: it has cosigned, at `atMs`;
 * - `missing`: there is no cosignature of this key;
 * - `wrong`: there is one in its name and it does not verify: checkpoint or cosignature was changed;
 * - `future`: it verifies, and names a moment that has not come yet: a clock is wrong.
 */
export type CosignatureState = 'cosigned' | 'missing' | 'wrong' | 'future'

export interface CosignatureFinding {
  readonly name: string
  readonly keyId: string
  readonly vkey: string
  readonly state: CosignatureState
  /** When the witness says to have seen it, ms since 1970; null unless its signature verifies. */
  readonly atMs: number | null
}

/**
 * Which of these witnesses have cosigned a checkpoint, and when: one finding for each key, in their order. Signatures of
 * other keys are ignored. Only `cosigned` proves anything; whoever demanded a key must treat each other state as a failure.
 *
 * @param checkpoint the note, which may come from anyone
 * @param vkeys verifier keys of witnesses (type 4), as `vmixctl witness serve` prints them
 * @throws {NoteError} for a note or a key that is not in its form
 * @example findCosignatures(await readFile('checkpoint'), [vkey], Date.now()).every(({ state }) => state === 'cosigned')
 */
export function findCosignatures(
  checkpoint: Uint8Array | string | Note,
  vkeys: readonly string[],
  nowMs: number,
): CosignatureFinding[] {
  const isNote = typeof checkpoint !== 'string' && !(checkpoint instanceof Uint8Array)
  const note = isNote ? checkpoint : parseNote(checkpoint)
  return vkeys.map((vkey) => findOne(note, cosignatureVerifier(vkey), nowMs))
}

function findOne(note: Note, verifier: CosignatureVerifier, nowMs: number): CosignatureFinding {
  const { name, keyId, vkey } = verifier
  const line = note.signatures.find((one) => one.name === name && one.keyId === keyId)
  if (line === undefined) return { name, keyId, vkey, state: 'missing', atMs: null }
  if (!verifier.verify(note.text, line.signature)) return { name, keyId, vkey, state: 'wrong', atMs: null }
  const seconds = verifier.secondsOf(line.signature)
  const state = isStillToCome(seconds, nowMs) ? 'future' : 'cosigned'
  return { name, keyId, vkey, state, atMs: seconds * 1000 }
}
