import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import type { WitnessEntry } from './entry.ts'
import { asDiskError } from './errors.ts'
import type { LogPlace } from './log-blocks.ts'
import { entryAt } from './read.ts'
import { openRegular } from './regular-file.ts'
import { listSegments, segmentNumber } from './segments.ts'
import { readBytes } from './tail.ts'

/** An entry that was looked for, and from where it can be read again. */
export interface FoundEntry {
  readonly entry: WitnessEntry
  /** The beginning of a line at or before it, as a rule hundreds of entries before. */
  readonly near: LogPlace
}

/** Read at once: many times the longest line. */
const windowBytes = 512 * 1024
/** So far back it is looked for. */
const mostBytes = 32 * 1024 * 1024

/**
 * The newest entry of a type, looked for from the log's end backwards: a long log costs no more than a short one. It is
 * checked by itself. Null when there is none in the last 32 MiB, or when something there is no line.
 *
 * @param end where to begin; the log's end unless told
 * @throws {WitnessError} `not_found`, `broken`, `disk_error`
 */
export async function findNewest(
  folder: string,
  eventType: string,
  end?: Pick<LogPlace, 'segment' | 'offset'>,
): Promise<FoundEntry | null> {
  let left = mostBytes
  for (const path of (await listSegments(folder)).toReversed()) {
    const segment = segmentNumber(basename(path)) ?? 0
    if (left <= 0 || (end !== undefined && segment > end.segment)) continue
    try {
      await using file = await openRegular(path)
      const size = segment === end?.segment ? end.offset : (await file.stat()).size
      const found = await newestWithin(file, size, left, eventType)
      if (found !== null) return { entry: found.entry, near: await placeBefore(file, segment, found.lineEnd) }
      left -= size
    } catch (error) {
      throw asDiskError(error, 'read', path)
    }
  }
  return null
}

async function newestWithin(
  file: FileHandle,
  size: number,
  most: number,
  eventType: string,
): Promise<{ readonly entry: WitnessEntry; readonly lineEnd: number } | null> {
  // Only an object's own field matches: inside a text every quote has a backslash before it.
  const sought = `"event_type": ${JSON.stringify(eventType)}`
  for (let to = size; to > 0 && size - to < most; ) {
    const { bytes, begin } = await linesBefore(file, to)
    if (bytes.length === 0) return null
    for (let end = bytes.length; ; ) {
      const at = bytes.subarray(0, end).lastIndexOf(sought, undefined, 'latin1')
      if (at < 0) break
      const lineBegin = bytes.lastIndexOf('\n', at) + 1
      const lineEnd = bytes.indexOf('\n', at)
      const entry = entryOf(bytes.toString('latin1', lineBegin, lineEnd))
      if (entry.event.event_type === eventType) return { entry, lineEnd: begin + lineEnd + 1 }
      end = lineBegin
    }
    to = begin
  }
  return null
}

/** Whole lines, as many as fit into a window, the last of which ends at `to` or before; none where there are none. */
async function linesBefore(file: FileHandle, to: number): Promise<{ readonly bytes: Buffer; readonly begin: number }> {
  const from = Math.max(0, to - windowBytes)
  const window = await readBytes(file.fd, from, to)
  const first = from === 0 ? 0 : window.indexOf('\n') + 1
  const bytes = window.subarray(first, window.lastIndexOf('\n') + 1)
  return { bytes, begin: from + first }
}

/** A line's beginning before this place, by what the line says of itself. */
async function placeBefore(file: FileHandle, segment: number, lineEnd: number): Promise<LogPlace> {
  const { bytes, begin } = await linesBefore(file, lineEnd)
  const { event } = entryOf(bytes.toString('latin1', 0, bytes.indexOf('\n')))
  return { entries: event.sequence - 1, segment, offset: begin }
}

function entryOf(line: string): WitnessEntry {
  return entryAt(line, Number(/"sequence": (\d{1,16}), /.exec(line)?.[1] ?? 0))
}
