import { describe, expect, it } from 'vitest'
import { systemClock } from '../../clock/index.ts'
import { ActiveFaults } from '../faults.ts'
import { makeStage } from '../options.ts'
import type { Stage } from '../stage.ts'
import { callFunction } from './index.ts'

const media = {
  startSender: () => {
    throw new Error('no media here')
  },
  startFileRecording: () => Promise.reject(new Error('no media here')),
}

function stage(): Stage {
  return makeStage({ inputs: 16 }, media, systemClock, new ActiveFaults())
}

function call(stage: Stage, name: string, params: Readonly<Record<string, string>> = {}): void {
  expect(callFunction(stage, name, Object.entries(params))).toEqual({ kind: 'done' })
}

/** How many things it keeps that no document shows. */
function kept({ unseen }: Stage): number {
  const sizes = Object.values(unseen).map((each: unknown) =>
    each instanceof Map || each instanceof Set ? each.size : 0,
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

describe('however often it is called', () => {
  it('a list of the replay keeps the newest 1000 events', () => {
    const at = stage()
    call(at, 'ReplayMarkInOut', { Value: '5' })
    for (let count = 0; count < 1500; count++) {
      call(at, 'ReplayDuplicateLastEvent')
      call(at, 'ReplayCopyLastEvent', { Value: '7' })
    }
    expect(at.unseen.replay.lists.map(({ length }) => length).filter((length) => length > 0)).toEqual([1000, 1000])
  })

  it('the text of an event has an end', () => {
    const at = stage()
    call(at, 'ReplayMarkInOut', { Value: '5' })
    for (let count = 0; count < 50; count++) call(at, 'ReplayAppendLastEventText', { Value: 'x'.repeat(10_000) })
    expect(at.unseen.replay.lists[0]?.[0]?.text.length).toBeLessThanOrEqual(20_000)
  })

  it('of inputs that were closed nothing is kept but the last, for Undo', () => {
    const at = stage()
    for (let count = 0; count < 100; count++) {
      call(at, 'AddInput', { Value: 'Video|C:\\clip.mp4' })
      const Input = String(at.show.inputs.length)
      call(at, 'AudioAutoOn', { Input })
      call(at, 'SetRate', { Input, Value: '0.5' })
      call(at, 'SetVolumeChannelMixer1', { Input, Value: '50' })
      call(at, 'LayerOff', { Input, Value: '1' })
      call(at, 'RemoveInput', { Input })
    }
    expect(kept(at)).toBeLessThan(10)
    call(at, 'Undo')
    expect(at.unseen.rate.get(at.show.inputs.at(-1)?.key ?? '')).toBe(0.5)
  })
})
