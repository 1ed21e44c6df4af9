import type { FileHandle } from 'node:fs/promises'
import { NotCanonical } from './canonical-text.ts'
import { type CheckedLine, checkLine, maxLineBytes } from './chain.ts'
import type { WitnessHead } from './entry.ts'
import type { LogFile } from './log-file.ts'
import { readIdentity } from './log-identity.ts'
import { openRegular } from './regular-file.ts'
import { segmentIsThere, segmentPath } from './segments.ts'
import type { LogIdentity } from './store.ts'
import { broken, readBytes, readTail } from './tail.ts'

/** What a log's first entry says of it; `broken` where it does not verify. */
export async function readLogIdentity(folder: string): Promise<LogIdentity> {
  await using first = await openRegular(segmentPath(folder, 1))
  return readIdentity((await firstLine(first)) ?? '')
}

/**
 * The head of the segment before `number`, which that one must go on from.
 *
 * @throws {WitnessError} `broken` where the two do not join
 */
export async function headBefore(folder: string, file: LogFile, number: number): Promise<WitnessHead> {
  if (!segmentIsThere(folder, number - 1)) throw broken(`the segment before ${file.path} is missing`)
  await using before = await openRegular(segmentPath(folder, number - 1))
  const { last, torn } = await readTail(before.fd, (await before.stat()).size)
  if (last === null || torn !== null) throw broken(`the segment before ${file.path} does not end with an entry`)
  const first = await firstLine(file)
  if (first !== null && checked(first).previous !== last.head.hash) {
    throw broken(`${file.path} does not go on where the segment before it ends`)
  }
  return last.head
}

/** Null where there is no whole line. */
async function firstLine({ fd }: Pick<FileHandle, 'fd'>): Promise<string | null> {
  const begin = await readBytes(fd, 0, maxLineBytes)
  const end = begin.indexOf('\n')
  return end < 0 ? null : begin.toString('latin1', 0, end)
}

function checked(line: string): CheckedLine {
  try {
    return checkLine(line)
  } catch (error) {
    if (error instanceof NotCanonical) throw broken(`an entry does not verify (${error.message})`, error)
    throw error
  }
}
