import { createHash } from 'node:crypto'
import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gatewayFolder } from '../folder.ts'
import type { SavedState } from './format.ts'

/** One stream of one vMix. */
interface WithdrawnFeed {
  readonly dataFolder: string
  readonly instance: string
  /** 0-based. */
  readonly channel: number
}

/**
 * Says that a gateway that starts after this is not to take a stream up which the one before it carried: vMix sends it to its
 * destination by itself now, and a second sender with the same key would throw it out there. A mark without a byte in it, so
 * that it works on a full disk too. It counts for what was carried until now: a gateway that lives on leaves it behind.
 *
 * @returns takes it back. @throws the file system's error
 */
export async function withdrawFeed({ dataFolder, instance, channel }: WithdrawnFeed): Promise<() => Promise<void>> {
  const folder = gatewayFolder(dataFolder)
  const path = markOf(folder, instance, channel)
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  await writeFile(path, '', { mode: 0o600 })
  const now = new Date()
  await utimes(path, now, now)
  return () => rm(path, { force: true })
}

/** What is taken up, without what was withdrawn since the gateway before was there last. Never throws. */
export async function withoutWithdrawn(folder: string, state: SavedState): Promise<SavedState> {
  const wasThereAt = await timeOf(join(folder, 'state.json'))
  const feeds: SavedState['feeds'][number][] = []
  for (const feed of state.feeds) {
    const at = await timeOf(markOf(folder, feed.instance, feed.channel))
    if (at === null || (wasThereAt !== null && at < wasThereAt)) feeds.push(feed)
  }
  return { ...state, feeds }
}

/** Once nothing of it is in the file any more. Never throws. */
export async function forgetWithdrawn(folder: string): Promise<void> {
  await rm(join(folder, 'withdrawn'), { recursive: true, force: true }).catch(() => undefined)
}

function markOf(folder: string, instance: string, channel: number): string {
  // An instance's name may be no file's name.
  const name = createHash('sha256')
    .update(JSON.stringify([instance, channel]))
    .digest('hex')
    .slice(0, 24)
  return join(folder, 'withdrawn', name)
}

async function timeOf(path: string): Promise<number | null> {
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  )
}
