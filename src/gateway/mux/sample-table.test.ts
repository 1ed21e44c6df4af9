import { array, assert, boolean, nat, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NumberLog, SampleTable } from './sample-table.ts'

describe('SampleTable', () => {
  it('gives back what it was told, and counts the rows of its tables', () => {
    const sample = record({
      size: nat(0x7fff_ffff),
      duration: nat(0xffff),
      composition: nat(0xffff),
      sync: boolean(),
    })
    assert(
      property(array(sample), (samples) => {
        const table = new SampleTable(true)
        for (const { size, duration, composition, sync } of samples) table.addSample(size, duration, composition, sync)
        const told = samples.map((_, index) => ({
          size: table.size(index),
          duration: table.sampleDuration(index),
          composition: table.composition(index),
          sync: table.isSync(index),
        }))
        expect(told).toEqual(samples)
        const changes = samples.filter((one, index) => one.duration !== samples[index - 1]?.duration).length
        expect(table.durationRows).toBe(changes)
        expect(table.syncSamples).toBe(samples.filter((one) => one.sync).length)
      }),
    )
  })

  it('keeps long durations of sound, and offsets beyond 4 GB', () => {
    const table = new SampleTable(false)
    table.addChunk(5_000_000_000, 1)
    table.addSample(400, 480_000, 0, true)
    expect(table.sampleDuration(0)).toBe(480_000)
    expect(table.chunkOffset(0)).toBe(5_000_000_000)
  })
})

describe('NumberLog', () => {
  it('grows over its blocks', () => {
    const log = new NumberLog()
    for (let value = 0; value < 200_000; value++) log.push(value * 7)
    expect(log.length).toBe(200_000)
    expect([0, 65_535, 65_536, 199_999].map((index) => log.at(index))).toEqual([0, 458_745, 458_752, 1_399_993])
  })
})
