import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import type { FileRecording, SimulatedMedia } from './media-types.ts'

/** The simulated recorder, and the files that it has written. */
export interface SimulatedRecording {
  readonly active: boolean
  /** Running time, whole seconds; null when it does not run. */
  readonly seconds: number | null
  /** The file being written; null when none is. */
  readonly file: string | null
  /** The files begun so far, in order; of very many the last 1000. */
  readonly files: readonly string[]
  /** File names as the state document shows them now; empty when it does not run. */
  readonly shown: readonly string[]
  readonly lastError: string | null
}

/**
 * A recording that a captured document shows: it stays so, though nothing is written, and its time counts on, until a
 * function stops it.
 */
export interface CapturedRecording {
  /** Null where the document does not tell, and then no time is shown. */
  readonly seconds: number | null
  readonly files: readonly string[]
}

const MOST_FILES = 1000

/** The simulated vMix's recorder: a real file at a time, named as vMix names them. */
export class Recorder {
  /** It has stopped by itself: its file could not be written. */
  onEnded: () => void = () => undefined
  readonly #folder: string
  readonly #media: SimulatedMedia
  readonly #clock: Clock
  readonly #files: string[] = []
  #active = false
  /** Null: it runs, and since when is not known. */
  #startedAt: number | null = 0
  #shown: readonly string[] = []
  #lastError: string | null = null
  #recording: FileRecording | null = null
  #working: Promise<void> = Promise.resolve()

  constructor(folder: string, media: SimulatedMedia, clock: Clock, captured: CapturedRecording | null = null) {
    this.#folder = folder
    this.#media = media
    this.#clock = clock
    if (captured === null) return
    this.#active = true
    this.#startedAt = captured.seconds === null ? null : clock.monotonic() - captured.seconds * 1000
    this.#shown = captured.files
  }

  start(): void {
    if (this.#active) return
    this.#active = true
    this.#lastError = null
    this.#startedAt = this.#clock.monotonic()
    const path = this.#freeName()
    this.#files.push(path)
    if (this.#files.length > MOST_FILES) this.#files.shift()
    this.#shown = [path]
    this.#queue(async () => {
      await mkdir(this.#folder, { recursive: true })
      this.#recording = await this.#media.startFileRecording({ path, clock: this.#clock })
    })
  }

  stop(): void {
    if (!this.#active) return
    this.#active = false
    this.#queue(async () => {
      const recording = this.#recording
      this.#recording = null
      await recording?.stop()
    })
  }

  view(): SimulatedRecording {
    const since = this.#active ? this.#startedAt : null
    const [file] = this.#active ? this.#files.slice(-1) : []
    return {
      active: this.#active,
      seconds: since === null ? null : Math.floor((this.#clock.monotonic() - since) / 1000),
      file: file !== undefined && this.#shown.includes(file) ? file : null,
      files: this.#files,
      shown: this.#active ? this.#shown : [],
      lastError: this.#lastError,
    }
  }

  /** Resolves when a file that was begun is open, and one that was stopped is complete. */
  settled(): Promise<void> {
    return this.#working
  }

  async close(): Promise<void> {
    this.stop()
    await this.#working
  }

  #queue(work: () => Promise<void>): void {
    this.#working = this.#working.then(work).catch((error: unknown) => {
      this.#active = false
      this.#lastError = error instanceof Error ? error.message : String(error)
      this.onEnded()
    })
  }

  #freeName(): string {
    const stamp = new Date(this.#clock.now()).toISOString().slice(0, 19).replace('T', ' - ').replaceAll(':', '-')
    for (let count = 1; ; count++) {
      const path = join(this.#folder, `capture - ${stamp}${count === 1 ? '' : ` (${count})`}.mp4`)
      if (!this.#files.includes(path) && !existsSync(path)) return path
    }
  }
}
