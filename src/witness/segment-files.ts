import type { BuiltLine } from './chain.ts'
import type { WitnessHead } from './entry.ts'
import { asDiskError } from './errors.ts'
import { LogFile } from './log-file.ts'
import { readIdentity } from './log-identity.ts'
import type { Rotation } from './rotation.ts'
import { headBefore, readLogIdentity } from './segment-begin.ts'
import { folderTime, lastSegmentFrom, missingSegment, segmentIsThere, segmentNumbers, segmentPath } from './segments.ts'
import type { AppendConflict, AppendOptions, LogIdentity } from './store.ts'
import { broken, describeTorn, readBytes, readTail, type TornTail } from './tail.ts'

/** A place in one of the segments. */
interface SegmentPlace {
  readonly segment: number
  readonly offset: number
}

/**
 * The files of one log, the last of them open: where it ends, what is appended there, and the change to a new segment.
 * Only whoever has the log's lock may call it.
 */
export class SegmentFiles {
  readonly #folder: string
  readonly #genesis: WitnessHead
  readonly #rotation: Rotation
  readonly #now: () => number
  #file: LogFile | null = null
  #number = 1
  #end = 0
  #head: WitnessHead
  /** When the last entry of the open segment was written; null while it has none. */
  #lastAt: string | null = null
  /** The head that the open segment goes on from. */
  #before: WitnessHead
  #identity: LogIdentity | null = null
  /** After a failed write or sync: from this offset on, what a segment shows may be in the system's memory only. */
  readonly #doubts = new Map<number, number>()
  #mustRead = true
  /** The folder's time when its segments were last listed: without one that others wrote and that is gone we would fork the log. */
  #listedAt: number | null = null

  constructor(options: {
    readonly folder: string
    readonly genesis: WitnessHead
    readonly rotation: Rotation
    /** Monotonic, ms. */
    readonly now: () => number
  }) {
    this.#folder = options.folder
    this.#genesis = options.genesis
    this.#rotation = options.rotation
    this.#now = options.now
    this.#head = options.genesis
    this.#before = options.genesis
  }

  get head(): WitnessHead {
    return this.#head
  }

