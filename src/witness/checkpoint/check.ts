import { leafHashWithin, Frontier } from '../merkle/index.ts'
import { type NoteVerifier, openNote, parseNote } from '../note/index.ts'
import { type CheckpointBody, parseCheckpointBody } from './body.ts'
import { linesWithin, readPlacedLines } from './placed-lines.ts'

/** A checkpoint, and what its signatures must be. */
export interface CheckCheckpointOptions {
  /** A log's folder. */
  readonly folder: string
  /** The signed note, as it was kept. It may come from anyone. */
  readonly checkpoint: Uint8Array | string
  /** Each of these must have signed; with none the signatures are not looked at, and prove nothing. */
  readonly keys: readonly NoteVerifier[]
  readonly signal?: AbortSignal | undefined
}

/** How a checkpoint and a log go together. */
export interface CheckpointCheck {
  readonly body: CheckpointBody
  /** `same`: the log's first `size` lines have the signed root; `other`: they do not; `short`: there are fewer lines. */
  readonly tree: 'same' | 'other' | 'short'
  /** Whole lines in the log, or those that were read: no more than the checkpoint's size. */
  readonly lines: number
  /** Names of the keys whose signatures were verified. */
  readonly signedBy: readonly string[]
}

/**
 * Computes the tree of a log's lines anew and compares it with a checkpoint. The stored hashes are not used.
 *
 * @throws {NoteError} for a checkpoint that is not in its form, or lacks a signature that is asked for
 * @throws {WitnessError} when the log cannot be read
 */
export async function checkCheckpoint(options: CheckCheckpointOptions): Promise<CheckpointCheck> {
  const { folder, checkpoint, keys, signal } = options
  const note = parseNote(checkpoint)
  const signedBy = keys.length === 0 ? [] : openNote(note, keys, { all: true }).signedBy.map(({ name }) => name)
  const body = parseCheckpointBody(note.text)
  const tree = await treeOf(folder, body.size, signal)
  const verdict = tree.size < body.size ? 'short' : tree.root().equals(body.root) ? 'same' : 'other'
  return { body, tree: verdict, lines: tree.size, signedBy }
}

/** The tree of a log's first `size` lines, or of all where there are fewer. */
async function treeOf(folder: string, size: number, signal: AbortSignal | undefined): Promise<Frontier> {
  const tree = new Frontier()
  if (size === 0) return tree
  for await (const { block } of readPlacedLines(folder, { signal })) {
    for (const { begin, end } of linesWithin(block)) {
      tree.append(leafHashWithin(block, begin, end))
      if (tree.size === size) return tree
    }
  }
  return tree
}
