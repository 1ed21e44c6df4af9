import { AVC_HEADER_BYTES } from './flv-body.ts'
import { escapeNal, nalAt, NalType, unescapeNal } from './nal-units.ts'

/**
 * What the simulator writes into each video frame, so that loss and delay are counted at the far end and not claimed:
 * an SEI message "user data unregistered" (H.264, D.1.7) with our UUID, the frame's number and when it was sent, each as
 * 64 bits, the time in µs since 1970. Decoders skip it, and everything that copies packets keeps it.
 */
export interface FrameMark {
  /** 0, 1, 2, … without holes, as sent. */
  readonly number: number
  /** Wall clock of the sender, ms since 1970, with a fraction. */
  readonly sentAtMs: number
}

/** Ours; made at random once. */
const UUID = Buffer.from('b7c1f3a25e0d4a6c9d8e41f06a2b7e15', 'hex')
const USER_DATA_UNREGISTERED = 5
const PAYLOAD_BYTES = UUID.length + 16
const TRAILING_BIT = 0x80

/**
 * The body of a video packet (`key` or `delta`) with a mark in it, before its first slice.
 *
 * @param lengthSize bytes of its NAL length prefixes, from the codec header
 */
export function addFrameMark(videoBody: Buffer, mark: FrameMark, lengthSize = 4): Buffer {
  const at = firstSlice(videoBody, lengthSize)
  const nal = markNal(mark)
  const prefix = Buffer.alloc(lengthSize)
  prefix.writeUIntBE(nal.length, 0, lengthSize)
  return Buffer.concat([videoBody.subarray(0, at), prefix, nal, videoBody.subarray(at)])
}

/** The mark of a video packet's body, or null when it has none. Looks no further than the first slice. */
export function readFrameMark(videoBody: Buffer, lengthSize = 4): FrameMark | null {
  let nal = nalAt(videoBody, AVC_HEADER_BYTES, lengthSize)
  while (nal !== null && nal.type !== NalType.slice && nal.type !== NalType.idrSlice) {
    if (nal.type === NalType.sei) {
      const mark = readSei(unescapeNal(videoBody.subarray(nal.start + 1, nal.end)))
      if (mark !== null) return mark
    }
    nal = nalAt(videoBody, nal.end, lengthSize)
  }
  return null
}

/** Where the first slice's length prefix stands; the end where there is none. */
function firstSlice(body: Buffer, lengthSize: number): number {
  let nal = nalAt(body, AVC_HEADER_BYTES, lengthSize)
  let at = AVC_HEADER_BYTES
  while (nal !== null && (nal.type < NalType.slice || nal.type > NalType.idrSlice)) {
    at = nal.end
    nal = nalAt(body, nal.end, lengthSize)
  }
  return Math.min(at, body.length)
}

function markNal({ number, sentAtMs }: FrameMark): Buffer {
  const payload = Buffer.alloc(2 + PAYLOAD_BYTES + 1)
  payload[0] = USER_DATA_UNREGISTERED
  payload[1] = PAYLOAD_BYTES
  UUID.copy(payload, 2)
  payload.writeBigUInt64BE(BigInt(number), 2 + UUID.length)
  payload.writeBigUInt64BE(BigInt(Math.round(sentAtMs * 1000)), 2 + UUID.length + 8)
  payload[2 + PAYLOAD_BYTES] = TRAILING_BIT
  return Buffer.concat([Buffer.of(NalType.sei), escapeNal(payload)])
}

/** Our message among those of an SEI NAL unit (7.3.2.3). */
function readSei(payload: Buffer): FrameMark | null {
  let at = 0
  while (at + 2 <= payload.length) {
    const type = readSeiNumber(payload, at)
    const size = readSeiNumber(payload, type.next)
    const end = size.next + size.value
    if (end > payload.length) return null
    const ours =
      type.value === USER_DATA_UNREGISTERED &&
      size.value === PAYLOAD_BYTES &&
      UUID.equals(payload.subarray(size.next, size.next + UUID.length))
    if (ours) {
      const number = Number(payload.readBigUInt64BE(size.next + UUID.length))
      const sentAtMs = Number(payload.readBigUInt64BE(size.next + UUID.length + 8)) / 1000
      return { number, sentAtMs }
    }
    at = end
  }
  return null
}

/** A number in bytes of which all but the last are 255. */
function readSeiNumber(payload: Buffer, start: number): { value: number; next: number } {
  let at = start
  while (payload[at] === 0xff) at++
  return { value: (at - start) * 255 + (payload[at] ?? 0), next: at + 1 }
}
