import { describe, expect, it } from 'vitest'
import { audioPacket, dataPacket, encodeAmf0, readMetadata, videoPacket } from './index.ts'

describe('roles of FLV bodies', () => {
  it.each([
    ['170000000001', 'config', 0],
    ['1701000000 00000001 65', 'key', 0],
    ['4701000000 00000001 65', 'key', 0],
    ['2701000042 00000001 41', 'delta', 66],
    ['3701ffffd6 00000001 01', 'delta', -42],
    ['1702000000', 'end', 0],
    ['1701000000', 'other', 0],
    ['5700000000', 'config', 0],
    ['1200000000', 'other', 0],
    ['90687663310102', 'config', 0],
    ['97010000000101', 'other', 0],
    ['17', 'other', 0],
    ['', 'other', 0],
  ])('video %s is %s', (hex, role, ctsMs) => {
    const packet = videoPacket(Buffer.from(hex.replaceAll(' ', ''), 'hex'), 40, 7)
    expect(packet).toMatchObject({ kind: 'video', role, ctsMs, dtsMs: 40, arrivedMs: 7 })
  })

  it.each([
    ['af001190', 'config'],
    ['af0121', 'audio'],
    ['af02', 'other'],
    ['2f21', 'audio'],
    ['af', 'other'],
    ['', 'other'],
  ])('audio %s is %s', (hex, role) => {
    expect(audioPacket(Buffer.from(hex, 'hex'), 0, 0).role).toBe(role)
  })

  it('tells metadata from other script data', () => {
    expect(dataPacket(encodeAmf0('onMetaData', {}), 0, 0).role).toBe('config')
    expect(dataPacket(encodeAmf0('onTextData', {}), 0, 0).role).toBe('other')
  })
})

describe('readMetadata', () => {
  it('takes what is usable and leaves the rest null', () => {
    const body = encodeAmf0('onMetaData', {
      width: 1280,
      height: Number.NaN,
      framerate: 29.97,
      videodatarate: -1,
      encoder: 'obs',
    })
    expect(readMetadata(body)).toEqual({
      width: 1280,
      height: null,
      fps: 29.97,
      videoKbps: null,
      audioKbps: null,
      encoder: 'obs',
    })
    expect(readMetadata(encodeAmf0('onMetaData'))).toBeNull()
    expect(readMetadata(Buffer.of(2, 0, 99))).toBeNull()
  })
})
