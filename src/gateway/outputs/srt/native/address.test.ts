import { describe, expect, it } from 'vitest'
import { readableAddress, resolveHost, socketAddress } from './address.ts'

describe('socketAddress', () => {
  it('is what each system expects', () => {
    expect(socketAddress('127.0.0.1', 9000, 'linux').toString('hex')).toBe('020023287f0000010000000000000000')
    expect(socketAddress('127.0.0.1', 9000, 'darwin').toString('hex')).toBe('100223287f0000010000000000000000')
    const six = '1700232800000000fe80000000000000000000000000000100000000'
    expect(socketAddress('fe80::1', 9000, 'win32').toString('hex')).toBe(six)
    expect(socketAddress('::ffff:1.2.3.4', 1, 'linux').subarray(8, 24).toString('hex')).toBe(
      '00000000000000000000ffff01020304',
    )
  })

  it('is read back for people', () => {
    expect(readableAddress(socketAddress('10.1.2.3', 65_535))).toBe('10.1.2.3:65535')
    expect(readableAddress(socketAddress('2001:db8::7', 80))).toBe('[2001:db8::7]:80')
    expect(readableAddress(Buffer.alloc(28))).toBeNull()
  })
})

describe('resolveHost', () => {
  it('is every address of this machine where there is none, and an address as it is', async () => {
    expect(await resolveHost('')).toBe('0.0.0.0')
    expect(await resolveHost('[::1]')).toBe('::1')
  })

  it('says that a name is not known', async () => {
    await expect(resolveHost('no-such-host.invalid')).rejects.toMatchObject({ code: 'dns' })
  })
})
