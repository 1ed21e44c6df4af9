import { describe, expect, it } from 'vitest'
import { parseState } from '../state-parser.ts'

const extra = (xml: string) => parseState(`<vmix>${xml}</vmix>`).extra.map(({ path, value }) => `${path}=${value}`)

describe('what nobody has seen yet', () => {
  it('is told with its place: elements, attributes and texts, inputs and layers counted', () => {
    expect(
      extra(
        '<version v="2">29</version><inputs><input number="7"/><input number="8" aura="x">T<overlay key="a"/><overlay key="b"><glow f="1">deep<x/></glow></overlay></input><camera/></inputs><busX>t</busX>',
      ),
    ).toEqual([
      'version/@v=2',
      'inputs/input[2]/@aura=x',
      'inputs/input[2]/overlay[2]/glow/@f=1',
      'inputs/input[2]/overlay[2]/glow/x=',
      'inputs/input[2]/overlay[2]/glow=deep',
      'inputs/camera=',
      'busX=t',
    ])
  })

  it('says of secrets only that they are there', () => {
    expect(extra('<inputs><input number="1" callPassword="0815"><call token="abc"/></input></inputs>')).toEqual([
      'inputs/input[1]/@callPassword=[secret]',
      'inputs/input[1]/call/@token=[secret]',
    ])
    expect(extra('<inputs><input number="1" relay="rtmp://user:pw@host/live/abc123"/></inputs>').join()).not.toMatch(
      /pw|abc123/,
    )
  })

  it('is bounded: 100 of them, 200 characters each, eight levels deep', () => {
    const many = Array.from({ length: 300 }, (_, index) => `<new${index}>${'v'.repeat(999)}</new${index}>`).join('')
    const list = parseState(`<vmix>${many}<${'n'.repeat(999)}/></vmix>`).extra
    expect(list).toHaveLength(100)
    expect(list.every(({ value }) => value.length === 200)).toBe(true)
    expect(extra(`<${'n'.repeat(999)}/>`)[0]).toHaveLength(201)
    expect(extra(`${'<a>'.repeat(20)}x${'</a>'.repeat(20)}`).length).toBeLessThan(9)
  })

  it('leaves the rest as it is', () => {
    const state = parseState(
      '<vmix><new><version>1</version></new><version>29.0.0.49<new/></version><streaming><new/>True</streaming></vmix>',
    )
    expect(state).toMatchObject({ version: '29.0.0.49', streaming: true })
  })
})
