import { describe, expect, it } from 'vitest'
import { element, ID, idBytes, readElement, UNKNOWN_SIZE, voidElement } from './ebml.ts'

describe('EBML', () => {
  it('reads what it writes', () => {
    const info = element(ID.info, Buffer.from('abc'))
    expect(readElement(info, 0)).toEqual({ id: ID.info, start: 0, dataStart: 8, end: 11 })
    expect(info.subarray(8, 11).toString()).toBe('abc')
  })

  it('knows an unknown size in any width', () => {
    expect(readElement(Buffer.concat([idBytes(ID.segment), UNKNOWN_SIZE]), 0).end).toBeNull()
    expect(readElement(Buffer.from('1f43b67501ffffffffffffff', 'hex'), 0)).toMatchObject({ id: ID.cluster, end: null })
  })

  it.each([2, 3, 39, 128])('makes a Void of %i bytes', (size) => {
    const bytes = voidElement(size)
    expect(bytes).toHaveLength(size)
    expect(readElement(bytes, 0)).toMatchObject({ id: ID.void, end: size })
  })

  it('refuses what is no element', () => {
    expect(() => voidElement(1)).toThrow(RangeError)
    expect(() => readElement(Buffer.from([0x00, 0x80]), 0)).toThrow(RangeError)
    expect(() => readElement(Buffer.from([0x1a, 0x45]), 0)).toThrow(RangeError)
  })
})
