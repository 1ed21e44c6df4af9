import { describe, expect, it } from 'vitest'
import { FUNCTIONS } from '../../vmix/index.ts'
import { callOfLine, callOfQuery } from './call.ts'

describe('callOfQuery', () => {
  it('reads a call as vMix does', () => {
    expect(callOfQuery('Function=SetText&Input=1&Value=a+b%26c#d&Value=ignored')).toEqual({
      name: 'SetText',
      known: true,
      params: { Input: '1', Value: 'a b&c' },
      effect: 'none',
      doubled: null,
    })
    expect(callOfQuery('value=0&FUNCTION=startstreaming&mix=1&Other=x')).toMatchObject({
      name: 'StartStreaming',
      known: false,
      params: { Value: '0', Mix: 1 },
      effect: 'start',
    })
  })

  it.each(['', 'Value=1', 'Function=', 'function=+', 'x#Function=Cut'])('%j is a read of the state', (query) => {
    expect(callOfQuery(query)).toBeNull()
  })

  it('of several functions is the worst, and doubled', () => {
    expect(callOfQuery('Function=Cut&Function=StopStreaming')).toMatchObject({
      name: 'StopStreaming',
      doubled: 'function',
    })
    expect(callOfQuery('Function=&Function=StopStreaming')).toMatchObject({
      name: 'StopStreaming',
      doubled: 'function',
    })
    expect(callOfQuery('Function=StopStreaming&Value=1&value=')).toMatchObject({ doubled: 'parameter' })
  })
})

describe('effects', () => {
  it('are those of the controller, with toggles apart', () => {
    const toggles = FUNCTIONS.map(({ name }) => name).filter((name) => callOfLine(name, '').effect === 'toggle')
    expect(toggles).toEqual([
      'StartStopExternal',
      'StartStopMultiCorder',
      'StartStopRecording',
      'StartStopSRTOutput',
      'StartStopStreaming',
    ])
    expect(callOfLine('STOPRECORDING', '').effect).toBe('stop')
    expect(callOfLine('StreamingSetURL', 'Value=0,x').effect).toBe('start')
  })

  it('overlays beyond those of the list are known', () => {
    for (const [name, known] of [
      ['OverlayInput16In', true],
      ['PreviewOverlayInput9', true],
      ['OverlayInput17In', false],
      ['OverlayInput9Nonsense', false],
    ] as const) {
      expect([name, callOfLine(name, '').known]).toEqual([name, known])
    }
  })
})
