import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** More than there are threads for files. */
const opened = 64

/**
 * All that this process asks of files by threads waits, as on a disk that does not answer, until this is disposed of.
 *
 * @param pipe a path where there is nothing yet
 */
export function hangDisk(pipe: string): AsyncDisposable {
  execFileSync('mkfifo', [pipe])
  // Whoever reads a pipe waits until somebody writes.
  const hanging = Array.from({ length: opened }, () => open(pipe, 'r'))
  return {
    [Symbol.asyncDispose]: async () => {
      const writer = openSync(pipe, constants.O_RDWR)
      for (const each of await Promise.all(hanging)) await each.close()
      closeSync(writer)
    },
  }
}
