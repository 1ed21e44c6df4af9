import { join } from 'node:path'
import type { WitnessHead } from '../entry.ts'
import { WitnessError } from '../errors.ts'
import { hashBytes, leafHashWithin, type LinePlace, tileWidth, TreeFiles } from '../merkle/index.ts'
import { CheckpointConflict } from './errors.ts'
import { readPlacedLines } from './placed-lines.ts'

const newline = 0x0a

/** A tree that is signed: the lines must still have this root at this size. */
interface KnownTree {
  readonly size: number
  readonly root: Buffer
}

/** What a log's tree is made of. */
export interface LogTreeOptions {
  readonly folder: string
  /** Where the log ends, as whoever holds its lock says: only what is surely on disk is signed. */
  readonly head: WitnessHead
  /** The newest tree that was signed, and others that must be its beginning, the smallest first; none without a checkpoint. */
  readonly known: readonly KnownTree[]
  /** Most lines to read anew; all that is needed unless told. */
  readonly most?: number
  readonly signal?: AbortSignal | undefined
}

/** Folder of a log's {@link TreeFiles}. */
export function treeFolder(folder: string): string {
  return join(folder, 'tree')
}

/**
 * The root of a log's tree, having taken the new lines into its files. They are believed only where they have the root that
 * was signed and agree with the lines at their end; otherwise all lines are read, from the first on.
 *
 * @returns null when more than `most` lines would have to be read; nothing has been changed then
 * @throws {CheckpointConflict} when the lines do not have the root that was signed
 * @throws {WitnessError} when they cannot be read, or do not end with `head`
 */
export async function growTree(options: LogTreeOptions & { readonly most: number }): Promise<Buffer | null>
export async function growTree(options: LogTreeOptions & { readonly most?: never }): Promise<Buffer>
export async function growTree(options: LogTreeOptions): Promise<Buffer | null> {
  const { folder, head, known, most = Number.POSITIVE_INFINITY } = options
  const newest = known.at(-1)
  if (newest !== undefined && newest.size > head.size) throw new CheckpointConflict('shortened', newest.size)
  if (head.size - (newest?.size ?? 0) > most) return null
  await using files = await TreeFiles.open(treeFolder(folder), true)
  // The stored hashes are believed for one signed tree, and not for two that need not belong together.
  const resumed = newest === undefined || known.length > 1 ? null : await resume(files, newest)
  if (resumed !== null && (await grow(files, resumed, options))) return files.root()
  if (head.size > most) return null
  files.restart()
  await grow(files, fromStart, options)
  return files.root()
}

/** Where reading goes on. */
interface Resumed {
  /** The first line to read; null for the log's first. */
  readonly from: LinePlace | null
  /** Its entry, from 0. */
  readonly index: number
  /** The leaf hashes of the lines from there up to the tree's end: they must be these. */
  readonly expected: Buffer
}

const fromStart: Resumed = { from: null, index: 0, expected: Buffer.alloc(0) }

async function resume(files: TreeFiles, known: KnownTree): Promise<Resumed | null> {
  if (!(await files.resume(known.size)) || !files.root().equals(known.root)) return null
  const index = Math.floor((known.size - 1) / tileWidth) * tileWidth
  const from = await files.placeOf(index)
  const expected = await files.leaves({ begin: index, end: known.size })
  return from === null || expected === null ? null : { from, index, expected }
}

/** Reads on up to the head. False when the lines before the tree's end are not those that it was made of. */
async function grow(files: TreeFiles, begin: Resumed, options: LogTreeOptions): Promise<boolean> {
  const { folder, head, known, signal } = options
  const expected = begin.expected.toString('latin1')
  const headBegins = `{"current_hash": "${head.hash}"`
  let compared = 0
  let next = known.findIndex(({ size }) => size > files.size)
  let ends = begin.index === head.size
  for await (const { block, place } of readPlacedLines(folder, { from: begin.from, signal })) {
    for (let begin = 1, end = 0; begin < block.length && !ends; begin = end + 1) {
      end = block.indexOf(newline, begin)
      const isCompared = compared < expected.length
      const leaf = leafHashWithin(block, begin, end)
      if (isCompared) {
        if (!expected.startsWith(leaf, compared)) return false
        compared += hashBytes
      } else {
        files.append(leaf, { segment: place.segment, offset: place.offset + begin - 1 })
        for (let tree = known[next]; files.size === tree?.size; tree = known[++next]) {
          if (!files.root().equals(tree.root)) throw new CheckpointConflict('rewritten', tree.size)
        }
      }
      ends = files.size === head.size && compared === expected.length
      if (ends && block.toString('latin1', begin, begin + headBegins.length) !== headBegins) throw changed()
    }
    if (files.isFull) await files.flush()
    if (ends) break
  }
  await files.flush()
  if (ends) return true
  if (expected.length > 0) return false
  throw changed()
}

function changed(): WitnessError {
  return new WitnessError('broken', 'The show log changed while it was read for its checkpoint. Verify it.')
}
