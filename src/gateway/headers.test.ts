import { describe, expect, it } from 'vitest'
import { audioPacket, dataPacket, encodeAmf0, videoPacket } from './codec/index.ts'
import { FanOut } from './fan-out.ts'
import { isHeader, StreamHeaders } from './headers.ts'
import type { MediaPacket } from './packet.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const video = (text: string) => videoPacket(hex(text), 0, 0)
const picture = video('90 68766331 0101')
const colour = video('94 68766331 02 0009 636f6c6f72496e666f')
const sound = audioPacket(hex('af001190'), 0, 0)
const metadata = dataPacket(encodeAmf0('onMetaData', {}), 0, 0)

describe('StreamHeaders', () => {
  it('keep metadata, picture, its colours and sound, in that order, and no frame', () => {
    const headers = new StreamHeaders()
    for (const packet of [sound, picture, colour, video('91 68766331 000000 aa'), metadata]) headers.see(packet)
    expect(headers.all()).toEqual([metadata, picture, colour, sound])
    headers.forget()
    expect(headers.all()).toEqual([])
  })

  it('forget the colours with another picture, and keep them with the same header again', () => {
    const headers = new StreamHeaders()
    for (const packet of [picture, colour, video('90 68766331 0101')]) headers.see(packet)
    expect(headers.all()).toHaveLength(2)
    headers.see(video('90 68766331 0102'))
    expect(headers.all()).toHaveLength(1)
  })

  it('know what a header is', () => {
    expect([metadata, picture, colour, sound].every((packet) => isHeader(packet))).toBe(true)
    expect([video('91 68766331 000000 aa'), video('92 68766331')].some((packet) => isHeader(packet))).toBe(false)
  })

  it('are given to an output that comes later, before its first picture', () => {
    const fanOut = new FanOut(() => undefined)
    const key = video('91 68766331 000000 aa')
    for (const packet of [metadata, picture, colour, sound, key]) fanOut.packet(packet)
    const got: MediaPacket[] = []
    fanOut.add({ outputId: 'late', packet: (packet) => got.push(packet), feedEnded: () => undefined })
    fanOut.packet(video('a1 68766331 000000 bb'))
    fanOut.packet(key)
    expect(got).toEqual([metadata, picture, colour, sound, key])
  })
})
