import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChunkReader } from './chunk-reader.ts'
import { writeControl, writeMessage } from './chunk-writer.ts'
import { RtmpError } from './errors.ts'
import { MessageType, OUR_CHUNK_SIZE } from './protocol.ts'

const LIMITS = { chunkStreams: 8, messageBytes: 1_000_000, pendingBytes: 1_500_000 }

interface Message {
  readonly type: number
  readonly streamId: number
  readonly timestampMs: number
  readonly body: string
}

function reading(limits = LIMITS): { reader: ChunkReader; messages: Message[] } {
  const messages: Message[] = []
  const reader = new ChunkReader(limits, (type, streamId, timestampMs, body) =>
    messages.push({ type, streamId, timestampMs, body: body.toString('hex') }),
  )
  return { reader, messages }
}

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
/** A body that is different at each place. */
const body = (length: number, seed = 0) => Buffer.from(Array.from({ length }, (_, index) => (index * 7 + seed) & 0xff))

describe('chunk reader and writer', () => {
  it('give back every message, however the bytes are split, at any time and chunk size', () => {
    const message = fc.record({
      csid: fc.integer({ min: 3, max: 6 }),
      type: fc.constantFrom(MessageType.audio, MessageType.video, MessageType.commandAmf0),
      streamId: fc.nat(0xffff_ffff),
      timestampMs: fc.oneof(fc.nat(1000), fc.integer({ min: 0xff_fff0, max: 0x100_0010 }), fc.nat(0xffff_ffff)),
      length: fc.oneof(fc.nat(300), fc.nat(20_000)),
      prefix: fc.nat(300),
    })
    const cuts = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 6 }),
        fc.constantFrom(1, 128, 4096, 60_000),
        cuts,
        (sent, size, cuts) => {
          const { reader, messages } = reading()
          const bytes = Buffer.concat([
            writeControl(MessageType.setChunkSize, size),
            ...sent.map(({ csid, type, streamId, timestampMs, length, prefix }, index) =>
              writeMessage(csid, type, streamId, timestampMs, body(length, index), size, body(prefix, 99)),
            ),
          ])
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const count = cuts[turn % cuts.length] ?? 1
            reader.push(bytes.subarray(at, at + count))
            at += count
          }
          expect(messages).toEqual(
            sent.map(({ type, streamId, timestampMs, length, prefix }, index) => ({
              type,
              streamId,
              timestampMs,
              body: Buffer.concat([body(prefix, 99), body(length, index)]).toString('hex'),
            })),
          )
          expect(reader.pendingBytes).toBe(0)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('read one byte at a time', () => {
    const { reader, messages } = reading()
    const bytes = writeMessage(4, MessageType.audio, 1, 0x1_2345_6789, body(400), 128)
    for (const byte of bytes) reader.push(Buffer.of(byte))
    expect(messages).toEqual([{ type: 8, streamId: 1, timestampMs: 0x2345_6789, body: body(400).toString('hex') }])
  })

  it('write the extended time into every chunk of a message', () => {
    const bytes = writeMessage(6, MessageType.video, 1, 0x0100_0000, body(10), 4)
    expect(bytes.toString('hex')).toBe(
      `06ffffff00000a0901000000 01000000 ${body(10).toString('hex', 0, 4)} c6 01000000 ${body(10).toString('hex', 4, 8)} c6 01000000 ${body(10).toString('hex', 8)}`.replaceAll(
        ' ',
        '',
      ),
    )
  })
})

