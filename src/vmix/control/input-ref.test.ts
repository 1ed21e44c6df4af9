import { describe, expect, it } from 'vitest'
import { parseState } from '../state-parser.ts'
import { findInput, type InputRef } from './input-ref.ts'

const key = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const titles = ['Camera', 'Camera', '3', 'Lower third', '1']
const inputs = titles.map(
  (title, index) => `<input key="${key(index + 1)}" number="${index + 1}" type="Colour" title="${title}"/>`,
)
const state = parseState(
  `<vmix><version>29.0.0.49</version><inputs>${inputs.join('')}</inputs><preview>4</preview><active>2</active></vmix>`,
)
const found = (ref: InputRef) => findInput(state, ref).number

describe('findInput', () => {
  it('finds by number, 0 and -1 being preview and program', () => {
    expect([1, 5, 0, -1].map(found)).toEqual([1, 5, 4, 2])
  })

  it('finds by title, one that looks like a number too', () => {
    expect([found('Lower third'), found('3'), found('1'), found({ title: '1' })]).toEqual([4, 3, 5, 5])
  })

  it('finds by key, in any case and in braces', () => {
    expect([found(key(2)), found({ key: `{${key(3).toUpperCase()}}` })]).toEqual([2, 3])
  })

  it('refuses a title that two inputs share, and names them', () => {
    expect(() => found('Camera')).toThrow(
      `2 inputs are called "Camera": input 1 (${key(1)}), input 2 (${key(2)}). Name one by number or key.`,
    )
    expect(() => found('Camera')).toThrow(
      expect.objectContaining({ code: 'invalid_parameter', mayHaveBeenSent: false }),
    )
  })

  it.each<[string, InputRef, RegExp]>([
    ['a number that there is not', 6, /no input 6: the show has 5/],
    ['another case', 'lower third', /upper and lower case matter\. Did you mean "Lower third"\?$/],
    ['a part of a title', 'Lower', /Did you mean "Lower third"\?$/],
    ['what is like none', 'Replay', /upper and lower case matter\.$/],
    ['a number as text', '6', /If you mean input number 6, give a number/],
    ['a key that there is not', { key: 'x' }, /No input has the key x/],
  ])('refuses %s', (_, ref, message) => {
    expect(() => found(ref)).toThrow(message)
  })
})
