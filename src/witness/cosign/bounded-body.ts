import type { Readable } from 'node:stream'

/** A whole body; null where it is longer than allowed. Whoever calls bounds it in time by destroying the stream. */
export async function readBounded(stream: Readable, maxBytes: number): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    if (!Buffer.isBuffer(part)) throw new TypeError('The stream has an encoding.')
    bytes += part.length
    if (bytes > maxBytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}
