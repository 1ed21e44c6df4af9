import { assert, double, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amplitudeToFader, faderToAmplitude } from './fader.ts'

describe('fader and amplitude', () => {
  it('are what vMix shows', () => {
    expect([0, 50, 84.0896415, 100].map(faderToAmplitude).map((value) => Number(value.toFixed(4)))).toEqual([
      0, 6.25, 50, 100,
    ])
    expect([0, 6.25, 100].map(amplitudeToFader)).toEqual([0, 50, 100])
  })

  it('are each other’s inverse', () => {
    assert(
      property(double({ min: 0, max: 100, noNaN: true }), (fader) => {
        expect(amplitudeToFader(faderToAmplitude(fader))).toBeCloseTo(fader, 6)
      }),
    )
  })

  it.each([-1, 100.1, Number.NaN, Number.POSITIVE_INFINITY])('refuse %s', (value) => {
    expect(() => faderToAmplitude(value)).toThrow(RangeError)
    expect(() => amplitudeToFader(value)).toThrow(RangeError)
  })
})
