import type { Readable } from 'node:stream'

/** A body that was longer than allowed. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/** Reads a whole body, bounded in size; whoever calls bounds it in time by destroying the stream. */
export async function readBody(stream: Readable, maxBytes: number): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    if (!Buffer.isBuffer(part)) throw new TypeError('The stream has an encoding.')
    bytes += part.length
    if (bytes > maxBytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Cuts a stream of bytes into lines, without their ends; a line may have `maxBytes`. */
export async function* readLines(stream: Readable, maxBytes: number): AsyncGenerator<string, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const part of stream) {
    if (!Buffer.isBuffer(part)) throw new TypeError('The stream has an encoding.')
    rest = rest.length === 0 ? part : Buffer.concat([rest, part])
    let end = rest.indexOf(0x0a)
    while (end !== -1) {
      yield rest.toString('utf8', 0, end)
      rest = rest.subarray(end + 1)
      end = rest.indexOf(0x0a)
    }
    if (rest.length > maxBytes) throw new BodyTooLarge(`a line of more than ${maxBytes} bytes`)
  }
}
