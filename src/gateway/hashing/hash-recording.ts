import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Clock } from '../../clock/index.ts'
import { systemCode } from '../errors.ts'

/** A recording's file as it was closed. */
export interface FinishedFile {
  readonly path: string
  /** Its length, bytes. */
  readonly bytes: number
  /** So many bytes at its beginning may have been patched when it was finished. */
  readonly headBytes: number
  /**
   * SHA-256 of everything behind them, taken while they were written; null where that could not be kept up with (a failed
   * write was taken back).
   */
  readonly bodySha256: string | null
}

/** A file's hash, as the show log gets it. */
export interface HashedFile {
  readonly path: string
  readonly bytes: number
  /** Of the whole file, as `sha256sum` prints it. */
  readonly sha256: string
  /** Whether what was read is what was written: false when the file was changed meanwhile; null when that is not known. */
  readonly asWritten: boolean | null
}

export interface HashOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Read no faster than this, so that disk and processor stay free for what is on air. */
  readonly bytesPerSecond: number
}

/** Small enough that whoever else runs in this thread is not kept waiting: a fraction of a millisecond. */
const chunkBytes = 64 * 1024

/**
 * Reads a finished recording once and takes its SHA-256. A running hash while recording cannot give it: the head of an MP4
 * or MKV gets its last bytes when all others are written, and a hash begins at the first byte. What was hashed while it was
 * written is everything behind the head, and that must agree.
 *
 * @throws the file system's error, or the signal's reason
 */
export async function hashRecording(file: FinishedFile, options: HashOptions): Promise<HashedFile> {
  const { clock, signal, bytesPerSecond } = options
  const whole = createHash('sha256')
  const body = createHash('sha256')
  const began = clock.monotonic()
  const room = Buffer.allocUnsafe(chunkBytes)
  let at = 0
  await using handle = await open(file.path, 'r')
  for (;;) {
    signal.throwIfAborted()
    const { bytesRead } = await handle.read(room, 0, room.length, at)
    if (bytesRead === 0) break
    const chunk = room.subarray(0, bytesRead)
    whole.update(chunk)
    if (file.bodySha256 !== null) body.update(chunk.subarray(Math.max(0, Math.min(bytesRead, file.headBytes - at))))
    at += bytesRead
    const aheadMs = began + (at / bytesPerSecond) * 1000 - clock.monotonic()
    if (aheadMs >= 5) await clock.sleep(aheadMs, signal)
  }
  const same = file.bodySha256 === null ? null : at === file.bytes && body.digest('hex') === file.bodySha256
  return { path: file.path, bytes: at, sha256: whole.digest('hex'), asWritten: same }
}

/** Why a file could not be read, for a person. */
export function unreadableWhy(error: unknown): string {
  return systemCode(error) === 'ENOENT' ? 'it was moved or deleted' : (systemCode(error) ?? 'it cannot be read')
}
