import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import {
  cosignedCheckpointPath,
  parseCheckpointBody,
  readCosignedCheckpoint,
  readLatestCheckpoint,
  writeCheckpoint,
} from '../checkpoint/index.ts'
import { KernelLock } from '../lock.ts'
import { formatNote, type Note, NoteError, type NoteSignature, parseNote } from '../note/index.ts'
import { writeWhole } from '../whole-file.ts'

/**
 * Keeps cosignatures, in the newest checkpoint where it is still the one that was cosigned, and in `cosigned.txt`.
 *
 * @returns the checkpoint with them
 */
export async function keepCosignatures(options: {
  readonly folder: string
  /** The checkpoint as it was handed out. */
  readonly checkpoint: Note
  readonly cosignatures: readonly NoteSignature[]
  readonly clock: Clock
  readonly signal: AbortSignal
}): Promise<string> {
  const { folder, checkpoint, cosignatures, clock, signal } = options
  using _turn = await new KernelLock(join(folder, 'checkpoint')).acquire({ clock, signal, timeoutMs: 5000 })
  const latest = readNote(await readLatestCheckpoint(folder))
  const kept = readNote(await readCosignedCheckpoint(folder))
  const isLatest = latest?.text === checkpoint.text
  const earlier = kept?.text === checkpoint.text ? kept.signatures : []
  const signatures = [...earlier, ...cosignatures].reduce(withSignature, (isLatest ? latest : checkpoint).signatures)
  const note = formatNote({ text: checkpoint.text, signatures })
  await mkdir(join(folder, 'checkpoints'), { recursive: true })
  if (isLatest) await writeCheckpoint(folder, note, clock.now())
  if (!isNewer(kept, checkpoint, latest)) await writeWhole(cosignedCheckpointPath(folder), note)
  return note
}

/** A key's new signature takes the place of its old one. */
function withSignature(lines: readonly NoteSignature[], line: NoteSignature): readonly NoteSignature[] {
  const isSame = (one: NoteSignature): boolean => one.name === line.name && one.keyId === line.keyId
  return lines.some(isSame) ? lines.map((one) => (isSame(one) ? line : one)) : [...lines, line]
}

/** Another process has had a newer one cosigned in between. What has more entries than the newest of all is nobody's of us. */
function isNewer(kept: Note | null, checkpoint: Note, latest: Note | null): boolean {
  if (kept === null || latest === null) return false
  const [one, other, newest] = [kept, checkpoint, latest].map(({ text }) => parseCheckpointBody(text))
  if (one === undefined || other === undefined || newest === undefined) return false
  return one.origin === other.origin && one.size > other.size && one.size <= newest.size
}

/** Null for what is not there or was damaged: it is made anew. */
function readNote(text: string | null): Note | null {
  if (text === null) return null
  try {
    const note = parseNote(text)
    parseCheckpointBody(note.text)
    return note
  } catch (error) {
    if (error instanceof NoteError) return null
    throw error
  }
}
