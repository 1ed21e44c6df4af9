import { array, assert, constantFrom, integer, property, record, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlvReader } from './flv-reader.ts'
import { flvHead, flvTag } from './flv-stream.ts'

const frame = record({
  kind: constantFrom('video' as const, 'audio' as const),
  dtsMs: integer({ min: 0, max: 2 ** 31 }),
  payload: uint8Array({ minLength: 5, maxLength: 300 }),
})

describe('FlvReader', () => {
  it('reads what flvTag writes, however it is cut', () => {
    assert(
      property(array(frame, { maxLength: 20 }), integer({ min: 1, max: 400 }), (frames, piece) => {
        const head = flvHead({ video: true, audio: true })
        const tags = frames.flatMap(({ kind, dtsMs, payload }) => flvTag(kind, dtsMs, [Buffer.from(payload)]))
        const stream = Buffer.concat([head, ...tags])
        const reader = new FlvReader()
        const read = []
        for (let at = 0; at < stream.length; at += piece) read.push(...reader.push(stream.subarray(at, at + piece), 7))
        expect(read.map(({ kind, dtsMs, body }) => ({ kind, dtsMs, payload: new Uint8Array(body) }))).toEqual(frames)
        expect(read.every((packet) => packet.arrivedMs === 7)).toBe(true)
      }),
    )
  })
})
