import { basename } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import type { NewEvent } from '../journal.ts'
import { type FinishedFile, type HashedFile, hashRecording, unreadableWhy } from './hash-recording.ts'
import { UnhashedFile, type Unhashed } from './unhashed-file.ts'

/** To which output a recording belongs. */
export interface RecordingPlace {
  readonly instance: string
  readonly channel: number
  readonly outputId: string
  readonly name: string
}

export interface RecordingHasherOptions {
  /** The gateway's folder; it exists. */
  readonly folder: string
  readonly clock: Clock
  readonly record: (event: NewEvent) => void
  /** Default 50 MB/s: an hour at 6 Mb/s takes a minute. */
  readonly bytesPerSecond?: number
  /** How long closing goes on with what is waiting, ms; default 1000. The rest is taken up at the next start. */
  readonly graceMs?: number
}

const usualRate = 50_000_000
const usualGraceMs = 1000

/**
 * Takes the hashes of finished recordings, one after the other, in the background: nobody waits for it, neither the media
 * nor a stop. Each hash becomes an event (`recording.hashed`).
 */
export class RecordingHasher implements AsyncDisposable {
  readonly #options: RecordingHasherOptions
  readonly #file: UnhashedFile
  readonly #over = new AbortController()
  #waiting: { readonly recording: Unhashed; readonly done: (hash: HashedFile | null) => void }[] = []
  #working: Promise<void> | null = null
  #saving: Promise<void> = Promise.resolve()

  constructor(options: RecordingHasherOptions, file: UnhashedFile) {
    this.#options = options
    this.#file = file
  }

  /** Whether there is something still to be hashed. */
  get busy(): boolean {
    return this.#waiting.length > 0
  }

  /** Resolves with the hash; null when the file could not be read, or this closes before. Never rejects. */
  hash(place: RecordingPlace, file: FinishedFile): Promise<HashedFile | null> {
    return new Promise((done) => {
      if (this.#over.signal.aborted) {
        done(null)
        return
      }
      const { instance, channel, outputId, name } = place
      this.#waiting.push({ recording: { instance, channel, outputId, name, ...file }, done })
      this.#save()
      this.#working ??= this.#work()
    })
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const hash = await this.#hashOne(next.recording)
      if (this.#over.signal.aborted) break
      this.#waiting.shift()
      this.#save()
      next.done(hash)
    }
    // In the same turn as the last look, or what comes in between would wait for the next one.
    this.#working = null
  }

  async #hashOne(recording: Unhashed): Promise<HashedFile | null> {
    const { clock, record, bytesPerSecond = usualRate } = this.#options
    const { signal } = this.#over
    try {
      const hash = await hashRecording(recording, { clock, signal, bytesPerSecond })
      record(hashedEvent(recording, hash))
      return hash
    } catch (error) {
      if (!signal.aborted) record(unreadableEvent(recording, error))
      return null
    }
  }

  #save(): void {
    const left = this.#waiting.map(({ recording }) => recording)
    this.#saving = this.#saving.then(() => this.#file.write(left))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { clock, graceMs = usualGraceMs } = this.#options
    const finished = new AbortController()
    await Promise.race([this.#working, clock.sleep(graceMs, finished.signal).catch(() => undefined)])
    finished.abort()
    this.#over.abort()
    await this.#working
    for (const { done } of this.#waiting) done(null)
    this.#waiting = []
    await this.#saving
  }
}

/** Opens it, and takes up what an earlier process left. */
export async function openRecordingHasher(options: RecordingHasherOptions): Promise<RecordingHasher> {
  const file = new UnhashedFile(options.folder)
  const left = await file.read()
  const hasher = new RecordingHasher(options, file)
  for (const recording of left) void hasher.hash(recording, recording)
  return hasher
}

function hashedEvent(recording: Unhashed, hash: HashedFile): NewEvent {
  const { path, bytes, sha256, asWritten } = hash
  const changed = asWritten === false
  const message = changed
    ? `${basename(path)} was changed after it was written; it now has SHA-256 ${sha256}.`
    : `${basename(path)} has SHA-256 ${sha256}.`
  return { ...eventOf(recording, message, changed ? 'changed' : null), recording: { path, bytes, sha256, asWritten } }
}

function unreadableEvent(recording: Unhashed, error: unknown): NewEvent {
  const { path, bytes } = recording
  const message = `${basename(path)} could not be hashed: ${unreadableWhy(error)}.`
  return { ...eventOf(recording, message, 'unreadable'), recording: { path, bytes, sha256: null, asWritten: null } }
}

function eventOf({ instance, channel, outputId, name }: Unhashed, message: string, code: string | null): NewEvent {
  return { kind: 'recording.hashed', instance, channel, outputId, name, message, code, health: null }
}
