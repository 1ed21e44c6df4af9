import { describe, expect, it } from 'vitest'
import { checkCall } from './check-call.ts'

const found = (...args: Parameters<typeof checkCall>) =>
  checkCall(...args).map(({ severity, code, parameter }) => `${severity} ${code} ${parameter ?? '-'}`)

describe('checkCall', () => {
  it('finds nothing wrong with calls as vMix users send them', () => {
    const calls: [string, Record<string, string | number>][] = [
      ['Cut', {}],
      ['Fade', { Input: 'Camera 1', Duration: 1000, Mix: 1 }],
      ['SetVolume', { Input: 1, Value: '80' }],
      ['SetVolume', { Input: 1, Value: 'Dynamic1' }],
      ['SetVolume', { Input: 1, Value: '+=5' }],
      ['SetVolumeFade', { Input: 1, Value: 'Dynamic2' }],
      ['AudioBusOn', { Input: 1, Value: 'Dynamic3' }],
      ['BusXAudioPluginOn', { Value: 'Dynamic4' }],
      ['SetVolumeFade', { Input: 1, Value: '0,2000' }],
      ['SetText', { Input: 'Title', SelectedName: 'Headline.Text', Value: 'a, b, & c' }],
      ['SetText', { Input: 'Title', SelectedIndex: 0, Value: '' }],
      ['StartStreaming', { Value: 0 }],
      ['StopStreaming', { Value: '' }],
      ['StreamingSetKey', { Value: '2,live_1,2,3' }],
      ['ReplayPlayLastEvent', { Channel: 'A' }],
      ['ReplaySetLastEventTextCamera', { Value: '3,text, with commas' }],
      ['DataSourceNextRow', { Value: 'Excel' }],
      ['GO', { Input: 1, Value: 2 }],
    ]
    for (const [name, params] of calls) expect([name, ...checkCall(name, params, { version: 29 })]).toEqual([name])
  })

  it('refuses unknown names, and offers what may have been meant', () => {
    expect(found('SetVolum', { Value: 1 })).toEqual(['error unknown_function -'])
    expect(checkCall('setvolume', {})[0]?.message).toMatch(/Did you mean SetVolume\?$/)
    expect(checkCall('SetRecordingFilename', {})[0]?.code).toBe('unknown_function')
    expect(checkCall('constructor', {})[0]?.code).toBe('unknown_function')
  })

  it('refuses parameters that the function does not take, and says which it takes', () => {
    expect(found('SetText', { Input: 1, Value: 'x', Duration: 5 })).toEqual(['error unknown_parameter Duration'])
    expect(checkCall('SetVolume', { Input: 1, Value: 1, Volume: 2 })[0]?.message).toBe(
      'SetVolume takes no parameter Volume: it takes Input, Value.',
    )
    expect(found('FadeToBlack', { Input: 1 })).toEqual(['error unknown_parameter Input'])
  })

  it('refuses what is missing or outside limits that are sure', () => {
    expect(found('SetVolume', { Input: 1 })).toEqual(['error missing Value'])
    expect(found('SetVolume', { Input: 1, Value: 101 })).toEqual(['error out_of_range Value'])
    expect(found('SetVolume', { Input: 1, Value: '' })).toEqual(['error bad_value Value'])
    expect(found('SetVolume', { Input: 1, Value: 'loud' })).toEqual(['error bad_value Value'])
    expect(found('AudioBusOn', { Input: 1, Value: 'H' })).toEqual(['error bad_value Value'])
    expect(found('SetAlpha', { Input: 1, Value: 12.5 })).toEqual(['error bad_value Value'])
    expect(found('StreamingSetKey', { Value: 'live_1' })).toEqual(['error bad_value Value'])
    expect(found('SetVolumeFade', { Input: 1, Value: '50' })).toEqual(['error bad_value Value'])
  })

  it('only warns of limits that are not sure, and of what vMix fills in itself', () => {
    expect(found('SetZoom', { Input: 1, Value: 6 })).toEqual(['warning out_of_range Value'])
    expect(found('SetVolume', { Value: 80 })).toEqual(['warning missing Input'])
    expect(found('StopStreaming', {})).toEqual(['warning missing Value'])
    expect(checkCall('StopStreaming', {})[0]?.message).toContain('all streams')
    // Whether vMix minds upper and lower case is not known, nor what no list gives limits for.
    expect(found('AudioBusOn', { Input: 1, Value: 'a' })).toEqual(['warning bad_value Value'])
    expect(found('SetBalance', { Input: 1, Value: 50 })).toEqual(['warning out_of_range Value'])
    expect(found('ListRemove', { Input: 1, Value: 0 })).toEqual(['warning out_of_range Value'])
    expect(found('SetTransitionEffect1', { Value: 'Something' })).toEqual([])
  })

  it('knows which version came with what', () => {
    expect(checkCall('OverlayInput5In', { Input: 1 }, { version: '28.0.0.42' })).toEqual([
      {
        severity: 'error',
        code: 'not_in_version',
        parameter: null,
        message: 'OverlayInput5In came with vMix 29; this is vMix 28.0.0.42.',
      },
    ])
    expect(found('SetMasterVolumeFade', { Value: '0,500' }, { version: 26 })).toEqual(['error not_in_version -'])
    expect(found('SetMasterVolumeFade', { Value: '0,500' }, { version: 28 })).toEqual([])
    expect(found('OverlayInput5In', { Input: 1 })).toEqual([])
    expect(found('OverlayInput5In', { Input: 1 }, { version: 'beta' })).toEqual([])
  })

  it('counts streams by version, and takes the most where it is not known', () => {
    expect(found('StartStreaming', { Value: 3 }, { version: 27 })).toEqual(['error out_of_range Value'])
    expect(found('StartStreaming', { Value: 3 }, { version: 28 })).toEqual([])
    expect(found('StartStreaming', { Value: 4 })).toEqual([])
    expect(found('StartStreaming', { Value: 5 })).toEqual(['error out_of_range Value'])
  })

  it('never says a value back', () => {
    const shown = JSON.stringify([
      checkCall('StreamingSetKey', { Value: 'SECRET' }),
      checkCall('StreamingSetKey', { Value: 'SECRET,SECRET' }),
      checkCall('StreamingSetKeyy', { Value: '0,SECRET' }),
    ])
    expect(shown).not.toContain('SECRET')
  })
})
