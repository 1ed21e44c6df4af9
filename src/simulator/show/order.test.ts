import { describe, expect, it } from 'vitest'
import { layoutOf } from '../layout.ts'
import { newInput } from './new-input.ts'
import { addInput, moveInput, removeInput } from './order.ts'
import { builtInShow } from './preset.ts'
import type { Show } from './show.ts'

const layout = layoutOf('29.0.0.49')
function show(): Show {
  const made = builtInShow({ version: '29.0.0.49', edition: 'Pro', inputs: ['a', 'b', 'c', 'd'] })
  made.preview = 3
  made.active = 2
  const [first] = made.overlays
  if (first !== undefined) first.input = 4
  return made
}
const titles = ({ inputs }: Show) => inputs.map(({ number, title }) => `${number}${title}`).join(' ')

describe('the order of inputs', () => {
  it('gives a new one the next number, and a Mix input a mix', () => {
    const made = show()
    expect(addInput(made, layout, newInput({ key: 'k', type: 'Mix', title: 'm' }))).toBe(5)
    expect(titles(made)).toBe('1a 2b 3c 4d 5m')
    expect(made.mixes).toEqual([{ number: 2, preview: 0, active: 0 }])
  })

  it('moves one there and back, and whatever showed an input still shows it', () => {
    const made = show()
    const before = structuredClone(made)
    expect(moveInput(made, 4, 1)).toBe(true)
    expect(titles(made)).toBe('1d 2a 3b 4c')
    expect(made).toMatchObject({ preview: 4, active: 3 })
    expect(made.overlays[0]?.input).toBe(1)
    expect(moveInput(made, 1, 4)).toBe(true)
    expect(made).toEqual(before)
    expect(moveInput(made, 1, 9)).toBe(false)
    expect(made).toEqual(before)
  })

  it('closes the gap of a removed one, and what showed it shows nothing', () => {
    const made = show()
    addInput(made, layout, newInput({ key: 'k', type: 'Mix', title: 'm' }))
    addInput(made, layout, newInput({ key: 'l', type: 'Mix', title: 'n' }))
    const second = made.mixes[1]
    if (second !== undefined) second.active = 4
    const { key = '' } = made.inputs[3] ?? {}
    made.inputs[0]?.layers.push({ index: 0, key, position: null, crop: null })
    expect(removeInput(made, 4)).toBe(true)
    expect(titles(made)).toBe('1a 2b 3c 4m 5n')
    expect(made.overlays[0]?.input).toBeNull()
    expect(second).toMatchObject({ active: 0 })
    expect(made.inputs[0]?.layers).toEqual([])
    expect(removeInput(made, 2)).toBe(true)
    expect(made).toMatchObject({ preview: 2, active: 1 })
    expect(removeInput(made, 3)).toBe(true)
    expect(made.mixes).toEqual([{ number: 2, preview: 0, active: 0 }])
    expect(removeInput(made, 9)).toBe(false)
  })
})
