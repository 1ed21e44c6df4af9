import type { Clock } from '../clock/index.ts'

/** How long a disk may take to answer, ms: one that hangs must not keep all else waiting. */
export const diskMs = 5000

/** What the work comes to, or what stands for it when it takes too long. The work itself cannot be ended. */
export async function limited<T>(work: Promise<T>, tooLong: () => T, clock: Clock): Promise<T> {
  const over = new AbortController()
  try {
    return await Promise.race([work, clock.sleep(diskMs, over.signal).then(tooLong)])
  } finally {
    over.abort()
  }
}
