import { describe, expect, it } from 'vitest'
import { namesOfThisMachine, reachProblem } from './gateway-reach.ts'

const own = new Set(['control', '192.168.1.10'])

describe('whether a vMix reaches the gateway', () => {
  it.each([
    ['localhost', '127.0.0.1:1935', true],
    ['127.0.0.1', '127.0.0.1:1935', true],
    ['192.168.1.10', '127.0.0.1:1935', true],
    ['Control', '127.0.0.1:1935', true],
    ['192.168.1.20', '127.0.0.1:1935', false],
    ['studio-pc', 'localhost:1935', false],
    ['studio-pc', '[::1]:1935', false],
    ['192.168.1.20', '192.168.1.10:1935', true],
  ])('%s to %s: %s', (host, advertise, reaches) => {
    expect(reachProblem(host, advertise, own) === null).toBe(reaches)
  })

  it('knows the addresses of this machine', () => {
    expect(namesOfThisMachine()).toContain('127.0.0.1')
  })
})
