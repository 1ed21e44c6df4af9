import type { MediaPacket } from '../packet.ts'
import { leadingString } from './amf0.ts'

const AVC = 7
const AAC = 10
const KEY_FRAME = 1
const INTER_FRAME = 2
const DISPOSABLE_FRAME = 3
const GENERATED_KEY_FRAME = 4

/** What stands before the coded data in the body of an FLV tag: 5 bytes for AVC, 2 for AAC. */
export const AVC_HEADER_BYTES = 5
export const AAC_HEADER_BYTES = 2

/**
 * A video message as a packet. H.264 is told apart by role; other codecs, those of "enhanced RTMP" among them, pass as
 * role `other`.
 *
 * @param body an FLV video tag's body: frame type and codec, AVC packet type, composition time, length-prefixed NAL units
 */
export function videoPacket(body: Buffer, dtsMs: number, arrivedMs: number): MediaPacket {
  const role = videoRole(body)
  const ctsMs = role === 'key' || role === 'delta' ? body.readIntBE(2, 3) : 0
  return { kind: 'video', role, dtsMs, ctsMs, body, arrivedMs }
}

function videoRole(body: Buffer): MediaPacket['role'] {
  const first = body[0] ?? 0
  // The top bit of the first byte is enhanced RTMP's mark; read as frame type it matches none below.
  if (body.length < AVC_HEADER_BYTES || (first & 0x0f) !== AVC) return 'other'
  const frameType = first >> 4
  switch (body[1]) {
    case 0:
      return first & 0x80 ? 'other' : 'config'
    case 1:
      if (body.length === AVC_HEADER_BYTES) return 'other'
      if (frameType === KEY_FRAME || frameType === GENERATED_KEY_FRAME) return 'key'
      return frameType === INTER_FRAME || frameType === DISPOSABLE_FRAME ? 'delta' : 'other'
    case 2:
      return first & 0x80 ? 'other' : 'end'
    default:
      return 'other'
  }
}

/** An audio message as a packet. AAC is told apart by role; other codecs pass as role `other`. */
export function audioPacket(body: Buffer, dtsMs: number, arrivedMs: number): MediaPacket {
  return { kind: 'audio', role: audioRole(body), dtsMs, ctsMs: 0, body, arrivedMs }
}

function audioRole(body: Buffer): MediaPacket['role'] {
  if (body.length <= AAC_HEADER_BYTES || (body[0] ?? 0) >> 4 !== AAC) return 'other'
  if (body[1] === 0) return 'config'
  return body[1] === 1 ? 'audio' : 'other'
}

/** A script data message (AMF0, without `@setDataFrame`) as a packet: `onMetaData` is `config`. */
export function dataPacket(body: Buffer, dtsMs: number, arrivedMs: number): MediaPacket {
  const role = leadingString(body) === 'onMetaData' ? 'config' : 'other'
  return { kind: 'data', role, dtsMs, ctsMs: 0, body, arrivedMs }
}
