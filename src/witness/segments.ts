import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { asDiskError, systemCode, WitnessError } from './errors.ts'

/** A log is one segment today; later versions go on in `000002.jsonl`, each beginning with the head before it. */
export const firstSegment = '000001.jsonl'
const segmentName = /^\d{6}\.jsonl$/

/** The segments of a log's folder in order, as full paths; `not_found` when there is none. */
export async function listSegments(folder: string): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => segmentName.test(name)).sort()
    if (names.length > 0) return names.map((name) => join(folder, name))
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw asDiskError(error, 'list', folder)
  }
  throw new WitnessError('not_found', `There is no show log in ${folder}. Check the data folder and the instance.`)
}

/** Refuses a log that a newer version has continued: appending to its first segment would fork it. */
export async function refuseLaterSegments(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (!names.some((name) => segmentName.test(name) && name !== firstSegment)) return
  throw new WitnessError(
    'newer_format',
    `The show log in ${folder} was continued by a newer version of this program. Use that version.`,
  )
}
