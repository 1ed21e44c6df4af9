import { describe, expect, it } from 'vitest'
import { machinesIn, networkText, privateNetworks, type Interfaces } from './networks.ts'

// Nothing is ever connected here: these are rules about addresses.
const card = (cidr: string, internal = false) => ({
  address: cidr.replace(/\/.*/, ''),
  family: cidr.includes(':') ? 'IPv6' : 'IPv4',
  internal,
  cidr,
})
const texts = (interfaces: Interfaces) => privateNetworks(interfaces).map(networkText)

describe('the networks that may be searched', () => {
  it("are the private ones of this machine's own cards", () => {
    expect(texts({ lo: [card('127.0.0.1/8', true)], eth0: [card('192.168.1.20/24'), card('fe80::1/64')] })).toEqual([
      '192.168.1.0/24',
    ])
  })

  it('never the Internet, link-local addresses, or a line between two machines', () => {
    expect(
      texts({
        wan: [card('203.0.113.7/24')],
        own: [card('169.254.10.2/16')],
        carrier: [card('100.64.1.1/10')],
        tunnel: [card('10.8.0.2/32'), card('10.9.0.1/31')],
        near: [card('172.32.0.1/24'), card('192.169.0.1/24'), card('11.0.0.1/24')],
      }),
    ).toEqual([])
  })

  it('of a large network the 254 machines around this one, each network once, and four at most', () => {
    expect(texts({ a: [card('10.1.2.3/8')], b: [card('10.1.2.200/16')] })).toEqual(['10.1.2.0/24'])
    const many = Array.from({ length: 9 }, (_, n) => card(`192.168.${n}.1/24`))
    expect(texts({ many })).toHaveLength(4)
  })
})

describe('the machines of a network', () => {
  it('all but the network itself, its broadcast address, and this machine', () => {
    expect(machinesIn({ address: '127.0.0.1', prefix: 29 })).toEqual([
      '127.0.0.2',
      '127.0.0.3',
      '127.0.0.4',
      '127.0.0.5',
      '127.0.0.6',
    ])
    const all = machinesIn({ address: '192.168.1.20', prefix: 24 })
    expect(all).toHaveLength(253)
    expect([all[0], all.at(-1), all.includes('192.168.1.20')]).toEqual(['192.168.1.1', '192.168.1.254', false])
  })

  it('none of one that is larger than may be searched', () => {
    expect(machinesIn({ address: '10.0.0.1', prefix: 8 })).toEqual([])
  })
})
