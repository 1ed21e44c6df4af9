import { win32 } from 'node:path'
import type { WitnessEntry } from '../entry.ts'
import type { RecordingFacts } from './facts.ts'
import { flagOf, objectOf, textOf } from './fields.ts'
import { timeOf } from './happening.ts'
import { Recordings } from './recordings.ts'

/** What a log knows of a file. */
export interface FileFinding {
  /**
   * `unchanged`: a recording of this log has this very hash. `changed`: the log has a recording of this name, and another
   * hash. `unhashed`: the log has a recording of this name, and no hash of it. `unknown`: neither.
   */
  readonly state: 'unchanged' | 'changed' | 'unhashed' | 'unknown'
  /** The recording; null for `unknown`. */
  readonly recording: RecordingFacts | null
  /** Its file as the log names it. */
  readonly path: string | null
  /** The hash in the log, and when it was taken, ms since 1970. */
  readonly sha256: string | null
  readonly hashedAt: number | null
  /** Number of the entry that holds it. */
  readonly sequence: number | null
  /** Whether what was hashed was what had been written; null: not known. Only then `unchanged` means since it was made. */
  readonly asWritten: boolean | null
}

interface Hashed {
  readonly path: string
  readonly sha256: string | null
  readonly hashedAt: number
  readonly sequence: number
  readonly asWritten: boolean | null
}

/**
 * Looks a file up among a log's recordings: by its hash, wherever it is now and whatever it is called; else by its name. It
 * says nothing of the log itself: verify that too.
 *
 * @example const { state } = await checkRecordedFile(readEntries(folder), { name: 'show.mp4', sha256 })
 */
export async function checkRecordedFile(
  entries: AsyncIterable<WitnessEntry> | Iterable<WitnessEntry>,
  file: { readonly name: string; readonly sha256: string },
): Promise<FileFinding> {
  const recordings = new Recordings()
  let same: Hashed | null = null
  let named: Hashed | null = null
  for await (const entry of entries) {
    recordings.take(entry)
    const hashed = hashedOf(entry)
    if (hashed === null) continue
    // A file may be hashed twice; the first time is when it was closed.
    if (hashed.sha256 === file.sha256.toLowerCase()) same ??= hashed
    if (isNamed(hashed.path, file.name) && hashed.sha256 !== null) named = hashed
  }
  const facts = [...recordings.facts()]
  const found = same ?? named
  if (found !== null) {
    const isOf = (one: RecordingFacts): boolean =>
      one.files.some(({ path, sha256 }) => path === found.path && sha256 === found.sha256)
    const recording = facts.find(isOf) ?? null
    return { state: same === null ? 'changed' : 'unchanged', recording, ...found }
  }
  const nothing = { path: null, sha256: null, hashedAt: null, sequence: null, asWritten: null }
  for (const recording of facts.toReversed()) {
    const part = recording.files.find(({ path }) => isNamed(path, file.name))
    if (part !== undefined) return { ...nothing, state: 'unhashed', recording, path: part.path }
  }
  return { ...nothing, state: 'unknown', recording: null }
}

function hashedOf({ event }: WitnessEntry): Hashed | null {
  const path = textOf(event.params, 'filename')
  if (event.event_type !== 'recording_hashed' || path === null) return null
  const result = objectOf(event.result)
  return {
    path,
    sha256: textOf(result, 'sha256'),
    hashedAt: timeOf(event),
    sequence: event.sequence,
    asWritten: flagOf(result, 'as_written'),
  }
}

/** Names are compared without their folders; the log may be of a machine with other separators. */
function isNamed(path: string, name: string): boolean {
  return win32.basename(path) === win32.basename(name)
}
