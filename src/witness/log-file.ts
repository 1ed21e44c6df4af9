import { constants, close, fdatasync, fstatSync, fsync, ftruncate, open, statSync, write, writeSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { neverWaits, refuseOthers } from './regular-file.ts'
import { readBytes } from './tail.ts'

const openFile = promisify(open)
const closeFile = promisify(close)
const syncData = promisify(fdatasync)
const syncAll = promisify(fsync)
const truncate = promisify(ftruncate)

/** Up to here a write may go without the thread pool; see {@link LogFile.write}. */
const quickBytes = 256 * 1024
/** A disk that syncs faster than this is quick, ms. */
const quickDiskMs = 5

/** The open file of a segment: writes at places that the caller knows, and says nothing is done before it is on disk. */
export class LogFile {
  readonly path: string
  readonly #fd: number
  readonly #inode: number
  readonly #now: () => number
  #quick = false
  #syncedTo = 0
  #syncFailed = false

  private constructor(path: string, fd: number, inode: number, now: () => number) {
    this.path = path
    this.#fd = fd
    this.#inode = inode
    this.#now = now
  }

  get fd(): number {
    return this.#fd
  }

  /** Up to here it is on disk for sure: a write of this process has ended there. */
  get syncedTo(): number {
    return this.#syncedTo
  }

  /** Whether a sync has failed. The system may then say yes to the next one without having written anything. */
  get syncFailed(): boolean {
    return this.#syncFailed
  }

  /** Opens a segment; with `mayMake` makes it and its folder where they are not there. Not in append mode: places are explicit. */
  static async open(path: string, mayMake: boolean, now: () => number): Promise<LogFile> {
    const folder = dirname(path)
    const made = mayMake ? await mkdir(folder, { recursive: true }) : undefined
    const found = statSync(path, { throwIfNoEntry: false })
    if (found !== undefined) refuseOthers(path, found)
    const fd = await openFile(path, constants.O_RDWR | neverWaits | (mayMake ? constants.O_CREAT : 0), 0o600)
    try {
      refuseOthers(path, fstatSync(fd))
      if (found === undefined) await syncFolder(folder)
      if (made !== undefined) await syncFolder(dirname(folder))
      return new LogFile(path, fd, statSync(path).ino, now)
    } catch (error) {
      await closeFile(fd)
      throw error
    }
  }

  /** The size of what stands at its path now; `other` when it is another file, `gone` when there is none. */
  sizeNow(): number | 'other' | 'gone' {
    const now = statSync(this.path, { throwIfNoEntry: false })
    if (now === undefined) return 'gone'
    return now.ino === this.#inode ? now.size : 'other'
  }

  /**
   * Writes all bytes at an offset; resolves when they are on disk.
   *
   * @param mayBlock the write itself may be done at once. It goes to the system's memory in microseconds, and the way
   * through a thread would cost a fifth of the speed; but it is done so only while the disk has been quick, because on a
   * busy disk it can wait, and then everything in this process would. The sync never blocks.
   */
  async write(bytes: Buffer, offset: number, mayBlock: boolean): Promise<void> {
    const began = this.#now()
    const quick = mayBlock && this.#quick && bytes.length <= quickBytes
    this.#quick = false
    let done = quick ? writeSync(this.#fd, bytes, 0, bytes.length, offset) : 0
    while (done < bytes.length) done += await this.#writeSome(bytes, done, offset + done)
    await this.sync()
    // Whoever made the file may have been killed before its name was on disk.
    if (offset === 0) await syncFolder(dirname(this.path))
    this.#quick = this.#now() - began < quickDiskMs
    this.#syncedTo = offset + bytes.length
  }

  /** What was written is on disk when this resolves. */
  async sync(): Promise<void> {
    try {
      await syncData(this.#fd)
    } catch (error) {
      this.#syncFailed = true
      throw error
    }
  }

  /** Cuts the file to this length, on disk. */
  async cut(length: number): Promise<void> {
    await truncate(this.#fd, length)
    await this.sync()
  }

  /** Writes again what stands there, so that the disk surely has what the system's memory shows. */
  async rewrite(from: number, to: number): Promise<void> {
    const step = 1024 * 1024
    for (let at = from; at < to; at += step) {
      const bytes = await readBytes(this.#fd, at, Math.min(at + step, to))
      await this.write(bytes, at, false)
    }
    this.#syncFailed = false
  }

  async close(): Promise<void> {
    await closeFile(this.#fd)
  }

  #writeSome(bytes: Buffer, from: number, offset: number): Promise<number> {
    return new Promise((resolve, reject) => {
      write(this.#fd, bytes, from, bytes.length - from, offset, (error, count) =>
        error === null ? resolve(count) : reject(error),
      )
    })
  }
}

/** A new file's name is on disk only when its folder is. Windows cannot do this, and need not. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const fd = await openFile(path, constants.O_RDONLY)
  try {
    await syncAll(fd)
  } finally {
    await closeFile(fd)
  }
}
