import { describe, expect, it } from 'vitest'
import { audioPacket, videoPacket } from '../../codec/index.ts'
import { StreamHeaders } from '../../headers.ts'
import { TsStream } from './ts-stream.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const AVCC = '0142c01fffe100196742c01fdb0280bfe5c044000003000400000301e03c60cb8001000568ca83cb20'
const header = videoPacket(hex(`1700000000 ${AVCC}`), 0, 0)
const key = videoPacket(hex('1701000000 00000002 6588'), 0, 0)
const sound = (text: string, atMs = 0) => audioPacket(hex(text), atMs, 0)

/** Sampling rate numbers of the ADTS heads in a piece of transport stream. */
function rates(bytes: Buffer | null): number[] {
  const all = bytes ?? Buffer.alloc(0)
  return [...all.keys()].flatMap((at) =>
    all[at] === 0xff && all[at + 1] === 0xf1 ? [((all[at + 2] ?? 0) >> 2) & 0x0f] : [],
  )
}

function begun(audio: string | null): TsStream {
  const headers = new StreamHeaders()
  headers.keep(header)
  if (audio !== null) headers.keep(sound(audio))
  const stream = new TsStream()
  expect(stream.begin(headers)).toBe(true)
  stream.take(key)
  return stream
}

describe('TsStream', () => {
  it('frames sound by its newest header at once, without waiting for a key frame', () => {
    const stream = begun('af001190')
    stream.take(sound('af01aabbcc', 10))
    stream.take(sound('af001210'))
    stream.take(sound('af01aabbcc', 30))
    expect(rates(stream.flush())).toEqual([3, 4])
  })

  it('keeps to the sound that it has where the new one cannot be carried', () => {
    const stream = begun('af001190')
    stream.take(sound('90 4f707573 0102'))
    stream.take(sound('af01aabbcc', 10))
    expect(rates(stream.flush())).toEqual([3])
  })

  it('leaves out sound that is no AAC', () => {
    const stream = begun('90 4f707573 4f707573')
    stream.take(sound('91 4f707573 aabbcc', 10))
    expect(stream.flush()).toBeNull()
  })

  it('takes no AV1', () => {
    const headers = new StreamHeaders()
    headers.keep(videoPacket(hex('90 61763031 81000c000a0b000000043d06c402f80040'), 0, 0))
    expect(new TsStream().begin(headers)).toBe(false)
  })
})
