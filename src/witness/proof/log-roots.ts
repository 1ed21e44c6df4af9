import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { linesWithin, readPlacedLines, treeFolder } from '../checkpoint/index.ts'
import { KernelLock } from '../lock.ts'
import { type LeafRange, leafHashWithin, RangeRoots, TreeFiles } from '../merkle/index.ts'

/** Some subtrees of a log's tree that do not overlap. */
type Subtrees = readonly LeafRange[]

/**
 * The roots of subtrees of a log's tree, for each group of them: from the stored hashes, or, where what comes of those is not
 * right, from the lines, which takes as long as reading the log. Null when neither is right.
 *
 * @param areRight compares them with what was signed
 */
export async function logRoots(
  folder: string,
  groups: readonly Subtrees[],
  areRight: (roots: readonly Buffer[][]) => boolean,
  signal?: AbortSignal,
): Promise<Buffer[][] | null> {
  const stored = await storedRoots(folder, groups)
  if (stored !== null && areRight(stored)) return stored
  const read = await readRoots(folder, groups, signal)
  if (read === null || !areRight(read)) return null
  if (stored !== null) await discardStored(folder)
  return read
}

async function storedRoots(folder: string, groups: readonly Subtrees[]): Promise<Buffer[][] | null> {
  try {
    await using files = await TreeFiles.open(treeFolder(folder), false)
    const roots: Buffer[][] = []
    for (const ranges of groups) {
      const group: Buffer[] = []
      for (const range of ranges) {
        const root = await files.rootOf(range)
        if (root === null) return null
        group.push(root)
      }
      roots.push(group)
    }
    return roots
  } catch {
    // Whatever is wrong with the copy: the lines are there.
    return null
  }
}

async function readRoots(
  folder: string,
  groups: readonly Subtrees[],
  signal: AbortSignal | undefined,
): Promise<Buffer[][] | null> {
  const all = groups.map((ranges) => new RangeRoots(ranges))
  let left = Math.max(0, ...groups.flat().map(({ end }) => end))
  for await (const { block } of readPlacedLines(folder, { signal })) {
    for (const { begin, end } of linesWithin(block)) {
      if (left-- <= 0) break
      const leaf = leafHashWithin(block, begin, end)
      for (const roots of all) roots.take(leaf)
    }
    if (left <= 0) break
  }
  const roots = all.flatMap((group) => {
    const found = group.roots()
    return found === null ? [] : [found]
  })
  return roots.length === groups.length ? roots : null
}

/** Throws the damaged copy away, so that the next checkpoint makes it anew; where that cannot be, it stays. */
async function discardStored(folder: string): Promise<void> {
  try {
    using held = new KernelLock(join(folder, 'checkpoint')).tryAcquire()
    if (held !== null) await rm(treeFolder(folder), { recursive: true, force: true })
  } catch {
    // A log that was put away read-only, perhaps.
  }
}
