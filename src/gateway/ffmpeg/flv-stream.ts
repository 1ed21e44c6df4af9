const VIDEO = 9
const AUDIO = 8
const TAG_HEAD = 11

/** How an FLV stream begins: what it holds, so that ffmpeg waits for nothing else. */
export function flvHead(holds: { readonly video: boolean; readonly audio: boolean }): Buffer {
  return Buffer.from([0x46, 0x4c, 0x56, 1, (holds.audio ? 4 : 0) | (holds.video ? 1 : 0), 0, 0, 0, 9, 0, 0, 0, 0])
}

/**
 * One tag, as pieces that are written one after the other; the payload is not copied.
 *
 * @param body pieces of an FLV tag's body
 */
export function flvTag(kind: 'video' | 'audio', dtsMs: number, body: readonly Buffer[]): readonly Buffer[] {
  const size = body.reduce((sum, piece) => sum + piece.length, 0)
  const head = Buffer.alloc(TAG_HEAD)
  head[0] = kind === 'video' ? VIDEO : AUDIO
  head.writeUIntBE(size, 1, 3)
  head.writeUIntBE(dtsMs % 0x100_0000, 4, 3)
  head[7] = Math.floor(dtsMs / 0x100_0000) & 0xff
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(TAG_HEAD + size)
  return [head, ...body, tail]
}
