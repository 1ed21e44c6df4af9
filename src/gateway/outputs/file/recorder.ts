import type { MediaPacket } from '../../packet.ts'
import type { FinishedFile } from '../../hashing/index.ts'
import { FfmpegError } from '../../ffmpeg/index.ts'
import { Part, type PartKind } from './part.ts'
import { partPath } from './part-names.ts'
import { isByFfmpeg, isSoundOnly } from './formats.ts'
import { PartRules, type Rules } from './part-rules.ts'
import { RecordingError, recordingError } from './recording-error.ts'
import { type OpenNewFile, RecordingFile } from './recording-file.ts'
import { SoundPartRules } from './sound-part-rules.ts'
import { type SplitLimits, SplitRule } from './split-rule.ts'

/** More parts than any show has; beyond, somebody else's files are in the way. */
const MAX_PARTS = 9999
/** So often in a row an ffmpeg that writes for us may be ended by others before it is given up. */
const MAX_LOST = 5
/** One that has written for so long was no failure of its own. */
const STEADY_MS = 60_000
/** After a split, sound that belongs before the first picture of the next part has come by then. */
const TAIL_MS = 1000

export interface RecorderOptions {
  readonly path: string
  /** Files of an earlier process: it goes on behind them. */
  readonly before: readonly string[]
  readonly kind: PartKind
  readonly split: SplitLimits
  readonly openFile: OpenNewFile
  /** How long the first file has nothing before this packet, ms. */
  offsetOf(first: MediaPacket): number
  /** A part begins with this key frame. */
  onBegin(first: MediaPacket): void
  /** The part is over and its file closed; the next begins at a key frame. */
  onEnd(file: FinishedFile): void
  /** Written (to the muxer, which holds back as little as it can). */
  onWritten(packet: MediaPacket): void
  /** Of no use: sound or pictures outside of a part. */
  onSkipped(packet: MediaPacket): void
}

