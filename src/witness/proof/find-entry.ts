import { linesWithin, readPlacedLines, treeFolder } from '../checkpoint/index.ts'
import { type LinePlace, TreeFiles, tileWidth } from '../merkle/index.ts'
import { readEntries } from '../read.ts'

/** The entry's line without its newline; null where the log has none. @param index 0 for the first */
export async function lineOf(folder: string, index: number, signal?: AbortSignal): Promise<Buffer | null> {
  const first = Math.floor(index / tileWidth) * tileWidth
  const from = await placeOf(folder, first)
  const line = from === null ? null : await lineAfter(folder, from, index - first, signal)
  // The copy may be wrong: the line says itself which it is.
  if (line !== null && isEntry(line, index)) return line
  return lineAfter(folder, null, index, signal)
}

/**
 * The number of an operation's last entry, which is its outcome, or its intent where there is none; null when the log has
 * neither among its first `size` entries.
 */
export async function lastEntryOf(
  folder: string,
  operationId: string,
  size: number,
  signal?: AbortSignal,
): Promise<number | null> {
  let found: number | null = null
  for await (const { event } of readEntries(folder, { operationId, ...(signal === undefined ? {} : { signal }) })) {
    if (event.sequence <= size) found = event.sequence
  }
  return found
}

async function placeOf(folder: string, index: number): Promise<LinePlace | null> {
  try {
    await using files = await TreeFiles.open(treeFolder(folder), false)
    return await files.placeOf(index)
  } catch {
    return null
  }
}

async function lineAfter(
  folder: string,
  from: LinePlace | null,
  skip: number,
  signal: AbortSignal | undefined,
): Promise<Buffer | null> {
  let left = skip
  for await (const { block } of readPlacedLines(folder, { from, signal })) {
    for (const { begin, end } of linesWithin(block)) {
      if (left-- === 0) return Buffer.from(block.subarray(begin, end))
    }
  }
  return null
}

function isEntry(line: Buffer, index: number): boolean {
  return line.includes(`"sequence": ${index + 1},`)
}
