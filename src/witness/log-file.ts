import { constants, close, fdatasync, fsync, ftruncate, open, statSync, write, writeSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { readBytes } from './tail.ts'

const openFile = promisify(open)
const closeFile = promisify(close)
const syncData = promisify(fdatasync)
const syncAll = promisify(fsync)
const truncate = promisify(ftruncate)

/** Up to here a write may go without the thread pool; see {@link LogFile.write}. */
const quickBytes = 64 * 1024
/** A disk that syncs faster than this is quick, ms. */
const quickDiskMs = 5

/** The open file of a segment: writes at places that the caller knows, and says nothing is done before it is on disk. */
export class LogFile {
  readonly #fd: number
  readonly #inode: number
  readonly #now: () => number
  #quick = false

  private constructor(fd: number, inode: number, now: () => number) {
    this.#fd = fd
    this.#inode = inode
    this.#now = now
  }

  get fd(): number {
    return this.#fd
  }

  /** Opens a segment; with `mayMake` makes it and its folder where they are not there. Not in append mode: places are explicit. */
  static async open(path: string, mayMake: boolean, now: () => number): Promise<LogFile> {
    const folder = dirname(path)
    const made = mayMake ? await mkdir(folder, { recursive: true }) : undefined
    const fresh = statSync(path, { throwIfNoEntry: false }) === undefined
    const fd = await openFile(path, constants.O_RDWR | (mayMake ? constants.O_CREAT : 0), 0o600)
    try {
      if (fresh) await syncFolder(folder)
      if (made !== undefined) await syncFolder(dirname(folder))
      return new LogFile(fd, statSync(path).ino, now)
    } catch (error) {
      await closeFile(fd)
      throw error
    }
  }

  /** The size of what stands at this path now; `other` when it is another file, `gone` when there is none. */
  sizeAt(path: string): number | 'other' | 'gone' {
    const now = statSync(path, { throwIfNoEntry: false })
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
    await syncData(this.#fd)
    this.#quick = this.#now() - began < quickDiskMs
  }

  /** Cuts the file to this length, on disk. */
  async cut(length: number): Promise<void> {
    await truncate(this.#fd, length)
    await syncData(this.#fd)
  }

  /** Writes again what stands there, so that the disk surely has what the system's memory shows. */
  async rewrite(from: number, to: number): Promise<void> {
    const step = 1024 * 1024
    for (let at = from; at < to; at += step) {
      const bytes = await readBytes(this.#fd, at, Math.min(at + step, to))
      await this.write(bytes, at, false)
    }
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
