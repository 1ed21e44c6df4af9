import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACTIVATORS } from '../../src/simulator/events/activators.ts'
import { sharedMaterial } from '../support/programs.ts'
import { openShow } from './stage.ts'

describe('activators', () => {
  const list = sharedMaterial('reference/activators.txt')
  it.runIf(list !== null)('are the 159 that vMix has', () => {
    const names = readFileSync(list ?? '', 'utf8')
      .trim()
      .split(/\s+/)
    expect(ACTIVATORS.map(({ name }) => name).sort()).toEqual(names.toSorted())
  })

  it.each([
    ['StartRecording', {}, ['ACTS OK Recording 1']],
    ['StartMultiCorder', {}, ['ACTS OK MultiCorder 1']],
    ['Fullscreen', {}, ['ACTS OK Fullscreen 1']],
    ['SetMasterVolume', { Value: 88 }, ['ACTS OK MasterVolume 0.5996953']],
    ['SetHeadphonesVolume', { Value: 0 }, ['ACTS OK MasterHeadphones 0']],
    ['MasterAudioOff', {}, ['ACTS OK MasterAudio 0']],
    ['BusXSoloOn', { Value: 'C' }, ['ACTS OK BusCSolo 1']],
    ['SoloOn', { Input: 1 }, ['ACTS OK InputSolo 1 1']],
    ['AudioAutoOn', { Input: 1 }, ['ACTS OK InputAudioAuto 1 1']],
    ['AudioBusOff', { Input: 1, Value: 'M' }, ['ACTS OK InputMasterAudio 1 0']],
    ['PreviewInput', { Input: 7, Mix: 1 }, ['ACTS OK InputPreviewMix2 2 0', 'ACTS OK InputPreviewMix2 7 1']],
    ['ReplaySelectChannelA', {}, ['ACTS OK ReplayChannelA 1', 'ACTS OK ReplayChannelAB 0']],
    ['ReplayQuadModeOn', {}, ['ACTS OK ReplayQuadMode 1']],
    ['ReplayRecorded', {}, ['ACTS OK ReplayLive 0']],
    ['SetDynamicInput3', { Value: '5' }, ['ACTS OK InputDynamic3 5 1']],
    ['SetText', { Input: 9, Value: 'x' }, []],
  ] as const)('%s %j pushes %j', (name, parameters, lines) => {
    const show = openShow()
    show.call(name, parameters)
    expect(show.lines).toEqual(lines)
  })

  it('a vMix Call tells what its guest hears and sees, and nobody else does', () => {
    const show = openShow()
    show.call('AddInput', { Value: 'VideoCall' })
    show.lines.length = 0
    show.call('VideoCallAudioSource', { Input: 17, Value: 'BusA' })
    show.call('VideoCallVideoSource', { Input: 17, Value: 'Output2' })
    show.call('VideoCallAudioSource', { Input: 1, Value: 'BusB' })
    expect(show.lines).toEqual(['ACTS OK VideoCallAudioSourceBusA 17 1', 'ACTS OK VideoCallSourceOutput2 17 1'])
    expect(show.refused('VideoCallAudioSource', { Input: 17, Value: 'BusZ' })).toBe(true)
  })
})
