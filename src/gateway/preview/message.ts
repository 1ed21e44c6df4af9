/** What a viewer's socket carries. Text messages are JSON (`protocol.ts`), binary ones have this head of 16 bytes. */
const HEAD_BYTES = 16

/** First byte of a binary message. An init segment comes before the fragments of its kind. */
export const messageKinds = { videoInit: 1, videoFragment: 2, audioInit: 3, audioFragment: 4 } as const

/**
 * Byte 0: kind. Byte 1: 1 where decoding can start. Bytes 4 to 7: presentation minus decode time, ms, signed. Bytes 8 to
 * 15: decode time, ms, as a double. The rest is fragmented MP4 of one track. Everything big-endian.
 */
export function binaryMessage(
  kind: number,
  frame: { readonly key: boolean; readonly dtsMs: number; readonly ctsMs: number },
  parts: readonly Buffer[],
): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, HEAD_BYTES)
  const message = Buffer.allocUnsafe(size)
  message.fill(0, 0, 4)
  message[0] = kind
  message[1] = frame.key ? 1 : 0
  message.writeInt32BE(frame.ctsMs, 4)
  message.writeDoubleBE(frame.dtsMs, 8)
  let at = HEAD_BYTES
  for (const part of parts) at += part.copy(message, at)
  return message
}

/** The fragmented MP4 in it. */
export function withoutHead(message: Buffer): Buffer {
  return message.subarray(HEAD_BYTES)
}
