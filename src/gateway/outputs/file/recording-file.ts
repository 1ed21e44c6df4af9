import { createHash, type Hash } from 'node:crypto'
import { constants, open, stat, unlink, type FileHandle } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { FinishedFile } from '../../hashing/index.ts'
import type { AppendFile } from '../../mux/index.ts'

/** What recording needs of a file; a `FileHandle` has it. */
export type RecordingHandle = Pick<FileHandle, 'writev' | 'write' | 'truncate' | 'datasync' | 'close'>
/** Opens a new file for writing; rejects with `EEXIST` where there is one. */
export type OpenNewFile = (path: string) => Promise<RecordingHandle>

/** The real file system: O_EXCL, so that nothing is ever overwritten, not even in a race. */
export const openNewFile: OpenNewFile = (path) =>
  open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644)

/** What is patched when a file is finished lies before this, in all formats of ours. */
const HEAD_BYTES = 4096
/** So much is hashed before others have their turn. */
const HASH_BYTES = 256 * 1024

/**
 * A file being recorded: appended to, all or nothing, and patched in place at the end. Everything behind its head, which
 * alone is patched, is hashed while it is written.
 */
export class RecordingFile implements AppendFile {
  readonly path: string
  readonly #handle: RecordingHandle
  #size = 0
  #body: Hash | null = createHash('sha256')

  constructor(path: string, handle: RecordingHandle) {
    this.path = path
    this.#handle = handle
  }

  get size(): number {
    return this.#size
  }

  async append(parts: readonly Uint8Array[]): Promise<void> {
    const from = this.#size
    try {
      await this.#writeAll(parts)
    } catch (error) {
      // A full disk takes part of a write: the torn rest goes, and gives back the room that the index may need.
      await this.#handle.truncate(this.#size).catch(() => {
        this.#body = null
      })
      throw error
    }
    await this.#hash(parts, from)
  }

  /** @param from where in the file they begin */
  async #hash(parts: readonly Uint8Array[], from: number): Promise<void> {
    let position = from
    let hashed = 0
    for (const part of parts) {
      for (let at = Math.max(0, HEAD_BYTES - position); at < part.length; at += HASH_BYTES) {
        const some = part.subarray(at, at + HASH_BYTES)
        this.#body?.update(some)
        hashed += some.length
        if (hashed < HASH_BYTES) continue
        hashed = 0
        await setImmediate()
      }
      position += part.length
    }
  }

  async #writeAll(parts: readonly Uint8Array[]): Promise<void> {
    let left = parts.filter((part) => part.length > 0)
    let at = this.#size
    while (left.length > 0) {
      const { bytesWritten } = await this.#handle.writev(left, at)
      at += bytesWritten
      left = after(left, bytesWritten)
    }
    this.#size = at
  }

  async patch(position: number, bytes: Uint8Array): Promise<void> {
    if (position + bytes.length > HEAD_BYTES) this.#body = null
    let done = 0
    while (done < bytes.length) {
      done += (await this.#handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten
    }
  }

  async truncate(size: number): Promise<void> {
    if (size < this.#size) this.#body = null
    await this.#handle.truncate(size)
    this.#size = size
  }

  /** How long it is by now, where another process writes it. */
  async measure(): Promise<void> {
    this.#body = null
    this.#size = (await stat(this.path)).size
  }

  async sync(): Promise<void> {
    await this.#handle.datasync()
  }

  /** A file in which nothing was recorded is of no use: it is removed. */
  async close(): Promise<void> {
    await this.#handle.close()
    if (this.#size === 0) await unlink(this.path).catch(() => undefined)
  }

  /** What there is to say of the file once it is closed; asked once. */
  finished(): FinishedFile {
    const bodySha256 = this.#body?.digest('hex') ?? null
    this.#body = null
    return { path: this.path, bytes: this.#size, headBytes: HEAD_BYTES, bodySha256 }
  }
}

/** What is left of a list of buffers when its first `bytes` are gone. */
function after(parts: Uint8Array[], bytes: number): Uint8Array[] {
  let gone = bytes
  for (const [index, part] of parts.entries()) {
    if (gone < part.length) return [part.subarray(gone), ...parts.slice(index + 1)]
    gone -= part.length
  }
  return []
}
