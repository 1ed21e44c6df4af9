import { hash } from 'node:crypto'
import { maxLineBytes } from './chain.ts'
import { FastLine } from './fast-line.ts'

const hashDigits = 64

/**
 * Proves lines right by themselves (form and hash), three times as fast as `checkLine`, which decides where there is a
 * doubt and says why.
 */
export class LineProof {
  readonly #fast = new FastLine()
  /** Room for a hash, and behind it the line. */
  readonly #bytes = Buffer.allocUnsafe(hashDigits + maxLineBytes)

  /** @param line without its newline, one character for each byte */
  proves(line: string): boolean {
    if (line.length >= maxLineBytes) return false
    const bytes = this.#bytes
    const fast = this.#fast
    const end = hashDigits + bytes.write(line, hashDigits, 'latin1')
    bytes[end] = 0x0a
    if (!fast.read(bytes, hashDigits, end)) return false
    const current = bytes.toString('latin1', fast.current, fast.current + hashDigits)
    // The event's hash begins with the hash before it: it is put there, over what has been read already.
    const begin = fast.eventBegin - hashDigits
    bytes.copyWithin(begin, fast.previous, fast.previous + hashDigits)
    const hashed = new Uint8Array(bytes.buffer, bytes.byteOffset + begin, fast.eventEnd - begin)
    return hash('sha256', hashed, 'hex') === current
  }
}
