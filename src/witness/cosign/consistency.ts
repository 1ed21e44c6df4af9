import {
  type CheckpointBody,
  CheckpointConflict,
  linesWithin,
  readPlacedLines,
  treeFolder,
} from '../checkpoint/index.ts'
import {
  consistencyRanges,
  emptyRoot,
  Frontier,
  leafHashWithin,
  RangeRoots,
  TreeFiles,
  verifyConsistency,
} from '../merkle/index.ts'

/** Why a log's checkpoint goes on from what it was at another size. */
export interface Extension {
  /** The log's root at the earlier size. */
  readonly firstRoot: Buffer
  /** RFC 6962 consistency proof; empty from nothing, and from the same size. */
  readonly proof: readonly Buffer[]
}

/**
 * Proves that a log's signed tree goes on from its first `from` entries. The hashes kept beside the log are taken where they
 * agree with the signed root; otherwise all its lines are read.
 *
 * @param signed a checkpoint of the log in `folder`, not smaller than `from`
 * @throws {CheckpointConflict} when the lines do not have the signed root any more
 */
export async function proveExtension(
  folder: string,
  signed: CheckpointBody,
  from: number,
  signal?: AbortSignal,
): Promise<Extension> {
  if (from === 0) return { firstRoot: emptyRoot, proof: [] }
  if (from === signed.size) return { firstRoot: signed.root, proof: [] }
  const kept = await fromFiles(folder, signed.size, from)
  if (kept !== null && holds(signed, from, kept)) return kept
  const read = await fromLines(folder, signed.size, from, signal)
  if (read !== null && holds(signed, from, read)) return read
  throw new CheckpointConflict(read === null ? 'shortened' : 'rewritten', signed.size)
}

function holds(signed: CheckpointBody, first: number, { firstRoot, proof }: Extension): boolean {
  return verifyConsistency({ first, second: signed.size, firstRoot, secondRoot: signed.root, proof })
}

async function fromFiles(folder: string, size: number, from: number): Promise<Extension | null> {
  await using files = await TreeFiles.open(treeFolder(folder), false)
  const firstRoot = await files.rootOf({ begin: 0, end: from })
  const proof: Buffer[] = []
  for (const range of consistencyRanges(from, size)) {
    const root = await files.rootOf(range)
    if (root === null) return null
    proof.push(root)
  }
  return firstRoot === null ? null : { firstRoot, proof }
}

async function fromLines(
  folder: string,
  size: number,
  from: number,
  signal: AbortSignal | undefined,
): Promise<Extension | null> {
  const ranges = new RangeRoots(consistencyRanges(from, size))
  const first = new Frontier()
  let lines = 0
  for await (const { block } of readPlacedLines(folder, { signal })) {
    for (const { begin, end } of linesWithin(block)) {
      const leaf = leafHashWithin(block, begin, end)
      if (lines < from) first.append(leaf)
      ranges.take(leaf)
      lines++
      if (lines === size) break
    }
    if (lines === size) break
  }
  const proof = ranges.roots()
  return lines < size || proof === null ? null : { firstRoot: first.root(), proof }
}
