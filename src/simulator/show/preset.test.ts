import { describe, expect, it } from 'vitest'
import { parseState } from '../../vmix/index.ts'
import { renderState } from './document.ts'
import { builtInShow } from './preset.ts'

const of = (version: string, inputs?: number | readonly string[]) =>
  builtInShow({ version, edition: 'Pro', ...(inputs === undefined ? {} : { inputs }) })

describe('the built-in preset', () => {
  it.each([
    ['23.0.0.57', 6, 3, false, false, null, null],
    ['24.0.0.51', 8, 3, false, true, null, null],
    ['26.0.0.44', 8, 3, false, true, 0, null],
    ['27.0.0.81', 8, 3, false, true, 0, false],
    ['28.0.0.38', 8, 5, true, true, 0, false],
    ['29.0.0.49', 16, 5, true, true, 0, false],
  ])('has the layout of %s', (version, overlays, streams, outputs, later, gainDb, soloPfl) => {
    const show = of(version)
    expect(show.overlays.map(({ number }) => number)).toEqual(Array.from({ length: overlays }, (_, i) => i + 1))
    expect(show.streams).toHaveLength(streams)
    expect(show.outputs.length > 0).toBe(outputs)
    expect(show.dynamic !== null).toBe(later)
    expect(show.mixes.length > 0).toBe(later)
    expect(show.inputs[0]?.audio).toMatchObject({ gainDb, soloPfl })
    expect(parseState(renderState(show))).toEqual(show)
  })

  it('has an input of each kind that functions change in their own way', () => {
    const { inputs } = of('29.0.0.49')
    expect(inputs).toHaveLength(16)
    expect(new Set(inputs.map(({ key }) => key)).size).toBe(16)
    expect(inputs.filter(({ texts, images, colors }) => texts.length * images.length * colors.length > 0)).toHaveLength(
      1,
    )
    expect(inputs.filter(({ list }) => list !== null && list.length > 1)).toHaveLength(1)
    expect(inputs.filter(({ replay }) => replay !== null)).toHaveLength(1)
    expect(inputs.filter(({ layers }) => layers.length > 0)).toHaveLength(1)
    expect(inputs.map(({ type }) => type)).toEqual(expect.arrayContaining(['Mix', 'AudioFile', 'Video']))
  })

  it('has as many inputs as wanted, the first eight always the same', () => {
    for (const count of [1, 8, 12, 16, 17, 1000]) {
      const { inputs, preview } = of('29.0.0.49', count)
      expect(inputs.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
      expect(inputs.slice(0, 8).map(({ title }) => title)).toEqual(
        ['Camera 1', 'Camera 2', 'Camera 3', 'Title 4', 'Camera 5', 'Camera 6', 'Camera 7', 'Title 8'].slice(0, count),
      )
      expect(preview).toBe(Math.min(2, count))
    }
    expect(of('29.0.0.49', ['x', 'y']).inputs.map(({ title }) => title)).toEqual(['x', 'y'])
  })

  it('is nobody else’s: a change in one show leaves the next one as it is', () => {
    const one = of('29.0.0.49')
    for (const input of one.inputs) {
      for (const field of input.texts) field.value = 'changed'
      input.list?.push({ file: 'changed', selected: false })
      if (input.replay !== null) input.replay.live = null
    }
    one.audio.buses.pop()
    expect(JSON.stringify(of('29.0.0.49'))).not.toContain('changed')
    expect(of('29.0.0.49').audio.buses).toHaveLength(7)
    expect(of('29.0.0.49').inputs[14]?.replay?.live).toBe(true)
  })
})
