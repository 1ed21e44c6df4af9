import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import { type BuiltLine, maxLineBytes } from './chain.ts'
import type { WitnessHead } from './entry.ts'
import { asDiskError, WitnessError } from './errors.ts'
import { KernelLock, LockError, type ReleaseLock } from './lock.ts'
import { LogFile } from './log-file.ts'
import { readIdentity } from './log-identity.ts'
import { firstSegment, refuseLaterSegments } from './segments.ts'
import type { AppendConflict, AppendOptions, LogIdentity, StoreTurn, WitnessStore } from './store.ts'
import { broken, describeTorn, readBytes, readTail, type TornTail } from './tail.ts'

/**
 * A log in a folder, shared by several processes of one machine. Whoever has the lock is alone; before each turn the
 * file's length tells whether others have appended. A waiting process holds the door (`door.lock`), so that a busy one
 * cannot take the log again and again before it.
 */
export class FileStore implements WitnessStore {
  readonly #folder: string
  readonly #path: string
  readonly #clock: Clock
  readonly #genesis: WitnessHead
  #locks: { readonly log: KernelLock; readonly door: KernelLock } | null = null
  #file: LogFile | null = null
  #end = 0
  #head: WitnessHead
  #identity: LogIdentity | null = null
  /** Since a failed write that could not be cut off: what follows this place may be in memory only. */
  #doubtFrom: number | null = null
  #mustRead = true

  constructor(options: { readonly folder: string; readonly genesis: string; readonly clock: Clock }) {
    this.#folder = options.folder
    this.#path = join(options.folder, firstSegment)
    this.#clock = options.clock
    this.#genesis = { size: 0, hash: options.genesis }
    this.#head = this.#genesis
  }

  get head(): WitnessHead {
    return this.#head
  }

  /** Where the last entry of {@link head} ends in the file, bytes. */
  get end(): number {
    return this.#end
  }

  get identity(): LogIdentity | null {
    return this.#identity
  }

  async turn(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<StoreTurn> {
    const release = await this.#lock(options)
    try {
      const unchanged = !this.#mustRead && this.#file?.sizeAt(this.#path) === this.#end
      const recovered = unchanged ? null : await this.#read()
      return {
        head: this.#head,
        identity: this.#identity,
        recovered,
        append: (expected, lines, how) => this.#append(expected, lines, how),
        [Symbol.dispose]: release,
      }
    } catch (error) {
      release()
      throw asDiskError(error, 'read', this.#path)
    }
  }

  async close(): Promise<void> {
    this.#locks?.door[Symbol.dispose]()
    this.#locks?.log[Symbol.dispose]()
    this.#locks = null
    const file = this.#file
    this.#file = null
    await file?.close()
  }

  async #lock(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<ReleaseLock> {
    try {
      if (this.#locks === null) {
        await mkdir(this.#folder, { recursive: true })
        this.#locks = {
          log: new KernelLock(join(this.#folder, 'log'), { keepOpen: true }),
          door: new KernelLock(join(this.#folder, 'door'), { keepOpen: true }),
        }
      }
      const { log, door } = this.#locks
      const waiting = { ...options, clock: this.#clock }
      using _door = door.tryAcquire() ?? (await door.acquire(waiting))
      return log.tryAcquire() ?? (await log.acquire(waiting))
    } catch (error) {
      if (!(error instanceof LockError))
        throw options.signal?.aborted ? error : asDiskError(error, 'lock', this.#folder)
      const code = error.code === 'locked' ? 'locked' : 'disk_error'
      throw new WitnessError(code, `The show log cannot be had: ${error.message} Try again.`, { cause: error })
    }
  }

  /** Reads where the file ends now; cuts off what an interrupted write left. */
  async #read(): Promise<TornTail | null> {
    const file = await this.#open()
    const size = file.sizeAt(this.#path)
    if (typeof size === 'string') {
      await this.#forget()
      if (this.#head.size > 0) throw broken('its file was moved or replaced while it was open')
      return this.#read()
    }
    if (this.#identity === null) await refuseLaterSegments(this.#folder)
    const tail = await readTail(file.fd, size)
    const head = tail.last?.head ?? this.#genesis
    if (head.size < this.#head.size) throw broken('entries at its end are gone')
    if (this.#identity === null && tail.last !== null) this.#identity = await this.#readIdentity(file)
    if (tail.last !== null && tail.last.logId !== this.#identity?.logId)
      throw broken('its last entry is of another log')
    if (tail.torn !== null) await file.cut(tail.end)
    if (this.#doubtFrom !== null) await file.rewrite(Math.min(this.#doubtFrom, tail.end), tail.end)
    this.#doubtFrom = null
    this.#end = tail.end
    this.#head = head
    this.#mustRead = false
    return tail.torn
  }

  async #append(
    expected: WitnessHead,
    lines: readonly BuiltLine[],
    how: AppendOptions,
  ): Promise<WitnessHead | AppendConflict> {
    const last = lines.at(-1)
    const file = this.#file
    if (this.#mustRead || file === null || expected.hash !== this.#head.hash) return { conflict: this.#head }
    if (last === undefined) return this.#head
    const bytes = Buffer.from(lines.map(({ line }) => line).join(''), 'latin1')
    try {
      await file.write(bytes, this.#end, how.mayBlock)
    } catch (error) {
      await this.#undo(file, how)
      throw asDiskError(error, 'write', this.#path)
    }
    this.#end += bytes.length
    this.#head = last.head
    if (this.#identity === null) this.#identity = readIdentity(lines[0]?.line.trimEnd() ?? '')
    return this.#head
  }

  /** After a failed write: what it left is cut off. Where that fails too, the file is read again before the next one. */
  async #undo(file: LogFile, how: AppendOptions): Promise<void> {
    try {
      const size = file.sizeAt(this.#path)
      if (typeof size === 'string') throw broken('its file was moved or replaced while it was open')
      if (size === this.#end) return
      const left = await readBytes(file.fd, this.#end, size)
      await file.cut(this.#end)
      how.onCut(describeTorn(left))
      await this.#read()
    } catch {
      // The write's own error is the one that is told.
      this.#doubtFrom ??= this.#end
      this.#mustRead = true
    }
  }

  async #open(): Promise<LogFile> {
    this.#file ??= await LogFile.open(this.#path, this.#head.size === 0, () => this.#clock.monotonic())
    return this.#file
  }

  async #forget(): Promise<void> {
    const file = this.#file
    this.#file = null
    this.#mustRead = true
    await file?.close()
  }

  async #readIdentity(file: LogFile): Promise<LogIdentity> {
    const begin = await readBytes(file.fd, 0, maxLineBytes)
    return readIdentity(begin.toString('latin1', 0, Math.max(0, begin.indexOf('\n'))))
  }
}
