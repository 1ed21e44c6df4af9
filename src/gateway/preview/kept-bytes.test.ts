import { describe, expect, it } from 'vitest'
import { KeptBytes } from './kept-bytes.ts'

const LIMIT = 1024 * 1024

describe('KeptBytes', () => {
  it('keeps everything as it was until it is told to forget, however much it grows', () => {
    const kept = new KeptBytes(LIMIT)
    const given = Array.from({ length: 60 }, (_, at) => Buffer.alloc(15_000, at))
    const copies = given.map((bytes) => kept.keep(bytes))
    for (const [at, bytes] of given.entries()) bytes.fill(255 - at)
    expect(copies.map((copy) => copy.length)).toEqual(given.map(() => 15_000))
    expect(copies.every((copy, at) => copy.every((byte) => byte === at))).toBe(true)
  })

  it('uses the same memory again for what comes after', () => {
    const kept = new KeptBytes(LIMIT)
    const before = kept.keep(Buffer.from('before'))
    kept.forget()
    const after = kept.keep(Buffer.from('after!'))
    expect(after.buffer).toBe(before.buffer)
    expect(after.byteOffset).toBe(before.byteOffset)
    kept.release()
    expect(kept.keep(Buffer.from('anew')).buffer).not.toBe(after.buffer)
  })

  it('takes what is larger than its first memory at once', () => {
    const kept = new KeptBytes(LIMIT)
    expect(kept.keep(Buffer.alloc(LIMIT, 7)).equals(Buffer.alloc(LIMIT, 7))).toBe(true)
  })
})
