import { describe, expect, it } from 'vitest'
import { ActiveFaults, FAULTS, type FaultName, faultUsage, parseFault } from './faults.ts'

describe('parseFault', () => {
  it('reads names with and without a value', () => {
    expect(parseFault('stall')).toEqual({ name: 'stall', value: '' })
    expect(parseFault('slow=500')).toEqual({ name: 'slow', value: '500' })
    expect(parseFault('drop')).toEqual({ name: 'drop', value: 'after' })
    expect(parseFault('destination=1:YouTube = Main')).toEqual({ name: 'destination', value: '1:YouTube = Main' })
  })

  it('names all known faults when one is not', () => {
    expect(() => parseFault('explode')).toThrow(expect.objectContaining({ code: 'unknown_fault' }))
    for (const name of Object.keys(FAULTS)) expect(() => parseFault('toString')).toThrow(name)
  })

  it.each([
    'slow',
    'slow=',
    'slow=-1',
    'slow=1e9',
    'slow=x',
    'stall=1',
    'drop=now',
    'gaps=101',
    'thin=0',
    'destination=',
  ])('refuses %s and says how it is written', (text) => {
    expect(() => parseFault(text)).toThrow(expect.objectContaining({ code: 'bad_fault_value' }))
    const name = text.split('=')[0] as FaultName
    expect(() => parseFault(text)).toThrow(`Give this fault as ${faultUsage(name)}:`)
  })

  it('shows how each is written', () => {
    expect((['stall', 'slow', 'drop', 'destination'] as const).map(faultUsage)).toEqual([
      'stall',
      'slow=MS',
      'drop[=after|before]',
      'destination=[CHANNEL:]NAME',
    ])
  })
})

describe('ActiveFaults.destinationOf', () => {
  it('is the service on all streams, or on the one named', () => {
    const faults = new ActiveFaults()
    const kinds = () => [0, 1, 2].map((channel) => faults.destinationOf(channel))
    expect(kinds()).toEqual([null, null, null])
    faults.set('destination', 'Twitch')
    expect(kinds()).toEqual(['Twitch', 'Twitch', 'Twitch'])
    faults.set('destination', '1:Facebook')
    expect(kinds()).toEqual([null, 'Facebook', null])
  })
})
