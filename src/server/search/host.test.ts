import { describe, expect, it } from 'vitest'
import { addressProblem, systemLookup, whereTo } from './host.ts'

const refused = [
  '169.254.169.254',
  '169.254.0.1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '[::ffff:169.254.169.254]',
  '64:ff9b::a9fe:a9fe',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  '0.0.0.0',
  '::',
  '224.0.0.1',
  '255.255.255.255',
  'ff02::1',
]
const good = ['127.0.0.1', '::1', '10.1.2.3', '172.16.0.5', '192.168.1.20', 'fd12::5', 'studio-pc', 'localhost']

describe('an address that is asked whether a vMix is there', () => {
  it.each(refused)('%s is none', (host) => expect(addressProblem(host)).toMatch(/No vMix has this address/))
  it.each(good)('%s may be one', (host) => expect(addressProblem(host)).toBeNull())
})

describe('a name', () => {
  it('that leads to such an address is refused, also as one of several', async () => {
    for (const addresses of [['169.254.169.254'], ['127.0.0.1', 'fe80::1']]) {
      expect(await whereTo('vmix.example', () => Promise.resolve(addresses))).toHaveProperty('problem')
    }
  })

  it('is asked for once, and what it led to is where it is connected to', async () => {
    const looks: string[] = []
    const look = (host: string) => {
      looks.push(host)
      return Promise.resolve(['::1', '127.0.0.1'])
    }
    expect(await whereTo('vmix.example', look)).toEqual({ address: '127.0.0.1' })
    expect(looks).toEqual(['vmix.example'])
  })

  it('that leads nowhere is left to whoever connects, who says so', async () => {
    expect(await whereTo('nobody.invalid', () => Promise.reject(new Error('ENOTFOUND')))).toEqual({
      address: 'nobody.invalid',
    })
  })

  it('written in figures as nobody writes them is found out by the system', async () => {
    // The system's own reading of figures asks no name server.
    for (const host of ['0xa9fea9fe', '2852039166', '169.254.43518']) {
      const where = await whereTo(host, systemLookup)
      expect('problem' in where || where.address === host).toBe(true)
    }
  })
})
