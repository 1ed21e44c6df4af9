import { codedData, parseAacConfigBody, parseAvcConfigBody } from '../../codec/index.ts'
import type { MediaPacket } from '../../packet.ts'

/**
 * H.264 and AAC as every ffmpeg reads them in FLV: with the heads of before enhanced RTMP, which ffmpeg before 6.1 does
 * not know. The body in pieces, as it is where it has such a head already.
 */
export function oldBody({ kind, role, ctsMs, body }: MediaPacket): readonly Buffer[] {
  const first = body[0] ?? 0
  if (kind === 'video' ? (first & 0x80) === 0 : first >> 4 !== 9) return [body]
  const config = role === 'config'
  const data = codedData(kind, body)
  if (kind === 'audio') return [Buffer.of(0xaf, config ? 0 : 1), data]
  const head = Buffer.of(role === 'delta' ? 0x27 : 0x17, config ? 0 : 1, 0, 0, 0)
  head.writeIntBE(ctsMs, 2, 3)
  return [head, data]
}

/** Whether such a body can be made with this header. */
export function hasOldBody(header: MediaPacket): boolean {
  return header.kind === 'video' ? parseAvcConfigBody(header.body) !== null : parseAacConfigBody(header.body) !== null
}