  /** Where the last entry of {@link head} ends. */
  get end(): SegmentPlace {
    return { segment: this.#number, offset: this.#end }
  }

  get identity(): LogIdentity | null {
    return this.#identity
  }

  /** Whether nobody else has appended since, or begun a new segment. Throws as the file system does. */
  isUnchanged(): boolean {
    if (this.#mustRead || this.#file?.sizeNow() !== this.#end) return false
    return !segmentIsThere(this.#folder, this.#number + 1) && folderTime(this.#folder) === this.#listedAt
  }

  /** Reads where the log ends now; cuts off what an interrupted write left. */
  async read(): Promise<TornTail | null> {
    const file = await this.#openLast()
    const size = file.sizeNow()
    if (typeof size === 'string') {
      await this.close()
      if (this.#head.size > 0) throw broken('its file was moved or replaced while it was open')
      return this.read()
    }
    const tail = await readTail(file.fd, size)
    const head = tail.last?.head ?? this.#before
    if (head.size < this.#head.size) throw broken('entries at its end are gone')
    if (this.#identity === null && head.size > 0) this.#identity = await readLogIdentity(this.#folder)
    if (tail.last !== null && tail.last.logId !== this.#identity?.logId)
      throw broken('its last entry is of another log')
    if (tail.torn !== null) await file.cut(tail.end)
    await this.#settleDoubts(file, tail.end)
    this.#end = tail.end
    this.#head = head
    this.#lastAt = tail.last?.loggedAt ?? null
    this.#mustRead = false
    return tail.torn
  }

  /** See `StoreTurn.append`. */
  async append(
    expected: WitnessHead,
    lines: readonly BuiltLine[],
    how: AppendOptions,
  ): Promise<WitnessHead | AppendConflict> {
    const last = lines.at(-1)
    if (this.#mustRead || this.#file === null || expected.hash !== this.#head.hash) return { conflict: this.#head }
    if (last === undefined) return this.#head
    const bytes = Buffer.from(lines.map(({ line }) => line).join(''), 'latin1')
    const segment = { number: this.#number, end: this.#end, lastAt: this.#lastAt }
    const isDue = this.#rotation.isDue(segment, { bytes: bytes.length, at: last.loggedAt })
    const file = isDue ? await this.#rotate(this.#file) : this.#file
    try {
      await file.write(bytes, this.#end, how.mayBlock)
    } catch (error) {
      await this.#undo(file, how)
      throw asDiskError(error, 'write', file.path)
    }
    this.#end += bytes.length
    this.#head = last.head
    this.#lastAt = last.loggedAt
    if (this.#identity === null) this.#identity = readIdentity(lines[0]?.line.trimEnd() ?? '')
    return this.#head
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = null
    this.#mustRead = true
    await file?.close()
  }

  async #openLast(): Promise<LogFile> {
    const number = await this.#lastNumber()
    if (this.#file !== null && number === this.#number) return this.#file
    const path = segmentPath(this.#folder, number)
    const file = await LogFile.open(path, number === 1 && this.#head.size === 0, this.#now)
    try {
      this.#before = number === 1 ? this.#genesis : await headBefore(this.#folder, file, number)
    } catch (error) {
      await file.close()
      throw error
    }
    await this.close()
    this.#file = file
    this.#number = number
    return file
  }

  async #lastNumber(): Promise<number> {
    const time = folderTime(this.#folder)
    if (this.#identity !== null && time === this.#listedAt) return lastSegmentFrom(this.#folder, this.#number)
    const numbers = await segmentNumbers(this.#folder)
    const missing = missingSegment(numbers)
    if (missing !== null) throw broken(`its segment ${segmentPath(this.#folder, missing)} is missing`)
    this.#listedAt = time
    return numbers.at(-1) ?? 1
  }

  /** Goes on in a new segment; where none can be made the one in use gets longer. */
  async #rotate(file: LogFile): Promise<LogFile> {
    const number = this.#number + 1
    try {
      // What somebody wrote who was killed before its sync: the new segment's sync does not reach it.
      await file.sync()
    } catch (error) {
      this.#poison(file.syncedTo)
      throw asDiskError(error, 'write', file.path)
    }
    try {
      this.#file = await LogFile.open(segmentPath(this.#folder, number), true, this.#now)
    } catch (error) {
      // Once it is there the others go on in it, and so must we.
      this.#mustRead = true
      if (segmentIsThere(this.#folder, number)) throw asDiskError(error, 'make', segmentPath(this.#folder, number))
      this.#mustRead = false
      return file
    }
    this.#number = number
    this.#listedAt = folderTime(this.#folder)
    this.#before = this.#head
    this.#end = 0
    this.#lastAt = null
    await file.close().catch(() => undefined)
    return this.#file
  }

  /**
   * After a failed write: what it left is cut off, and the file is read again before anything else is written. Where that
   * does not succeed now, the next turn begins with it.
   */
  async #undo(file: LogFile, how: AppendOptions): Promise<void> {
    if (file.syncFailed) this.#poison(file.syncedTo)
    try {
      const size = file.sizeNow()
      if (typeof size === 'string') throw broken('its file was moved or replaced while it was open')
      if (size !== this.#end) {
        const left = await readBytes(file.fd, this.#end, size)
        await file.cut(this.#end)
        how.onCut(describeTorn(left))
        this.#mustRead = true
      }
      if (this.#mustRead) await this.read()
    } catch {
      // The write's own error is the one that is told.
      this.#poison(this.#end)
    }
  }

  #poison(from: number): void {
    this.#doubts.set(this.#number, Math.min(from, this.#doubts.get(this.#number) ?? from))
    this.#mustRead = true
  }

  /** Writes it again: a disk that refused it once may say yes to the next sync without having it. */
  async #settleDoubts(file: LogFile, end: number): Promise<void> {
    for (const [number, from] of this.#doubts) {
      if (number === this.#number) {
        await file.rewrite(Math.min(from, end), end)
      } else {
        const other = await LogFile.open(segmentPath(this.#folder, number), false, this.#now)
        try {
          const size = other.sizeNow()
          if (typeof size === 'number') await other.rewrite(Math.min(from, size), size)
        } finally {
          await other.close()
        }
      }
      this.#doubts.delete(number)
    }
  }
}
