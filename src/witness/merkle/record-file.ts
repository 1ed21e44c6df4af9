import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { systemCode } from '../errors.ts'
import { openRegular } from '../regular-file.ts'

const firstRoom = 64 * 1024

/** A file of records of one length, read at any place, and written on from a place in pieces. Never synced. */
export class RecordFile implements AsyncDisposable {
  readonly #path: string
  readonly #recordBytes: number
  readonly #mayWrite: boolean
  #file: Promise<FileHandle | null> | null = null
  #waiting: Buffer | null = null
  #waitingAt = 0
  #waitingBytes = 0

  constructor(path: string, recordBytes: number, mayWrite: boolean) {
    this.#path = path
    this.#recordBytes = recordBytes
    this.#mayWrite = mayWrite
  }

  /** These records, one after the other; null where the file does not have them all. */
  async read(index: number, count: number): Promise<Buffer | null> {
    const wanted = count * this.#recordBytes
    const file = await this.#open()
    if (file === null) return null
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, index * this.#recordBytes)
    return bytesRead === wanted ? buffer : null
  }

  /**
   * Takes a record for {@link flush}. Between two of those the records follow each other.
   *
   * @param record its bytes, or a text of one character for each of them
   */
  put(index: number, record: Buffer | string): void {
    const room = this.#roomFor(index)
    if (typeof record === 'string') room.write(record, this.#waitingBytes, 'latin1')
    else record.copy(room, this.#waitingBytes)
    this.#waitingBytes += this.#recordBytes
  }

  /** Bytes that wait to be written. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  async flush(): Promise<void> {
    if (this.#waiting === null || this.#waitingBytes === 0) return
    const file = await this.#open()
    await file?.write(this.#waiting, 0, this.#waitingBytes, this.#waitingAt)
    this.#waitingBytes = 0
  }

  /** Forgets what waits. */
  drop(): void {
    this.#waitingBytes = 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const file = await this.#file?.catch(() => null)
    this.#file = null
    await file?.close()
  }

  #roomFor(index: number): Buffer {
    if (this.#waitingBytes === 0) this.#waitingAt = index * this.#recordBytes
    const room = this.#waiting ?? Buffer.allocUnsafe(firstRoom)
    const fits = this.#waitingBytes + this.#recordBytes <= room.length
    this.#waiting = fits ? room : Buffer.concat([room], 2 * room.length)
    return this.#waiting
  }

  #open(): Promise<FileHandle | null> {
    this.#file ??= openRecords(this.#path, this.#mayWrite)
    return this.#file
  }
}

async function openRecords(path: string, mayWrite: boolean): Promise<FileHandle | null> {
  try {
    return await openRegular(path, mayWrite ? constants.O_RDWR | constants.O_CREAT : constants.O_RDONLY)
  } catch (error) {
    if (systemCode(error) === 'ENOENT' && !mayWrite) return null
    throw error
  }
}
