import { randomUUID } from 'node:crypto'
import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../clock/index.ts'
import { openWitness } from '../../witness/index.ts'
import type { Connection } from '../connection.ts'
import { failureOf } from '../failure.ts'
import { size } from '../recording-text.ts'
import { logFolder } from '../witness-folder.ts'
import type { Finding } from './finding.ts'

/** About two hours of one recording at 6 Mb/s. */
const scarceBytes = 5_000_000_000

/** Can we write there, and is there room? */
export async function examineFolder(folder: string): Promise<Finding> {
  const finding = { check: 'data', about: 'Data folder' } as const
  try {
    await mkdir(folder, { recursive: true })
    const trial = join(folder, `.doctor-${randomUUID()}`)
    await writeFile(trial, 'can be written\n', { flag: 'wx' })
    await rm(trial)
  } catch (error) {
    const action = 'Give this user the right to write there, make room, or name another folder with --data.'
    return { ...finding, state: 'fail', message: `${folder} cannot be written (${failureOf(error).code}).`, action }
  }
  const room = await freeBytes(folder)
  if (room !== null && room < scarceBytes) {
    const action = 'Make room before the show: a recording at 6 Mb/s takes about 2.7 GB an hour.'
    return { ...finding, state: 'warn', message: `${folder} can be written; only ${size(room)} are free.`, action }
  }
  const free = room === null ? '' : `; ${size(room)} are free`
  return { ...finding, state: 'ok', message: `${folder} can be written${free}.`, action: null }
}

async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** Without its log nothing can be started, so that is known before the show. None is begun by looking. */
export async function examineLog(connection: Connection): Promise<Finding> {
  const finding = { check: 'log', about: 'Show log' } as const
  const folder = await logFolder(connection)
  if ((await stat(folder).catch(() => null)) === null) {
    return { ...finding, state: 'ok', message: 'none yet; the first operation begins it.', action: null }
  }
  try {
    const { host, port } = connection
    await using witness = await openWitness({
      folder,
      instance: 'doctor',
      host,
      port,
      actor: 'doctor',
      clock: systemClock,
    })
    const unfinished = (await witness.unfinished()).length
    const { size: entries } = witness.head()
    const message = `${entries} ${entries === 1 ? 'entry' : 'entries'}; the end is whole.`
    if (unfinished === 0) return { ...finding, state: 'ok', message, action: null }
    const action = 'An operation has no outcome: it is under way, or whoever did it was ended. The next start goes on.'
    return { ...finding, state: 'warn', message, action }
  } catch (error) {
    return { ...finding, state: 'fail', message: failureOf(error).message, action: null }
  }
}
