import { basename } from 'node:path'
import type { Anchors } from '../anchors.ts'
import { type LineBytes, readLineBytes } from '../line-bytes.ts'
import { segmentNumber } from '../segments.ts'
import type { ChainWalk } from './chain-walk.ts'
import type { Remarks } from './remarks.ts'
import type { SignedSize } from './signed-size.ts'
import type { Stretch } from './stretch.ts'
import { stretchTasks } from './stretch-tasks.ts'
import { Stretches } from './stretches.ts'

export interface LogPaths {
  readonly paths: readonly string[]
  /** All segments of a folder, and not one file. */
  readonly isFolder: boolean
}

/** Whoever goes along a log's lines. */
export interface Walkers {
  readonly walk: ChainWalk
  readonly remarks: Remarks
  readonly anchors: Anchors
  readonly signed: SignedSize | null
  readonly signal: AbortSignal | undefined
}

/**
 * Goes along all lines of a log, from the first to the last.
 *
 * @param pieces where several cores may do so, and how long each one's pieces are
 * @returns what follows the last newline
 */
export async function walkSegments(
  { paths, isFolder }: LogPaths,
  walkers: Walkers,
  pieces: { readonly threads: number; readonly bytes: number } | null,
): Promise<Buffer> {
  const { walk, anchors, signed, signal } = walkers
  const wanted = { head: anchors.head, treeSize: signed?.size ?? 0 }
  await using stretches =
    pieces === null ? null : new Stretches(stretchTasks(paths, pieces.bytes, wanted), pieces.threads)
  let torn: Buffer = Buffer.alloc(0)
  for (const [index, path] of paths.entries()) {
    // A writer goes on in the segment before a gap: such a folder was tampered with, though no entry is missing.
    if (isFolder && segmentNumber(basename(path)) !== index + 1) {
      walk.breakAt(walk.count, 'the segment that it should be in is missing')
    }
    if (torn.length > 0) walk.breakAt(walk.count, 'a segment ends in the middle of a line')
    const from = stretches === null ? 0 : await joinStretches(path, stretches, walkers)
    for await (const read of readLineBytes(path, { from, signal })) {
      takeLines(read, walkers)
      if (read.rest?.overlong === true) walk.breakAt(walk.count, 'a line longer than any entry')
      torn = read.rest?.bytes ?? torn
    }
  }
  return torn
}

/**
 * Joins what the cores have walked along, as far as nothing is wrong. What is wrong, and with which entry, whoever goes on
 * from here finds as if there had been no others.
 *
 * @returns how far it came
 */
async function joinStretches(path: string, stretches: Stretches, walkers: Walkers): Promise<number> {
  const { walk, signal } = walkers
  let offset = 0
  while (walk.brokenAt === null) {
    signal?.throwIfAborted()
    const task = await stretches.next(path)
    if (task?.from !== offset) break
    if (walk.lastHash === null) {
      // How the log begins is seen here alone.
      stretches.skip()
      for await (const read of readLineBytes(path, { from: offset, to: task.to, signal })) {
        takeLines(read, walkers)
        offset += read.end - read.begin
      }
    } else {
      const stretch = await stretches.take()
      if (stretch === null || !join(stretch, walkers)) break
      offset = stretch.end
    }
  }
  return offset
}

function takeLines(read: LineBytes, { walk, signed }: Walkers): void {
  walk.take(read.bytes, read.begin, read.end)
  if (walk.brokenAt === null) signed?.take(read)
}

/** False when it does not go on from here, or there might be too much to remember; nothing was taken then. */
function join(stretch: Stretch, { walk, remarks, anchors, signed }: Walkers): boolean {
  const { tree, heads, lastHash } = stretch
  if (!remarks.hasRoomFor(stretch.remarks) || signed?.goesOnWith(tree) === false || !walk.join(stretch)) return false
  remarks.join(stretch.remarks)
  signed?.join(tree)
  for (const size of heads) anchors.pass({ size, hash: anchors.head ?? lastHash })
  return true
}
