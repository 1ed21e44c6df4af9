import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addFrameMark,
  AVC_HEADER_BYTES,
  escapeNal,
  nalAt,
  NalType,
  readFlv,
  readFrameMark,
  unescapeNal,
} from './index.ts'

const clip = readFlv(readFileSync(new URL('../../../assets/clip.flv', import.meta.url)))
const frames = clip.packets.filter(({ role }) => role === 'key' || role === 'delta')

describe('frame mark', () => {
  it('is read back from every frame of the clip, whatever number and time', () => {
    const numbers = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 1, 2, 3, 0x1_0000, 0x100_0000_0000))
    fc.assert(
      fc.property(numbers, fc.maxSafeNat(), fc.nat(frames.length - 1), (number, micros, index) => {
        const sentAtMs = Math.floor(micros / 4096) / 1000
        const body = addFrameMark(frames[index]?.body ?? Buffer.alloc(0), { number, sentAtMs })
        expect(readFrameMark(body)).toEqual({ number, sentAtMs })
      }),
      { numRuns: 500 },
    )
  })

  it('stands before the first slice, and leaves every other byte as it was', () => {
    const original = frames[0]?.body ?? Buffer.alloc(0)
    const marked = addFrameMark(original, { number: 7, sentAtMs: 1_700_000_000_000.125 })
    const types = nalTypes(marked)
    expect(types.at(-1)).toBe(NalType.idrSlice)
    expect(types.at(-2)).toBe(NalType.sei)
    const added = marked.length - original.length
    const at = [...original].findIndex((byte, index) => marked[index] !== byte)
    const rest = marked.subarray(marked.length - (original.length - at))
    expect(Buffer.concat([marked.subarray(0, at), rest]).equals(original)).toBe(true)
    expect(added).toBeGreaterThanOrEqual(40)
  })

  it('holds no start code, so that a decoder cannot lose its place', () => {
    const nal = escapeNal(Buffer.from('0000000000000100000200000300', 'hex'))
    expect(nal.toString('hex')).not.toMatch(/^(?:..)*00000[012]/)
    expect(unescapeNal(nal).toString('hex')).toBe('0000000000000100000200000300')
  })

  it('is null where there is none, and on bodies that make no sense', () => {
    for (const { body } of frames.slice(0, 31)) expect(readFrameMark(body)).toBeNull()
    const body = addFrameMark(frames[1]?.body ?? Buffer.alloc(0), { number: 1, sentAtMs: 1 })
    for (let length = 0; length < 50; length++) expect(readFrameMark(body.subarray(0, length))).toBeNull()
  })

  it('is found among other SEI messages', () => {
    const mark = addFrameMark(Buffer.from('1701000000', 'hex'), { number: 9, sentAtMs: 2 })
    const nal = nalAt(mark, AVC_HEADER_BYTES, 4)
    const ours = unescapeNal(mark.subarray((nal?.start ?? 0) + 1, nal?.end))
    const other = Buffer.concat([Buffer.of(5, 0xff, 3), Buffer.alloc(258, 7)])
    const both = Buffer.concat([Buffer.of(NalType.sei), escapeNal(Buffer.concat([other, ours]))])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(both.length)
    expect(readFrameMark(Buffer.concat([mark.subarray(0, 5), length, both]))?.number).toBe(9)
  })
})

describe("the simulator's clip", () => {
  it('is 240 frames with a key frame each second and 375 AAC frames: 8 s of both', () => {
    expect(frames).toHaveLength(240)
    expect(frames.flatMap(({ role }, index) => (role === 'key' ? [index] : []))).toEqual([
      0, 30, 60, 90, 120, 150, 180, 210,
    ])
    expect(frames.every(({ ctsMs }) => ctsMs === 0)).toBe(true)
    expect(clip.packets.filter(({ role }) => role === 'audio')).toHaveLength(375)
    expect(clip.trailingBytes).toBe(0)
  })
})

function nalTypes(body: Buffer): number[] {
  const types: number[] = []
  let nal = nalAt(body, AVC_HEADER_BYTES, 4)
  while (nal !== null) {
    types.push(nal.type)
    nal = nalAt(body, nal.end, 4)
  }
  return types
}