describe('chunk reader', () => {
  it('follows all four header types: absolute time, deltas, repeated deltas', () => {
    const { reader, messages } = reading()
    reader.push(hex('04 000064 000001 08 01000000 aa'))
    reader.push(hex('44 00000a 000002 09 bbbb'))
    reader.push(hex('84 000014 cccc'))
    reader.push(hex('c4 dddd'))
    expect(messages.map(({ type, streamId, timestampMs, body }) => [type, streamId, timestampMs, body])).toEqual([
      [8, 1, 100, 'aa'],
      [9, 1, 110, 'bbbb'],
      [9, 1, 130, 'cccc'],
      [9, 1, 150, 'dddd'],
    ])
  })

  it('wraps deltas at 2^32, and takes deltas that need the extended field', () => {
    const { reader, messages } = reading()
    reader.push(hex('04 ffffff 000001 08 01000000 fffffff0 aa'))
    reader.push(hex('84 000020 bb'))
    reader.push(hex('84 ffffff 01000000 cc'))
    expect(messages.map(({ timestampMs }) => timestampMs)).toEqual([0xffff_fff0, 0x10, 0x0100_0010])
  })

  it('reads chunk stream numbers of one, two and three bytes', () => {
    const { reader, messages } = reading()
    const header = '000000 000001 08 01000000'
    reader.push(hex(`3f ${header} 01  00 05 ${header} 02  01 0501 ${header} 03`))
    expect(messages.map(({ body }) => body)).toEqual(['01', '02', '03'])
  })

  it('puts interleaved messages together, and forgets the one that is aborted', () => {
    const { reader, messages } = reading()
    const [audio, video] = [body(300, 1), body(300, 2)]
    const header = (csid: string, type: string) => hex(`${csid} 000000 00012c ${type} 01000000`)
    reader.push(Buffer.concat([header('04', '08'), audio.subarray(0, 128)]))
    reader.push(Buffer.concat([header('06', '09'), video.subarray(0, 128)]))
    reader.push(Buffer.concat([hex('c6'), video.subarray(128, 256)]))
    expect(reader.pendingBytes).toBe(384)
    reader.push(writeControl(MessageType.abort, 4))
    expect(reader.pendingBytes).toBe(256)
    reader.push(Buffer.concat([hex('c6'), video.subarray(256)]))
    reader.push(
      Buffer.concat([
        header('04', '08'),
        audio.subarray(0, 128),
        hex('c4'),
        audio.subarray(128, 256),
        hex('c4'),
        audio.subarray(256),
      ]),
    )
    expect(messages.map(({ type, body }) => [type, body])).toEqual([
      [9, video.toString('hex')],
      [8, audio.toString('hex')],
    ])
  })

  it('understands encoders that leave the extended time out of continuing chunks', () => {
    const { reader, messages } = reading()
    const video = body(200, 3)
    reader.push(
      Buffer.concat([
        hex('06 ffffff 0000c8 09 01000000 01000000'),
        video.subarray(0, 128),
        hex('c6'),
        video.subarray(128),
      ]),
    )
    expect(messages.map(({ body }) => body)).toEqual([video.toString('hex')])
  })

  it('hands on a message without a body', () => {
    const { reader, messages } = reading()
    reader.push(hex('04 000000 000000 08 01000000'))
    expect(messages).toEqual([{ type: 8, streamId: 1, timestampMs: 0, body: '' }])
  })

  it.each([
    ['a message longer than allowed', () => hex('04 000000 0f4241 08 01000000')],
    [
      'more chunk streams than allowed',
      () =>
        Buffer.concat(
          Array.from({ length: 9 }, (_, n) =>
            hex(`${(n + 3).toString(16).padStart(2, '0')} 000000 000001 08 01000000 00`),
          ),
        ),
    ],
    ['a chunk stream without a full header', () => hex('c4 00')],
    [
      'a message begun inside another',
      () => Buffer.concat([hex('04 000000 0000ff 08 01000000'), body(128), hex('04 000000 000001 08 01000000 00')]),
    ],
    ['a chunk size of 0', () => writeControl(MessageType.setChunkSize, 0)],
  ])('refuses %s', (_, bytes) => {
    const { reader } = reading()
    expect(() => reader.push(bytes())).toThrow(RtmpError)
  })

  it('refuses to hold more unfinished bytes than allowed', () => {
    const { reader } = reading({ ...LIMITS, pendingBytes: 300 })
    const begin = (csid: string) => Buffer.concat([hex(`${csid} 000000 001000 08 01000000`), body(128)])
    reader.push(begin('04'))
    reader.push(begin('05'))
    expect(() => reader.push(begin('06'))).toThrow('unfinished messages')
  })

  it('reserves memory for what has arrived, not for what a header promises', () => {
    const { reader } = reading({ chunkStreams: 64, messageBytes: 0xff_ffff, pendingBytes: 0xff_ffff })
    const before = process.memoryUsage().arrayBuffers
    for (let csid = 3; csid < 64; csid++) {
      reader.push(Buffer.concat([hex(`${csid.toString(16).padStart(2, '0')} 000000 ffffff 09 01000000`), body(128)]))
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024)
  })

  it('shares no memory between messages', () => {
    const bodies: Buffer[] = []
    const reader = new ChunkReader(LIMITS, (_type, _streamId, _timestampMs, body) => bodies.push(body))
    const input = writeMessage(4, MessageType.audio, 1, 0, body(10), OUR_CHUNK_SIZE)
    reader.push(input)
    input.fill(0)
    expect(bodies[0]?.equals(body(10))).toBe(true)
  })
})
