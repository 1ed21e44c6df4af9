import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RawReply, ReplyLines } from './reply-lines.ts'

const stream = Buffer.from(
  'VERSION OK 29\r\nXML 12\r\n<a>\u00fc\n</a>\r\nTALLY OK 01\r\n\r\nXMLTEXT 7\r\nab\ncd\r\nFUNCTION OK Completed\nACTS OK X 0.50\r\n',
)

function read(pieces: readonly Buffer[]): string[] {
  const found: RawReply[] = []
  const lines = new ReplyLines((reply) => found.push(reply))
  for (const piece of pieces) lines.push(piece)
  return found.map(({ line, body }) => `${line}|${body?.toString() ?? ''}`)
}

describe('ReplyLines', () => {
  it('reads the same however it is cut (property)', () => {
    const whole = read([stream])
    expect(whole).toEqual([
      'VERSION OK 29|',
      'XML 12|<a>\u00fc\n</a>\r\n',
      'TALLY OK 01|',
      'XMLTEXT 7|ab\ncd\r\n',
      'FUNCTION OK Completed|',
      'ACTS OK X 0.50|',
    ])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 30 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
        expect(read(places.slice(1).map((end, index) => stream.subarray(places[index], end)))).toEqual(whole)
      }),
    )
    expect(read(Array.from(stream, (byte) => Buffer.of(byte)))).toEqual(whole)
  })

  it('is bounded', () => {
    expect(() => read([Buffer.alloc(70_000, 'a')])).toThrow(RangeError)
    expect(() => read([Buffer.from('XML 99999999\r\n')])).toThrow(RangeError)
  })
})
