import type { AppendFile } from '../../src/gateway/mux/index.ts'

/** A file in memory that remembers how it was written, and is full at `limit` bytes. */
export class MemoryFile implements AppendFile {
  bytes = Buffer.alloc(0)
  readonly appends: number[] = []
  readonly patches: { position: number; size: number }[] = []
  /** Where appended bytes are kept when the file as a whole is not. */
  captured: Uint8Array[] | null = null
  limit = Infinity
  /** Without keeping the bytes: for files that only have to be counted. */
  #counted = 0
  readonly #keep: boolean

  constructor(keep = true) {
    this.#keep = keep
  }

  get size(): number {
    return this.#keep ? this.bytes.length : this.#counted
  }

  async append(parts: readonly Uint8Array[]): Promise<void> {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0)
    if (this.size + bytes > this.limit) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    if (this.#keep) this.bytes = Buffer.concat([this.bytes, ...parts])
    this.captured?.push(...parts)
    this.#counted += bytes
    this.appends.push(bytes)
  }

  async patch(position: number, bytes: Uint8Array): Promise<void> {
    if (position + bytes.length > this.size) throw new RangeError('a patch beyond the end')
    if (this.#keep) this.bytes.set(bytes, position)
    this.patches.push({ position, size: bytes.length })
  }

  async truncate(size: number): Promise<void> {
    if (this.#keep) this.bytes = this.bytes.subarray(0, size)
    this.#counted = size
  }

  async sync(): Promise<void> {}
}
