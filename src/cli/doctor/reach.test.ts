import { describe, expect, it } from 'vitest'
import { type Reach, reachFinding } from './reach.ts'

// Addresses for documentation (RFC 5737): nothing is ever connected here.
const elsewhere = '192.0.2.20'
const look = (reach: Partial<Reach>) =>
  reachFinding({ vmixHost: elsewhere, advertise: '192.0.2.10:1935', listen: '0.0.0.0:1935', feeds: 0, ...reach })

describe("vMix's way to the gateway", () => {
  it('one machine: reached', () => {
    const local = { vmixHost: 'localhost', advertise: '127.0.0.1:1935', listen: '127.0.0.1:1935' }
    expect(look(local)).toMatchObject({ state: 'ok', action: null })
    expect(look({ ...local, vmixHost: '::1', advertise: '[::1]:1935' })).toMatchObject({ state: 'ok' })
  })

  it('a loopback address means nothing to a vMix elsewhere', () => {
    for (const advertise of ['127.0.0.1:1935', 'localhost:1935', '[::1]:1935']) {
      const { state, message, action } = look({ advertise })
      expect(state).toBe('fail')
      expect(message).toContain(advertise)
      expect(action).toContain('--advertise')
    }
  })

  it('an address that nothing listens on is not reached, however right it looks', () => {
    expect(look({ listen: '127.0.0.1:1935' })).toMatchObject({
      state: 'fail',
      action: expect.stringContaining('--rtmp-listen 0.0.0.0:1935'),
    })
  })

  it('what cannot be known is not claimed: a firewall between, a name that may lead here', () => {
    const { state, message, action } = look({})
    expect(state).toBe('unknown')
    expect(message).toContain('is no address of this machine')
    expect(message).toContain('firewall')
    expect(action).toContain('TCP 1935')
    expect(look({ vmixHost: '127.0.0.1' })).toMatchObject({ state: 'unknown' })
  })

  it('a stream that arrives is proof', () => {
    expect(look({ feeds: 1 })).toMatchObject({ state: 'ok', action: null, facts: { feeds: 1 } })
  })
})
