import { randomUUID } from 'node:crypto'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diskMs } from '../limited.ts'
import { green, messageOf, red, yellow, type PreflightLine } from '../line.ts'

interface Room {
  readonly hours: number
  /** Of the stream; null: not known. */
  readonly kbps: number | null
}

/** For a stream whose bitrate is not known. */
const usualKbps = 6000
/** Less than this is too little for any show: the log and ten minutes of a recording at 6 Mb/s. */
const leastBytes = 500_000_000

/** Can it be written, and is there room for the show? */
export async function checkDisk(folder: string, room: Room): Promise<PreflightLine> {
  const disk = { check: 'disk', about: 'Disk' } as const
  try {
    await mkdir(folder, { recursive: true })
    const trial = join(folder, `.preflight-${randomUUID()}`)
    await writeFile(trial, 'can be written\n', { flag: 'wx' })
    await rm(trial)
  } catch (error) {
    const action = 'Give this user the right to write there, make room, or name another folder.'
    return red({ ...disk, message: `${folder} cannot be written: ${messageOf(error)}`, action })
  }
  const free = await statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  )
  if (free === null) {
    const action = 'Look yourself before the show.'
    return yellow({ ...disk, message: `${folder} can be written; how much room there is cannot be told.`, action })
  }
  return diskLine(folder, free, room)
}

/** A disk that hangs. */
export function silentDisk(folder: string): PreflightLine {
  const action = 'Look at the disk, or name another folder.'
  return red({ check: 'disk', about: 'Disk', message: `${folder} did not answer within ${diskMs / 1000} s.`, action })
}

export function diskLine(folder: string, free: number, { hours, kbps }: Room): PreflightLine {
  const disk = { check: 'disk', about: 'Disk' } as const
  const rate = kbps ?? usualKbps
  const lasts = (free * 8) / (rate * 1000) / 3600
  const message = `${folder} has ${gigabytes(free)} free: ${lasts.toFixed(1)} h of one recording at ${Math.round(rate)} kb/s.`
  const action = `Make room: the show shall last ${hours} h.`
  if (free < leastBytes) return red({ ...disk, message, action })
  if (lasts < hours) return yellow({ ...disk, message, action })
  return green('disk', 'Disk', message)
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
