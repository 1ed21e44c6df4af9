import { rm, stat } from 'node:fs/promises'
import type { Clock } from '../clock/index.ts'
import type { RecordingHasher } from './hashing/index.ts'
import type { SavedFeed, SavedOutput, SavedState } from './state/index.ts'

/** A disk that does not answer holds nothing up for longer, ms. */
const PATIENCE_MS = 3000

/**
 * What an earlier gateway left of its recordings, as it is on disk. An empty first file of one that had not begun is taken
 * away, so that it begins there; one that was being written stays what it is, and is hashed.
 */
export async function lookAfterRecordings(
  state: SavedState,
  hasher: RecordingHasher,
  clock: Clock,
): Promise<SavedState> {
  const feeds = state.feeds.map(async (feed) => {
    const outputs = feed.outputs.map((output) => lookAfter(feed, output, hasher, clock))
    return { ...feed, outputs: await Promise.all(outputs) }
  })
  return { ...state, feeds: await Promise.all(feeds) }
}

async function lookAfter(feed: SavedFeed, output: SavedOutput, hasher: RecordingHasher, clock: Clock) {
  const { spec, parts, writing, failed } = output
  if (spec.kind !== 'file' || failed !== null) return output
  const last = parts.at(-1) ?? spec.path
  const enough = new AbortController()
  // Unknown: taken for one that is there, so that the recording goes on in another file.
  const unknown = clock.sleep(PATIENCE_MS, enough.signal).then(
    () => 1,
    () => 1,
  )
  const bytes = await Promise.race([sizeOf(last), unknown])
  enough.abort()
  if (bytes !== null && bytes > 0 && writing) {
    const place = { instance: feed.instance, channel: feed.channel, outputId: spec.outputId, name: spec.name }
    void hasher.hash(place, { path: last, bytes, headBytes: 0, bodySha256: null })
  }
  if (parts.length > 0 || bytes === null) return output
  if (bytes > 0) return { ...output, parts: [last] }
  // Ours: it was made new, and nothing was written into it.
  await rm(last, { force: true }).catch(() => undefined)
  return output
}

async function sizeOf(path: string): Promise<number | null> {
  return await stat(path).then(
    ({ size }) => size,
    () => null,
  )
}
