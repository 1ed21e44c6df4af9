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

/**
 * The leaf hash of the bytes from `begin` to `end`, as a text of one character for each of its bytes: a buffer of its own for
 * each of a million hashes takes three times as long. The byte before `begin` is overwritten: the prefix stands there, so
 * that nothing need be copied.
 */
export function leafHashWithin(block: Buffer, begin: number, end: number): string {
  block[begin - 1] = 0x00
  return hash('sha256', block.subarray(begin - 1, end), 'binary')
}

/** The same of a log's line without its newline, which was read as one character for each byte (latin1). */
export function lineLeafHash(line: string): string {
  return hash('sha256', Buffer.from(`\0${line}`, 'latin1'), 'binary')
}
