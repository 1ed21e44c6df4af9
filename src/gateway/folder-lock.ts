import { GatewayError } from './errors.ts'

/** Held for as long as the gateway runs; freed by the kernel when its process dies, in whatever way. */
export interface FolderLock extends Disposable {
  release(): void
}

/**
 * Takes a data folder for one gateway alone. SQLite's file lock is used because it is the one kernel lock that Node gives
 * us on every system; a file with a process number in it would outlive its holder.
 *
 * @param file the lock's own file; it stays empty
 * @throws {GatewayError} `in_use` when another holds it; `disk` when the file cannot be made
 */
export async function lockFolder(file: string, holder: () => Promise<string>): Promise<FolderLock> {
  // Loaded here and not above: Node 22 prints a warning for it, which only a gateway's own process should show.
  const { DatabaseSync } = await import('node:sqlite')
  let database: InstanceType<typeof DatabaseSync>
  try {
    database = new DatabaseSync(file)
  } catch (cause) {
    throw new GatewayError('disk', `Cannot make the lock file ${file}. Check the data folder and its rights.`, {
      cause,
    })
  }
  try {
    database.exec('BEGIN IMMEDIATE')
  } catch (cause) {
    database.close()
    const what = `Another gateway runs on this data folder (${await holder()}). Use that one, end it, or name another data folder.`
    throw new GatewayError('in_use', what, { cause })
  }
  let held = true
  const release = (): void => {
    if (held) database.close()
    held = false
  }
  return { release, [Symbol.dispose]: release }
}
