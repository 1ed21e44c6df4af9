import { constants, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { systemCode, WitnessError } from './errors.ts'

/** Something stands where a file should be that cannot be one of ours: a pipe, a folder, a device, or far too long. */
export class UnfitFile extends WitnessError {
  constructor(path: string, why: string) {
    super('disk_error', `${path} ${why}. Move it away, then try again.`)
  }
}

/** Whoever opens a named pipe waits for its other end, perhaps for ever, unless told not to. Windows has no such flag. */
export const neverWaits = constants.O_NONBLOCK

/**
 * Opens a file, and nothing else that may stand in its place. Throws {@link UnfitFile}, and as the system does.
 *
 * @param flags `constants.O_…`
 */
export async function openRegular(path: string, flags: number = constants.O_RDONLY, mode = 0o600): Promise<FileHandle> {
  const file = await open(path, flags | neverWaits, mode).catch((error: unknown) => {
    // A folder opened to write; a pipe that nobody reads, or a socket.
    throw ['EISDIR', 'ENXIO'].includes(systemCode(error) ?? '') ? notRegular(path) : error
  })
  try {
    refuseOthers(path, await file.stat())
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Throws {@link UnfitFile} unless it is a file. */
export function refuseOthers(path: string, found: Pick<Stats, 'isFile'>): void {
  if (!found.isFile()) throw notRegular(path)
}

function notRegular(path: string): UnfitFile {
  return new UnfitFile(path, 'is no file, but a folder, a pipe or a device')
}
