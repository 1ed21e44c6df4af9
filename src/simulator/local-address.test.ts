import { describe, expect, it } from 'vitest'
import { isLocalAddress } from './local-address.ts'

describe('isLocalAddress', () => {
  it.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.20', '169.254.9.9'])('%s is, mapped too', (address) => {
    expect(isLocalAddress(address)).toBe(true)
    expect(isLocalAddress(`::ffff:${address}`)).toBe(true)
  })

  it.each(['::1', 'fe80::1%eth0', 'fd00::5'])('%s is', (address) => {
    expect(isLocalAddress(address)).toBe(true)
  })

  it.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '::ffff:8.8.8.8', '2001:db8::1', '', 'localhost'])(
    '%s is not',
    (address) => {
      expect(isLocalAddress(address)).toBe(false)
    },
  )
})
