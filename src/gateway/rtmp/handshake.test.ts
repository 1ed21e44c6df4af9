import { describe, expect, it } from 'vitest'
import { Handshake } from './handshake.ts'

describe('handshake', () => {
  it('of client and server fits, one byte at a time, and hands on what follows', () => {
    const client = new Handshake('client')
    const server = new Handshake('server')
    const opening = client.opening()
    let answer = Buffer.alloc(0)
    for (const byte of opening) answer = Buffer.concat([answer, server.push(Buffer.of(byte)).send ?? Buffer.alloc(0)])
    expect(answer).toHaveLength(1 + 2 * 1536)
    expect(answer.subarray(1537).equals(opening.subarray(1))).toBe(true)
    expect(client.push(answer.subarray(0, 3000))).toEqual({ send: null, rest: null })
    const done = client.push(Buffer.concat([answer.subarray(3000), Buffer.from('next')]))
    expect(done.send?.equals(answer.subarray(1, 1537))).toBe(true)
    expect(done.rest?.toString()).toBe('next')
    expect(server.push(Buffer.concat([done.send ?? Buffer.alloc(0), Buffer.from('first')])).rest?.toString()).toBe(
      'first',
    )
  })

  it('offers no digest: the version field is zero', () => {
    expect(new Handshake('client').opening().subarray(1, 9).equals(Buffer.alloc(8))).toBe(true)
  })

  it.each([
    ['server', 0x16, /rtmps/],
    ['client', 0x15, /rtmps/],
    ['server', 0x47, /HTTP/],
    ['client', 0x48, /HTTP/],
    ['client', 0x06, /does not speak RTMP/],
  ] as const)('of a %s that hears first byte %i says what that is', (side, byte, message) => {
    expect(() => new Handshake(side).push(Buffer.of(byte))).toThrow(message)
  })
})
