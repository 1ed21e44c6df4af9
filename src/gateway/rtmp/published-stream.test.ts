import { describe, expect, it } from 'vitest'
import { encodeAmf0 } from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'
import { MessageType } from './protocol.ts'
import { PublishedStream } from './published-stream.ts'

const video = Buffer.from('2701000000000000024101', 'hex')
const audio = Buffer.from('af0121', 'hex')

function published(): { stream: PublishedStream; packets: MediaPacket[] } {
  const packets: MediaPacket[] = []
  return { stream: new PublishedStream((packet) => packets.push(packet)), packets }
}

function times(...stamps: readonly number[]): number[] {
  const { stream, packets } = published()
  for (const stamp of stamps) stream.message(MessageType.video, stamp, video, 0)
  return packets.map(({ dtsMs }) => dtsMs)
}

describe('times of a publish', () => {
  it('count on past 2^32, as often as it comes', () => {
    const quarter = 2 ** 30
    const stamps = Array.from({ length: 10 }, (_, index) => (index * quarter) % 2 ** 32)
    expect(times(...stamps)).toEqual(stamps.map((_, index) => index * quarter))
    expect(times(0xffff_fff0, 0x10)).toEqual([0xffff_fff0, 2 ** 32 + 0x10])
  })

  it('take a small step back for a step back, over the wrap too', () => {
    expect(times(100, 80, 120)).toEqual([100, 80, 120])
    expect(times(0xffff_fff0, 0x10, 0xffff_fff8, 0x20)).toEqual([
      0xffff_fff0,
      2 ** 32 + 0x10,
      0xffff_fff8,
      2 ** 32 + 0x20,
    ])
    expect(times(5, 0xffff_fff0)).toEqual([5, 0])
  })

  it("count on past ffmpeg's wrap at 2^31", () => {
    expect(times(0x7fff_fff0, 0x10, 0x20, 0x7fff_fff8, 0x30)).toEqual([
      0x7fff_fff0,
      2 ** 31 + 0x10,
      2 ** 31 + 0x20,
      0x7fff_fff8,
      2 ** 31 + 0x30,
    ])
  })
})

describe('messages of a publish', () => {
  it('lose @setDataFrame and keep what it wraps', () => {
    const { stream, packets } = published()
    const metadata = encodeAmf0('onMetaData', { width: 640 })
    stream.message(MessageType.dataAmf0, 0, Buffer.concat([encodeAmf0('@setDataFrame'), metadata]), 0)
    stream.message(MessageType.dataAmf3, 0, Buffer.concat([Buffer.of(0), metadata]), 0)
    expect(packets.map(({ role, body }) => [role, body.equals(metadata)])).toEqual([
      ['config', true],
      ['config', true],
    ])
  })

  it('are taken out of aggregates, with times relative to the first', () => {
    const { stream, packets } = published()
    const tag = (type: number, time: number, body: Buffer) => {
      const head = Buffer.alloc(11)
      head[0] = type
      head.writeUIntBE(body.length, 1, 3)
      head.writeUIntBE(time & 0xff_ffff, 4, 3)
      head[7] = time >>> 24
      return Buffer.concat([head, body, Buffer.alloc(4)])
    }
    const whole = Buffer.concat([tag(9, 5000, video), tag(8, 5010, audio), tag(22, 5020, audio), tag(8, 5030, audio)])
    stream.message(MessageType.aggregate, 100, whole, 3)
    expect(packets.map(({ kind, dtsMs, arrivedMs }) => [kind, dtsMs, arrivedMs])).toEqual([
      ['video', 100, 3],
      ['audio', 110, 3],
      ['audio', 130, 3],
    ])
    stream.message(MessageType.aggregate, 200, whole.subarray(0, 20), 3)
    expect(packets).toHaveLength(3)
  })

  it('of other types, and empty ones, are nobody’s', () => {
    const { stream, packets } = published()
    stream.message(3, 0, video, 0)
    stream.message(MessageType.video, 0, Buffer.alloc(0), 0)
    stream.message(MessageType.audio, 0, Buffer.alloc(0), 0)
    expect(packets).toHaveLength(0)
  })
})
