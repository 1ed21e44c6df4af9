import { describe, expect, it } from 'vitest'
import { VMixAPIError } from './errors/api-error.ts'
import { parseState } from './state-parser.ts'

const live = (streaming: string, version = '29.0.0.49') =>
  parseState(`<vmix><version>${version}</version>${streaming}</vmix>`).streams.map((stream) => stream.live)

describe('parseState: streams', () => {
  it('reads channel attributes, which count from 1, as streams from 0', () => {
    expect(live('<streaming channel1="True" channel3="True">True</streaming>')).toEqual([
      true,
      false,
      true,
      false,
      false,
    ])
    expect(live('<streaming>False</streaming>', '27.0.0.1')).toEqual([false, false, false])
  })

  it('reads the layout of the original specification: stream 0 live for 930 s', () => {
    const state = parseState(
      '<vmix><version>25.0.0.0</version><edition>Pro</edition><streaming>True</streaming><recording>False</recording><streaming0>True</streaming0><duration>00:15:30</duration></vmix>',
    )
    expect(state.streams).toEqual([
      { channel: 0, live: true },
      { channel: 1, live: false },
      { channel: 2, live: false },
    ])
    expect(state).toMatchObject({ version: '25.0.0.0', major: 25, edition: 'Pro', streaming: true, streamSeconds: 930 })
    expect(state.recording).toEqual({ active: false, seconds: null, files: [] })
  })

  it('never calls a stream off that the document does not speak of', () => {
    expect(live('<streaming>True</streaming>')).toEqual([null, null, null, null, null])
    expect(live('')).toEqual([])
    expect(live('<streaming>?</streaming>')).toEqual([])
  })

  it('shows a channel beyond those known for the version, within reason', () => {
    expect(live('<streaming channel6="True" channel99="True">True</streaming>')).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ])
  })
})

describe('parseState: tolerance', () => {
  const body =
    '<version>29.0.0.49</version><inputs><input key="k" number="1" type="Hologram" title="A &amp; B" future="1"><aura/>x</input></inputs><active>1</active><quantum><active>9</active></quantum>'

  it.each([
    ['plain', `<vmix>${body}</vmix>`],
    ['a byte order mark', `\uFEFF<vmix>${body}</vmix>`],
    ['an XML line', `<?xml version="1.0" encoding="utf-8"?>\r\n<vmix>${body}</vmix>`],
    ['both, and blank lines', `\r\n\uFEFF<?xml version="1.0"?><vmix>${body}</vmix>\r\n`],
  ])('reads one input of unknown type among unknown elements: %s', (_, xml) => {
    const state = parseState(xml)
    expect(state.active).toBe(1)
    expect(state.inputs).toEqual([
      {
        number: 1,
        key: 'k',
        type: 'Hologram',
        title: 'A & B',
        shortTitle: 'A & B',
        text: '',
        state: '',
        positionMs: null,
        durationMs: null,
        loop: null,
        audio: null,
        selectedIndex: null,
        list: null,
        layers: [],
        position: null,
        texts: [],
        images: [],
        colors: [],
        replay: null,
      },
    ])
  })

  it('keeps the second mix apart from program and preview', () => {
    const xml =
      '<vmix><preview>2</preview><active>1</active><mix number="2"><preview>7</preview><active>8</active></mix></vmix>'
    expect(parseState(xml)).toMatchObject({ preview: 2, active: 1 })
  })

  it('reads on past characters that XML forbids', () => {
    expect(
      parseState('<vmix><inputs><input title="a&#xB;\u0001b" number="1"/></inputs></vmix>').inputs[0]?.number,
    ).toBe(1)
  })

  it('tells what is missing from what is off', () => {
    const state = parseState('<vmix><version>29</version><external>False</external></vmix>')
    expect(state).toMatchObject({ external: false, multiCorder: null, streaming: null, preset: null, active: null })
    expect(state.recording.active).toBeNull()
  })
})

describe('parseState: refusals', () => {
  it.each([
    ['nothing', ''],
    ['text', 'Function completed successfully.'],
    ['a web page', '<!doctype html><html><head><title>x</title></head></html>'],
    ['a page that is not XML', '<html><br></html>'],
    ['an empty vmix', '<vmix/>'],
    ['half a document', '<vmix><version>29.0.0.49</version><streaming>Fal'],
    ['another element order', '<vmix><version>29</vmix></version>'],
    ['entities of its own', '<!DOCTYPE vmix [<!ENTITY a "b">]><vmix><version>&a;</version></vmix>'],
  ])('refuses %s as bad_state', (_, xml) => {
    expect(() => parseState(xml)).toThrow(VMixAPIError)
    expect(() => parseState(xml)).toThrow(expect.objectContaining({ code: 'bad_state' }))
  })
})

describe('attributes named like what objects inherit', () => {
  it('are attributes and nothing else', () => {
    const input =
      '<input key="k" number="1" type="Blank" title="T" constructor="a" __proto__="b" hasOwnProperty="c" toString="d"/>'
    const state = parseState(`<vmix><version>29.0.0.49</version><inputs>${input}</inputs></vmix>`)
    expect(state.inputs).toHaveLength(1)
    expect(state.inputs[0]).toMatchObject({ key: 'k', title: 'T' })
  })
})