/** Puts a feed's packets into files, one after the other. One call at a time; after an error only {@link end}. */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #rules: Rules
  readonly #split: SplitRule
  readonly parts: string[]
  #part: Part | null = null
  /** After a split, the part before: it still takes the sound that is heard before the first picture of the next. */
  #tail: Part | null = null
  #splitting = false
  #first: RecordingFile | null = null
  #numbered = 1
  #lost = 0
  #finishedFrames = 0
  #finishedBytes = 0
  #finishedMs = 0

  constructor(options: RecorderOptions) {
    this.#options = options
    this.parts = [...options.before]
    this.#rules = isSoundOnly(options.kind.format) ? new SoundPartRules() : new PartRules()
    this.#split = new SplitRule(options.split)
  }

  get frames(): number {
    return this.#finishedFrames + (this.#tail?.frames ?? 0) + (this.#part?.frames ?? 0)
  }
  get bytes(): number {
    return this.#finishedBytes + (this.#tail?.bytes ?? 0) + (this.#part?.bytes ?? 0)
  }
  get durationMs(): number {
    return this.#finishedMs + (this.#tail?.durationMs ?? 0) + (this.#part?.durationMs ?? 0)
  }
  /** A part is open. */
  get writing(): boolean {
    return this.#part !== null
  }

  /** Makes the first file, so that a name that is taken or a folder that cannot be written to shows at once. */
  async open(): Promise<void> {
    this.#first = await (this.parts.length === 0 ? this.#open(this.#options.path) : this.#openNext())
  }

  /** A promise when the disk has to be waited for. */
  packet(packet: MediaPacket): Promise<void> | null {
    if (packet.role !== 'config' && this.#part?.hasClosed(packet.kind)) this.#rules.splitAtNextKey()
    if (this.#part !== null && this.#rules.starts(packet) && this.#split.due(packet)) {
      this.#splitting = true
      this.#rules.splitAtNextKey()
    }
    switch (this.#rules.next(packet)) {
      case 'begin':
        return this.#begin(packet)
      case 'end':
        this.#options.onSkipped(packet)
        return this.#finish()
      case 'write':
        return this.#write(packet)
      default:
        this.#options.onSkipped(packet)
        return null
    }
  }

  /** The next part begins where one can. */
  splitHere(): void {
    if (this.#part === null) return
    this.#splitting = true
    this.#rules.splitAtNextKey()
  }

  async feedEnded(): Promise<void> {
    this.#rules.feedEnded()
    await this.#finish()
  }

  flush(): Promise<void> | null {
    return this.#part?.flush() ?? null
  }

  /** Finishes the file that is open; one in which nothing was recorded is removed. */
  async end(): Promise<void> {
    await this.#finish()
    const unused = this.#first
    this.#first = null
    await unused?.close()
  }

  async #begin(packet: MediaPacket): Promise<void> {
    const headers = this.#rules.open
    if (headers === null) return
    if (this.#splitting && this.#part?.continuesIn(headers, packet) === true) {
      await this.#finishTail()
      this.#tail = this.#part
      this.#part = null
    } else {
      await this.#finish()
    }
    this.#splitting = false
    this.#split.begin(packet)
    const file = this.#first ?? (await this.#openNext())
    this.#first = null
    this.#part = await Part.begin(file, this.#options.kind, headers, packet, this.#offset(packet))
    this.parts.push(file.path)
    this.#options.onBegin(packet)
    await this.#write(packet)
  }

  /** Only the first file has the common start; the others go on where it ends. */
  #offset(first: MediaPacket): number {
    return this.parts.length === 0 ? this.#options.offsetOf(first) : 0
  }

  #write(packet: MediaPacket): Promise<void> | null {
    const part = this.#part
    if (part !== null && this.#tail !== null) {
      const early = packet.kind === 'audio' && !part.wants(packet)
      if (early && this.#tail.wants(packet)) return this.#add(this.#tail, packet)
      if ((packet.kind === 'audio' && !early) || part.elapsedMs(packet) > TAIL_MS) {
        return this.#finishTail().then(() => this.#write(packet) ?? undefined)
      }
    }
    if (part === null || !part.wants(packet)) {
      this.#options.onSkipped(packet)
      return null
    }
    this.#split.see(packet)
    return this.#add(part, packet)
  }

  #add(part: Part, packet: MediaPacket): Promise<void> | null {
    const written = part.add(packet)
    this.#options.onWritten(packet)
    return written === null || !isByFfmpeg(this.#options.kind.format) ? written : this.#orNext(written)
  }

  /** An ffmpeg that others have ended is replaced at the next key frame, which begins the next part. */
  async #orNext(written: Promise<void>): Promise<void> {
    try {
      await written
    } catch (error) {
      if (!(error instanceof FfmpegError) || error.code !== 'ended') throw error
      this.#lost = (this.#part?.durationMs ?? 0) > STEADY_MS ? 1 : this.#lost + 1
      if (this.#lost > MAX_LOST) throw error
      this.#rules.endPart()
      await this.#finish().catch(() => undefined)
    }
  }

  async #finish(): Promise<void> {
    try {
      await this.#finishTail()
    } finally {
      const part = this.#part
      if (part !== null) await this.#finishPart(part, () => (this.#part = null))
    }
  }

  async #finishTail(): Promise<void> {
    const tail = this.#tail
    if (tail !== null) await this.#finishPart(tail, () => (this.#tail = null))
  }

  async #finishPart(part: Part, gone: () => void): Promise<void> {
    try {
      await part.finish()
    } finally {
      gone()
      this.#finishedFrames += part.frames
      this.#finishedBytes += part.bytes
      this.#finishedMs += part.durationMs
      this.#options.onEnd(part.finished())
    }
  }

  /** The next part's file; a number that is taken is passed over. */
  async #openNext(): Promise<RecordingFile> {
    while (this.#numbered < MAX_PARTS) {
      this.#numbered++
      try {
        return await this.#open(partPath(this.#options.path, this.#numbered))
      } catch (error) {
        if (!(error instanceof RecordingError) || error.code !== 'exists') throw error
      }
    }
    throw new RecordingError('exists', `No free name for another part of ${this.#options.path}; clear its folder.`)
  }

  async #open(path: string): Promise<RecordingFile> {
    try {
      return new RecordingFile(path, await this.#options.openFile(path))
    } catch (error) {
      throw recordingError(error, path)
    }
  }
}
