import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Clock, systemClock } from '../clock/index.ts'
import { systemCodeOf } from './system-code.ts'

export interface ReplaceOptions {
  /**
   * `one`: no other process or call writes this file at the same time, and what a crash left beside it is taken away by the next
   * writing. `several`: each writes beside it under a name of its own, and the last one stays; a crash may leave its draft.
   */
  readonly writers: 'one' | 'several'
  /** It outlives a power cut, for which the disk is waited for; default true. */
  readonly flush?: boolean
  /** For the pauses on Windows; default: the system's. */
  readonly clock?: Clock
}

/** Windows: somebody who looks at every new file, such as a virus scanner, has it open for a moment. */
const busy = new Set(['EBUSY', 'EPERM', 'EACCES'])
const busyWaitsMs = [10, 30, 100, 300, 1000]

/**
 * Writes a small file whole: beside its place, on disk, and then into its place, so that whoever reads it sees the old text or
 * the new one, also after a crash and, unless that is not wanted, a power cut. Folders that are missing are made. This user alone may read file and new
 * folders (on Windows they have the rights of the folder that they are in).
 *
 * @throws as the file system does; then the old file is still there
 * @example await replaceFile('/var/lib/vmixctl/server/presets.json', '{"version":1}\n', { writers: 'one' })
 */
export async function replaceFile(path: string, text: string, options: ReplaceOptions): Promise<void> {
  const { writers, flush = true, clock = systemClock } = options
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = writers === 'one' ? `${path}.new` : `${path}.${randomBytes(6).toString('hex')}.new`
  // One that a crash left could have other rights.
  if (writers === 'one') await rm(draft, { force: true })
  try {
    {
      await using file = await open(draft, 'wx', 0o600)
      await file.writeFile(text)
      if (flush) await file.datasync()
    }
    await moveFile(draft, path, clock)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
  if (flush) await syncFolder(folder)
}

/** Gives a file another name, in place of what has it; waits a moment for whoever has one of them open on Windows. */
export async function moveFile(from: string, to: string, clock: Clock = systemClock): Promise<void> {
  for (const waitMs of busyWaitsMs) {
    try {
      return await rename(from, to)
    } catch (error) {
      if (process.platform !== 'win32' || !busy.has(systemCodeOf(error) ?? '')) throw error
    }
    await clock.sleep(waitMs)
  }
  await rename(from, to)
}

/** So that the new name outlives a power cut too. Windows has no such thing, and some file systems refuse. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  let folder: FileHandle | null = null
  try {
    folder = await open(path, 'r')
    await folder.sync()
  } catch {
    // What was written is whole all the same.
  } finally {
    await folder?.close().catch(() => undefined)
  }
}
