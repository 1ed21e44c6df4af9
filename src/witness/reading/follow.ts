import { stat } from 'node:fs/promises'
import type { Clock } from '../../clock/index.ts'
import type { WitnessEntry } from '../entry.ts'
import { asDiskError, systemCode, WitnessError } from '../errors.ts'
import { readLineBlocks } from '../lines.ts'
import { listSegments } from '../segments.ts'
import { entryOfLine, type LastEntries, readLastEntries } from './last-entries.ts'

export interface FollowOptions {
  readonly clock: Clock
  /** Ends it. */
  readonly signal: AbortSignal
  /** How many of the entries that are there already come first; 10 unless told. */
  readonly last?: number
  /** Between two looks, ms; 250 unless told. */
  readonly everyMs?: number
  /** Told when the end of the log was taken back (a failed write) and goes on otherwise. */
  readonly onRewound?: () => void
}

/** As many entries as one write can hold, and so as can be taken back at once. */
const rememberedHashes = 4096

/**
 * The newest entries of a log, then every further one as it is written, by whatever process, over segments, until the
 * signal ends it. It only looks how long the file is, and reads what is new. Each entry must follow the one before it.
 *
 * @throws {WitnessError} `broken` when an entry does not verify or does not follow
 * @example for await (const { event } of followEntries(folder, { clock, signal })) print(event)
 */
export async function* followEntries(folder: string, options: FollowOptions): AsyncGenerator<WitnessEntry> {
  const { clock, signal, last = 10, everyMs = 250 } = options
  const seen = new SeenEntries()
  // One entry more than asked for: what comes next must follow it.
  const begin = await readLastEntries(folder, Math.max(1, last))
  for (const entry of begin.entries) seen.take(entry)
  if (last > 0) yield* begin.entries
  let place = begin.end
  while (!signal.aborted) {
    const size = await sizeOf(place.path)
    let rewound = size < place.offset
    if (size > place.offset) {
      for await (const { lines, end, overlong } of readLineBlocks(place.path, { from: place.offset, to: size })) {
        for (const line of lines) {
          const entry = seen.next(line)
          rewound ||= entry === null
          if (entry === null || rewound) break
          yield entry
        }
        if (rewound) break
        place = { path: place.path, offset: end }
        if (overlong) throw new WitnessError('broken', 'The show log holds a line that is longer than any entry.')
      }
    }
    if (rewound) {
      options.onRewound?.()
      const again = await resume(folder, seen)
      yield* again.entries
      place = again.end
    }
    const next = await nextSegment(folder, place.path)
    if (next !== null && (await sizeOf(place.path)) === place.offset) place = { path: next, offset: 0 }
    else await clock.sleep(everyMs, signal).catch(() => undefined)
  }
}

/**
 * Where the log goes on after entries that were seen were taken back: behind the newest one that is still there.
 *
 * @throws {WitnessError} `broken` when none is, or what comes behind it does not follow
 */
async function resume(folder: string, seen: SeenEntries): Promise<LastEntries> {
  const { entries, end } = await readLastEntries(folder, rememberedHashes)
  const known = entries.findLastIndex((entry) => seen.has(entry))
  if (known < 0 && !seen.isEmpty) throw replaced()
  const fresh = entries.slice(known + 1)
  seen.rewindTo(entries[known])
  for (const entry of fresh) {
    if (!seen.follows(entry)) throw notFollowing(entry)
    seen.take(entry)
  }
  return { entries: fresh, end }
}

/** The hashes of the newest entries that were handed out. */
class SeenEntries {
  readonly #hashes = new Set<string>()
  #last: string | null = null

  get isEmpty(): boolean {
    return this.#hashes.size === 0
  }

  take({ current_hash }: WitnessEntry): void {
    this.#last = current_hash
    this.#hashes.add(current_hash)
    const [oldest] = this.#hashes
    if (this.#hashes.size > rememberedHashes && oldest !== undefined) this.#hashes.delete(oldest)
  }

  /** The entry of this line; null when it is none that follows the newest one. */
  next(line: string): WitnessEntry | null {
    try {
      const entry = entryOfLine(line)
      if (!this.follows(entry)) return null
      this.take(entry)
      return entry
    } catch (error) {
      if (error instanceof WitnessError && error.code === 'broken') return null
      throw error
    }
  }

  has({ current_hash }: WitnessEntry): boolean {
    return this.#hashes.has(current_hash)
  }

  follows({ event, previous_hash }: WitnessEntry): boolean {
    return this.#last === null ? event.sequence === 1 : previous_hash === this.#last
  }

  rewindTo(entry: WitnessEntry | undefined): void {
    this.#last = entry?.current_hash ?? null
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw asDiskError(error, 'read', path)
    throw new WitnessError('not_found', `The show log ${path} was moved away while it was followed.`, { cause: error })
  }
}

/** The segment after this one, where there is one. A log is never without the one that is read. */
async function nextSegment(folder: string, path: string): Promise<string | null> {
  const paths = await listSegments(folder)
  return paths[paths.indexOf(path) + 1] ?? null
}

function replaced(): WitnessError {
  return new WitnessError(
    'broken',
    'None of the entries that were followed is in the show log any more: another one is in its place. Begin again, and run "vmixctl witness verify".',
  )
}

function notFollowing({ event }: WitnessEntry): WitnessError {
  return new WitnessError(
    'broken',
    `Entry ${event.sequence} of the show log does not follow the one before it. Run "vmixctl witness verify".`,
  )
}
