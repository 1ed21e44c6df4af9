import type { FileHandle } from 'node:fs/promises'
import { maxLineBytes } from '../chain.ts'
import type { WitnessEntry } from '../entry.ts'
import { asDiskError, WitnessError } from '../errors.ts'
import { entryAt } from '../read.ts'
import { openRegular } from '../regular-file.ts'
import { listSegments } from '../segments.ts'

/** Where reading can go on: a segment, and the end of a whole line in it, bytes. */
interface ReadPlace {
  readonly path: string
  readonly offset: number
}

/** The newest entries, and where what comes after them will stand. */
export interface LastEntries {
  /** Oldest first. */
  readonly entries: readonly WitnessEntry[]
  readonly end: ReadPlace
}

const stepBytes = 4 * maxLineBytes
/** What a power cut leaves of one write, at most: more than a batch (see batch.ts). */
const mostTornBytes = 4 * 1024 * 1024
const newline = 0x0a

/**
 * The newest `count` entries of a log, read backwards from its end: a long log costs no more than a short one. Each one is
 * checked by itself. An unfinished last line is left out.
 *
 * @throws {WitnessError} `not_found`, `broken`, `disk_error`
 */
export async function readLastEntries(folder: string, count: number): Promise<LastEntries> {
  const paths = await listSegments(folder)
  const lines: string[] = []
  let end: ReadPlace = { path: paths.at(-1) ?? '', offset: 0 }
  for (const path of paths.toReversed()) {
    const found = await lastLines(path, count - lines.length)
    lines.unshift(...found.lines)
    if (path === end.path) end = { path, offset: found.end }
    if (lines.length >= count) break
  }
  return { entries: lines.map((line) => entryOfLine(line)), end }
}

/** A line as an entry; its place is its own word, since what comes before it was not counted. */
export function entryOfLine(line: string): WitnessEntry {
  return entryAt(line, Number(/"sequence": (\d{1,16}), /.exec(line)?.[1] ?? 0))
}

async function lastLines(path: string, count: number): Promise<{ readonly lines: string[]; readonly end: number }> {
  try {
    await using file = await openRegular(path)
    const { size } = await file.stat()
    const blocks: Buffer[] = []
    let from = size
    let newlines = 0
    /** Bytes before the first newline that was seen. */
    let before = 0
    while (from > 0 && newlines <= count) {
      const block = await bytesAt(file, Math.max(0, from - stepBytes), from)
      blocks.push(block)
      from = Math.max(0, from - stepBytes)
      const first = block.indexOf(newline)
      before = first < 0 ? before + block.length : first
      for (let at = first; at >= 0; at = block.indexOf(newline, at + 1)) newlines++
      if (newlines <= count && before > (newlines === 0 ? mostTornBytes : maxLineBytes)) throw overlong(path)
    }
    const data = Buffer.concat(blocks.toReversed())
    const last = data.lastIndexOf(newline)
    // What precedes the first newline is whole only at the file's begin; behind the last one stands nothing.
    const lines = data
      .toString('latin1', 0, last + 1)
      .split('\n')
      .slice(from === 0 ? 0 : 1, -1)
    return { lines: count === 0 ? [] : lines.slice(-count), end: from + last + 1 }
  } catch (error) {
    throw asDiskError(error, 'read', path)
  }
}

function overlong(path: string): WitnessError {
  const message = `The show log ${path} holds a line that is longer than any entry. Run "vmixctl witness verify".`
  return new WitnessError('broken', message)
}

async function bytesAt(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const room = Buffer.alloc(to - from)
  const { bytesRead } = await file.read(room, 0, room.length, from)
  return room.subarray(0, bytesRead)
}
