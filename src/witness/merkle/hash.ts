import { hash } from 'node:crypto'

/** Bytes of a hash. */
export const hashBytes = 32

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962, section 2.1). */
export const emptyRoot: Buffer = hash('sha256', '', 'buffer')

/** The hash of a leaf: `SHA-256(0x00 || data)`. */
export function leafHash(data: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(0x00), data]), 'buffer')
}

/** The hash of an inner node: `SHA-256(0x01 || left || right)`. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(0x01), left, right]), 'buffer')
}

// oxlint-disable-next-line no-control-regex -- it is what ASCII is
const ascii = /^[\u0000-\u007f]*$/

/**
 * The leaf hash of a log's line, which is read as one character for each byte (latin1), without its newline. The result is
 * such a text too: a buffer of its own for each of a million hashes would take three times as long.
 */
export function lineLeafHash(line: string): string {
  return ascii.test(line)
    ? hash('sha256', `\0${line}`, 'binary')
    : hash('sha256', Buffer.from(`\0${line}`, 'latin1'), 'binary')
}
