import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { asDiskError, systemCode, WitnessError } from './errors.ts'

/** A log begins in `000001.jsonl` and goes on in the next ones, each beginning with the head of the one before. */
const segmentName = /^(\d{6})\.jsonl$/
/** The names have six digits. */
export const maxSegments = 999_999

/** A segment's full path. */
export function segmentPath(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(6, '0')}.jsonl`)
}

/** The number in a segment's name; null for other files. */
export function segmentNumber(name: string): number | null {
  const match = segmentName.exec(name)
  return match === null ? null : Number(match[1])
}

/** Numbers of the segments in a folder, in order; none for a folder that is not there. */
export async function segmentNumbers(folder: string): Promise<number[]> {
  try {
    const names = await readdir(folder)
    return names
      .map(segmentNumber)
      .filter((number) => number !== null)
      .sort((one, other) => one - other)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw asDiskError(error, 'list', folder)
  }
}

/** The segments of a log's folder in order, as full paths; `not_found` when there is none. */
export async function listSegments(folder: string): Promise<string[]> {
  const numbers = await segmentNumbers(folder)
  if (numbers.length > 0) return numbers.map((number) => segmentPath(folder, number))
  throw new WitnessError('not_found', `There is no show log in ${folder}. Check the data folder and the instance.`)
}

/** The last segment from `number` on: the one after it may have been made meanwhile, and so on. */
export function lastSegmentFrom(folder: string, number: number): number {
  let last = number
  while (segmentIsThere(folder, last + 1)) last++
  return last
}

/** The number that is missing among those of a log's segments, which begin with 1; null when none is. */
export function missingSegment(numbers: readonly number[]): number | null {
  const index = numbers.findIndex((number, at) => number !== at + 1)
  return index < 0 ? null : index + 1
}

/** When a file was last made or removed in a folder, as far as the system's clock can tell; null where it is gone. */
export function folderTime(folder: string): number | null {
  return statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? null
}

/** Asked before each write: what cannot be known must not pass for "no". Throws as the file system does. */
export function segmentIsThere(folder: string, number: number): boolean {
  return statSync(segmentPath(folder, number), { throwIfNoEntry: false }) !== undefined
}
