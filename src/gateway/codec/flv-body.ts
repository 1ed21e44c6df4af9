import type { MediaPacket } from '../packet.ts'
import { leadingString } from './amf0.ts'
import { audioHead } from './audio-head.ts'
import { videoHead, type VideoHead } from './video-head.ts'

/** What stands before the coded data in the body of an FLV tag: 5 bytes for AVC, 2 for AAC. */
export const AVC_HEADER_BYTES = 5
export const AAC_HEADER_BYTES = 2

/**
 * A video message as a packet. H.264, and every codec that the message names by four characters, is told apart by role;
 * the codecs before H.264 pass as role `other`.
 *
 * @param body an FLV video tag's body: old head (frame type and codec, packet type, composition time) or that of enhanced RTMP, then the coded data
 */
export function videoPacket(body: Buffer, dtsMs: number, arrivedMs: number): MediaPacket {
  const head = videoHead(body)
  return { kind: 'video', role: videoRole(head), dtsMs, ctsMs: head?.ctsMs ?? 0, body, arrivedMs }
}

function videoRole(head: VideoHead | null): MediaPacket['role'] {
  switch (head?.part) {
    case 'config':
      return 'config'
    case 'frame':
      return head.key ? 'key' : 'delta'
    case 'end':
      return 'end'
    default:
      return 'other'
  }
}

/** An audio message as a packet: codec header, coded frame, or what is neither. */
export function audioPacket(body: Buffer, dtsMs: number, arrivedMs: number): MediaPacket {
  const part = audioHead(body)?.part
  const role = part === 'config' ? 'config' : part === 'frame' ? 'audio' : 'other'
  return { kind: 'audio', role, dtsMs, ctsMs: 0, body, arrivedMs }
}

/** Whether a packet describes colours and brightness of the pictures behind it (enhanced RTMP, HDR). */
export function isColourInfo(packet: MediaPacket): boolean {
  return packet.kind === 'video' && packet.role === 'other' && videoHead(packet.body)?.part === 'colour'
}

/** A script data message (AMF0, without `@setDataFrame`) as a packet: `onMetaData` is `config`. */
export function dataPacket(body: Buffer, dtsMs: number, arrivedMs: number): MediaPacket {
  const role = leadingString(body) === 'onMetaData' ? 'config' : 'other'
  return { kind: 'data', role, dtsMs, ctsMs: 0, body, arrivedMs }
}
