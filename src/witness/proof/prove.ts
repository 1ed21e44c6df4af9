import {
  type CheckpointBody,
  parseCheckpointBody,
  readCosignedCheckpoint,
  readLatestCheckpoint,
} from '../checkpoint/index.ts'
import type { WitnessEntry } from '../entry.ts'
import { consistencyRanges, inclusionRanges, leafHash, verifyConsistency, verifyInclusion } from '../merkle/index.ts'
import { NoteError, parseNote } from '../note/index.ts'
import { entryAt } from '../read.ts'
import { ProofError } from './errors.ts'
import { lastEntryOf, lineOf } from './find-entry.ts'
import { formatProof } from './format.ts'
import { logRoots } from './log-roots.ts'

/** Which entry of which log. */
export interface ProveEntryOptions {
  /** The log's folder. */
  readonly folder: string
  /** The entry's number, from 1; or else the operation whose outcome (or intent, without one) is meant. */
  readonly entry: number | { readonly operationId: string }
  /** The checkpoint to prove it against; when absent the newest one beside the log, cosigned if that covers the entry. */
  readonly checkpoint?: string
  readonly signal?: AbortSignal
}

/** A proof of one entry. */
export interface EntryProof {
  /** The file's text; see {@link verifyProof}. */
  readonly text: string
  readonly entry: WitnessEntry
  readonly checkpoint: CheckpointBody
}

/**
 * Proves that an entry is in a log as it was signed: a file that can be checked without the log, by anyone who has the
 * public key. By number it takes milliseconds, also in a log of a million entries; an operation is searched for.
 *
 * @throws {ProofError} `no_such_entry`, `no_checkpoint`, `not_covered`, `not_in_tree`
 * @throws {WitnessError} when the log cannot be read; {@link NoteError} for a checkpoint that is not in its form
 * @example const { text } = await proveEntry({ folder, entry: 17 }); await writeFile('on-air.tlog-proof', text)
 */
export async function proveEntry(options: ProveEntryOptions): Promise<EntryProof> {
  const { folder, signal } = options
  const newest = await newestCheckpoint(options)
  const index = (await sequenceOf(options, newest.body)) - 1
  const line = await lineOf(folder, index, signal)
  if (line === null) throw noSuchEntry()
  const cosigned = await cosignedCheckpoint(options, index)
  // A cosigned one that is not of this log may have been put there by anyone: the newest one proves the entry as well.
  for (const { note: checkpoint, body } of cosigned === null ? [newest] : [cosigned, newest]) {
    const hashes = await inclusionProof(folder, { line, index, body }, signal)
    if (hashes === null) continue
    const text = formatProof({ line, index, hashes, checkpoint })
    return { text, entry: entryAt(line.toString('latin1'), index + 1), checkpoint: body }
  }
  throw notInTree()
}

/** Null when the log does not have this checkpoint's root. */
async function inclusionProof(
  folder: string,
  { line, index, body }: { readonly line: Buffer; readonly index: number; readonly body: CheckpointBody },
  signal: AbortSignal | undefined,
): Promise<readonly Buffer[] | null> {
  const { size, root } = body
  const leaf = leafHash(line)
  const areRight = ([proof = []]: readonly Buffer[][]): boolean =>
    verifyInclusion({ index, size, leafHash: leaf, proof, root })
  const roots = await logRoots(folder, [inclusionRanges(index, size)], areRight, signal)
  return roots === null ? null : (roots[0] ?? [])
}

/**
 * The hashes that prove that the tree of a log's first `first` entries is the beginning of a checkpoint's, and the root of
 * the former; for a witness. Throws {@link ProofError} `not_in_tree`; RangeError unless 0 < first ≤ the checkpoint's size.
 */
export async function proveConsistency(options: {
  readonly folder: string
  readonly first: number
  readonly checkpoint: CheckpointBody
  readonly signal?: AbortSignal
}): Promise<{ readonly firstRoot: Buffer; readonly proof: readonly Buffer[] }> {
  const { folder, first, checkpoint, signal } = options
  const { size: second, root: secondRoot } = checkpoint
  const groups = [[{ begin: 0, end: first }], consistencyRanges(first, second)]
  const areRight = ([roots, proof = []]: readonly Buffer[][]): boolean => {
    const firstRoot = roots?.[0]
    return firstRoot !== undefined && verifyConsistency({ first, second, firstRoot, secondRoot, proof })
  }
  const [roots, proof = []] = (await logRoots(folder, groups, areRight, signal)) ?? []
  const firstRoot = roots?.[0]
  if (firstRoot === undefined) throw notInTree()
  return { firstRoot, proof }
}

interface SignedCheckpoint {
  readonly note: string
  readonly body: CheckpointBody
}

async function newestCheckpoint({ folder, checkpoint }: ProveEntryOptions): Promise<SignedCheckpoint> {
  const note = checkpoint ?? (await readLatestCheckpoint(folder))
  if (note !== null) return { note, body: parseCheckpointBody(parseNote(note).text) }
  throw new ProofError('no_checkpoint', `The show log in ${folder} has no checkpoint yet. Make one, then try again.`)
}

/** The newest one that witnesses have cosigned, when it covers the entry: it proves more. */
async function cosignedCheckpoint(
  { folder, checkpoint }: ProveEntryOptions,
  index: number,
): Promise<SignedCheckpoint | null> {
  const note = checkpoint === undefined ? await readCosignedCheckpoint(folder) : null
  if (note === null) return null
  try {
    const body = parseCheckpointBody(parseNote(note).text)
    return index < body.size ? { note, body } : null
  } catch (error) {
    if (error instanceof NoteError) return null
    throw error
  }
}

async function sequenceOf({ folder, entry, signal }: ProveEntryOptions, body: CheckpointBody): Promise<number> {
  if (typeof entry !== 'number') {
    const found = await lastEntryOf(folder, entry.operationId, body.size, signal)
    if (found !== null) return found
    if ((await lastEntryOf(folder, entry.operationId, Number.MAX_SAFE_INTEGER, signal)) === null) throw noSuchEntry()
    throw notCovered(body)
  }
  if (!Number.isSafeInteger(entry) || entry < 1) throw noSuchEntry()
  if (entry > body.size) throw (await lineOf(folder, entry - 1, signal)) === null ? noSuchEntry() : notCovered(body)
  return entry
}

function noSuchEntry(): ProofError {
  return new ProofError('no_such_entry', 'The show log has no such entry. See "vmixctl witness list".')
}

function notCovered({ size }: CheckpointBody): ProofError {
  return new ProofError('not_covered', `The checkpoint ends before it, at entry ${size}. Use a newer one.`)
}

function notInTree(): ProofError {
  return new ProofError(
    'not_in_tree',
    'The show log is not the one that the checkpoint was made of: entries were changed or are gone. Run "vmixctl witness verify".',
  )
}
