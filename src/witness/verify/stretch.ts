import { readLineBytes } from '../line-bytes.ts'
import { ChainWalk, type JoinedEntries } from './chain-walk.ts'
import { RemarksCollector, type RemarksWithin } from './remarks-within.ts'
import { TreeCollector, type TreeWithin } from './tree-within.ts'

/** Which lines of a segment to walk along, and what to look for. */
export interface StretchTask {
  readonly path: string
  /** Where the first line begins, and where the last one ends; the file's end, where it has no newline. */
  readonly from: number
  readonly to: number
  /** A head that is to be found; null for none. */
  readonly head: string | null
  /** How many of the log's lines the tree that is asked for has. */
  readonly treeSize: number
}

/** Entries that are right among themselves. Whether they go on from those before, whoever joins them sees. */
export interface Stretch extends JoinedEntries {
  /** Behind the newline of the last one. */
  readonly end: number
  /** Sequences of those that have the head which was to be found. */
  readonly heads: readonly number[]
  readonly remarks: RemarksWithin
  readonly tree: TreeWithin
}

/**
 * Walks along lines within a log, of which it is not known what comes before. Null where anything is wrong, or cannot be
 * read: whoever walks the log from its begin finds out what.
 */
export async function walkStretch({ path, from, to, head, treeSize }: StretchTask): Promise<Stretch | null> {
  const remarks = new RemarksCollector()
  const tree = new TreeCollector(treeSize)
  const heads: number[] = []
  const walk = new ChainWalk({ isLater: true }, [
    remarks,
    { pass: (size, hash) => void (hash === head && heads.push(size)) },
  ])
  let end = from
  try {
    for await (const read of readLineBytes(path, { from, to })) {
      walk.take(read.bytes, read.begin, read.end)
      if (walk.brokenAt !== null) return null
      tree.take(read, walk.before)
      end += read.end - read.begin
    }
  } catch {
    return null
  }
  const { count, before, headBefore, lastHash, logId } = walk
  if (headBefore === null || lastHash === null || logId === null) return null
  return { count, before, headBefore, lastHash, logId, end, heads, remarks: remarks.found, tree: tree.found(before) }
}
