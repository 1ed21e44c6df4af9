import type { Clock } from '../../clock/index.ts'

/** So long a disk that hangs is waited for. */
const diskMs = 2000

/** What comes of it, or null where the disk does not answer. */
export async function withinDiskTime<T>(clock: Clock, what: Promise<T>): Promise<T | null> {
  const over = new AbortController()
  const limit = clock.sleep(diskMs, over.signal).then(
    () => null,
    () => null,
  )
  try {
    return await Promise.race([what, limit])
  } finally {
    over.abort()
  }
}
