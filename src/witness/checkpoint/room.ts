import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { WitnessError } from '../errors.ts'

/** Below this much free room nothing is written for checkpoints: what is left is for entries, and at last for stops. */
const keptBytes = 8 * 1024 * 1024

/**
 * Sees that a checkpoint takes no room from the log: there is some, and the reserve for stops, which is given back when there
 * is none, is in its place. Throws `WitnessError` `disk_full`.
 */
export async function leaveRoomForStops(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const reserve = await stat(join(folder, 'reserve')).catch(() => null)
  if (bavail * bsize >= keptBytes && reserve !== null) return
  throw new WitnessError(
    'disk_full',
    `There is less than ${keptBytes / 1024 / 1024} MiB free for the show log in ${folder}: what is left is kept for its entries, and no checkpoint is made. Free some space.`,
  )
}
