import { createHash } from 'node:crypto'
import { read } from 'node:fs'
import { NotCanonical } from './canonical-text.ts'
import { type CheckedLine, checkLine, maxLineBytes } from './chain.ts'
import { WitnessError } from './errors.ts'

/** What stands at the end of a log's file. */
export interface LogTail {
  /** Where the last whole line ends, bytes. */
  readonly end: number
  /** The last whole line, checked by itself; null when there is none. */
  readonly last: CheckedLine | null
  /** What an interrupted write left after it. */
  readonly torn: TornTail | null
}

/** Bytes that an interrupted write left behind: never acknowledged to anyone. */
export interface TornTail {
  readonly bytes: number
  readonly sha256: string
}

/** More than one batch can be (see batch.ts), so that the line before an interrupted one is always in view. */
const windowBytes = 4 * 1024 * 1024
const smallWindow = 2 * maxLineBytes + 1024

/** Reads the end of a log of `size` bytes. Throws {@link WitnessError} `broken` when its last whole line does not verify. */
export async function readTail(fd: number, size: number): Promise<LogTail> {
  let window = await readBytes(fd, Math.max(0, size - smallWindow), size)
  const unclear = window.includes(0) || window.lastIndexOf('\n') < 0
  if (unclear) window = await readBytes(fd, Math.max(0, size - windowBytes), size)
  const start = size - window.length
  // After a power cut a file may have its new length but not all its bytes: what never arrived reads as zeros, which no
  // line can hold.
  const hole = window.indexOf(0)
  const sound = hole < 0 ? window : window.subarray(0, hole)
  const lineEnd = sound.lastIndexOf('\n')
  const torn = tornTail(window.subarray(lineEnd + 1))
  if (lineEnd < 0) {
    if (start > 0) throw broken('its last line is longer than any entry')
    return { end: 0, last: null, torn }
  }
  const lineBegin = sound.lastIndexOf('\n', lineEnd - 1) + 1
  if (lineBegin === 0 && start > 0) throw broken('its last line is longer than any entry')
  return { end: start + lineEnd + 1, last: checked(sound.toString('latin1', lineBegin, lineEnd)), torn }
}

/**
 * Whether these bytes after the last newline are an entry that is whole, with something in its newline's place. That is no
 * interrupted write: somebody or something changed the file.
 */
export function isDamagedLineEnd(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf('"}') + 2
  if (end < 2 || end >= bytes.length || bytes.length > maxLineBytes) return false
  try {
    checkLine(bytes.toString('latin1', 0, end))
    return true
  } catch (error) {
    if (error instanceof NotCanonical) return false
    throw error
  }
}

/** Reads exactly the bytes from `from` to `to`, or as many as there are. */
export async function readBytes(fd: number, from: number, to: number): Promise<Buffer> {
  const room = Buffer.alloc(to - from)
  let length = 0
  while (length < room.length) {
    const count = await new Promise<number>((resolve, reject) => {
      read(fd, room, length, room.length - length, from + length, (error, bytes) =>
        error === null ? resolve(bytes) : reject(error),
      )
    })
    if (count === 0) break
    length += count
  }
  return room.subarray(0, length)
}

/** Their length and their hash: what is said of bytes that were cut off. */
export function describeTorn(bytes: Buffer): TornTail {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function tornTail(bytes: Buffer): TornTail | null {
  if (bytes.length === 0) return null
  if (isDamagedLineEnd(bytes)) throw broken('the newline after its last entry was changed')
  return describeTorn(bytes)
}

function checked(line: string): CheckedLine {
  try {
    return checkLine(line)
  } catch (error) {
    if (error instanceof NotCanonical) throw broken(`its last entry does not verify (${error.message})`, error)
    throw error
  }
}

/** A log that must not be continued. */
export function broken(why: string, cause?: unknown): WitnessError {
  return new WitnessError(
    'broken',
    `The show log is damaged or was changed: ${why}. Nothing is added to it. Run "vmixctl witness verify", keep the folder as evidence by moving it away, and a new log begins.`,
    { cause },
  )
}
