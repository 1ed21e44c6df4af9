import { describe, expect, it } from 'vitest'
import { AddressList, plainAddress } from './address.ts'
import { readRules, Rules } from './rules.ts'

describe('rules', () => {
  it('the first that fits decides; none allows', () => {
    const rules = new Rules([
      { action: 'allow', functions: ['Cut'] },
      { action: 'deny', functions: ['C*t', '*Streaming'], clients: ['10.1.0.0/16', '::1'] },
      { action: 'deny', clients: ['10.2.0.7'] },
    ])
    expect(rules.decide('cut', '10.1.2.3')).toEqual({ rule: 1, allowed: true, named: true })
    expect(rules.decide('CubeZoom', '10.1.2.3')).toEqual({ rule: 0, allowed: true, named: false })
    expect(rules.decide('StopSTREAMING', '10.1.2.3')).toMatchObject({ rule: 2, allowed: false })
    expect(rules.decide('StopStreaming', '::1')).toMatchObject({ rule: 2, allowed: false })
    expect(rules.decide('StopStreaming', '10.3.0.1')).toMatchObject({ rule: 0 })
    expect(rules.decide('Fade', '10.2.0.7')).toMatchObject({ rule: 3, allowed: false })
  })

  it('stars stand for any letters, and take no time however many there are', () => {
    const fits = (pattern: string, name: string) =>
      !new Rules([{ action: 'deny', functions: [pattern] }]).decide(name, '').allowed
    expect(fits('*', '')).toBe(true)
    expect(fits('a*b*c', 'aXXbYYc')).toBe(true)
    expect(fits('a*b*c', 'abc')).toBe(true)
    expect(fits('a*b*c', 'acb')).toBe(false)
    expect(fits('ab*ba', 'aba')).toBe(false)
    const began = performance.now()
    expect(fits('*a'.repeat(50), `${'a'.repeat(200_000)}b`)).toBe(false)
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('are read strictly', () => {
    expect(
      readRules('{"rules":[{"action":"deny","functions":["Script*"],"clients":["192.168.1.0/24"]}]}'),
    ).toHaveLength(1)
    for (const [text, words] of [
      ['no json', 'not JSON'],
      ['{"rules":[{"action":"maybe"}]}', 'rules.0.action'],
      ['{"rules":[{"action":"deny","function":["x"]}]}', 'rules.0'],
      ['{"rules":[{"action":"deny","functions":["a.b"]}]}', 'rules.0.functions.0'],
      ['[]', 'The rules'],
    ] as const) {
      expect(() => readRules(text)).toThrow(words)
    }
    expect(() => new Rules([{ action: 'deny', clients: ['10.0.0.1/33'] }])).toThrow('Rule 1')
  })
})

describe('addresses', () => {
  it('are the same by IPv4 and IPv6', () => {
    const list = new AddressList([plainAddress('::ffff:10.0.0.1'), 'fe80::/10'])
    expect(
      ['10.0.0.1', '10.0.0.2', 'fe80::1', '::1', 'unknown', ''].map((each) => list.has(plainAddress(each))),
    ).toEqual([true, false, true, false, false, false])
    expect(list.has(plainAddress('fe80::1%eth0'))).toBe(true)
  })
})
