import { describe, expect, it } from 'vitest'
import { formatAddress, isLoopback, isWildcard, parseAddress } from './address.ts'

describe('addresses', () => {
  it('are read and written, IPv6 in brackets', () => {
    for (const text of ['127.0.0.1:1935', '[::1]:0', 'gateway.local:65535']) {
      expect(formatAddress(parseAddress(text))).toBe(text)
    }
    for (const text of ['127.0.0.1', ':1935', '::1:1935', 'a b:1', 'host:65536', 'user@host:1', 'rtmp://host:1', '']) {
      expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'bad_listen' }))
    }
  })

  it('are told apart: all of the machine, this machine alone, others', () => {
    expect(['0.0.0.0', '::', '::1', '127.0.0.1', '10.0.0.1'].map(isWildcard)).toEqual([true, true, false, false, false])
    expect(['localhost', '127.9.9.9', '::1', '0.0.0.0', '127.0.0.1.evil.example'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})
