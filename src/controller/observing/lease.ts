import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../../disk/index.ts'
import { KernelLock } from '../../witness/index.ts'

/**
 * One holder at a time observes an instance and writes what it sees. Local: a lock that the kernel frees when its holder
 * dies. The epoch grows with each holder, so that what an earlier one still says can be told apart.
 */
export interface Lease extends Disposable {
  readonly epoch: number
  /** Aborted when the lease is given up. A lock of the kernel is not lost while its holder lives. */
  readonly signal: AbortSignal
}

/** Takes the lease of an instance, or null when another process (or controller) holds it. */
export async function acquireLease(locksFolder: string): Promise<Lease | null> {
  await mkdir(locksFolder, { recursive: true })
  const release = new KernelLock(join(locksFolder, 'lease')).tryAcquire()
  if (release === null) return null
  try {
    const file = join(locksFolder, 'lease.epoch')
    const epoch = (await readEpoch(file)) + 1
    await replaceFile(file, `${epoch}\n`, { writers: 'one', flush: false })
    const lost = new AbortController()
    return {
      epoch,
      signal: lost.signal,
      [Symbol.dispose]: () => {
        lost.abort()
        release()
      },
    }
  } catch (cause) {
    release()
    throw cause
  }
}

async function readEpoch(file: string): Promise<number> {
  try {
    const epoch = Number.parseInt(await readFile(file, 'utf8'), 10)
    return Number.isSafeInteger(epoch) && epoch >= 0 ? epoch : 0
  } catch {
    return 0
  }
}
