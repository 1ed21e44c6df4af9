import type { MediaPacket } from '../packet.ts'
import { audioPacket, dataPacket, videoPacket } from './flv-body.ts'

/** The bytes are no FLV file. */
export class FlvError extends Error {
  override readonly name = 'FlvError'
}

/** A file's packets in its order. */
export interface FlvFile {
  readonly packets: readonly MediaPacket[]
  /** Bytes at the end that are no complete tag: 0 in a file that was closed. */
  readonly trailingBytes: number
}

const HEADER_BYTES = 9
const TAG_HEADER_BYTES = 11
const SIZE_BYTES = 4
const AUDIO = 8
const VIDEO = 9
const SCRIPT = 18

/**
 * Reads an FLV file that is in memory. Packets share its memory, and their `arrivedMs` is 0.
 *
 * @throws {FlvError} when it is none, or when the size behind a tag contradicts it (the file is damaged there)
 * @example const { packets } = readFlv(await readFile('clip.flv'))
 */
export function readFlv(file: Buffer): FlvFile {
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 3) !== 'FLV') throw new FlvError('not an FLV file')
  const packets: MediaPacket[] = []
  let at = file.readUInt32BE(5) + SIZE_BYTES
  if (at < HEADER_BYTES + SIZE_BYTES) throw new FlvError('the FLV header says that it is shorter than it can be')
  for (;;) {
    const start = at + TAG_HEADER_BYTES
    const end = start > file.length ? Infinity : start + file.readUIntBE(at + 1, 3)
    if (end + SIZE_BYTES > file.length) break
    if (file.readUInt32BE(end) !== end - at) throw new FlvError(`the FLV file is damaged at byte ${at}`)
    const packet = tagPacket((file[at] ?? 0) & 0x1f, file.subarray(start, end), tagTime(file, at))
    if (packet !== null) packets.push(packet)
    at = end + SIZE_BYTES
  }
  return { packets, trailingBytes: Math.max(0, file.length - at) }
}

/** 24 bits, then the upper 8. */
function tagTime(file: Buffer, at: number): number {
  return file.readUIntBE(at + 4, 3) + (file[at + 7] ?? 0) * 0x100_0000
}

function tagPacket(type: number, body: Buffer, dtsMs: number): MediaPacket | null {
  if (body.length === 0) return null
  if (type === VIDEO) return videoPacket(body, dtsMs, 0)
  if (type === AUDIO) return audioPacket(body, dtsMs, 0)
  return type === SCRIPT ? dataPacket(body, dtsMs, 0) : null
}
