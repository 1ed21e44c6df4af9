import { describe, expect, it } from 'vitest'
import type { VMixState } from '../state.ts'
import { parseState } from '../state-parser.ts'
import { changes } from './changes.ts'
import { tallyOf } from './tally.ts'

interface Show {
  version?: string
  inputs?: string
  overlays?: string
  rest?: string
}

const input = (number: number, key: string, more = '', inside = '') =>
  `<input key="${key}" number="${number}" type="Capture" title="T${key}" shortTitle="T" state="Running" position="0" duration="0" loop="False" muted="False" volume="100" balance="0" solo="False" audiobusses="M" meterF1="0" meterF2="0" ${more}>T${key}${inside}</input>`
const TWO = input(1, 'a') + input(2, 'b')
const AUDIO =
  '<audio><master volume="100" muted="False" meterF1="0" meterF2="0" headphonesVolume="100"/><busA volume="100" muted="False" solo="False" sendToMaster="True"/></audio>'

function show({
  version = '29.0.0.49',
  inputs = TWO,
  overlays = '<overlay number="1"/><overlay number="2"/>',
  rest = '',
}: Show = {}): VMixState {
  const last = [
    '<preview>2</preview><active>1</active><fadeToBlack>False</fadeToBlack>',
    '<transitions><transition number="1" effect="Fade" duration="500"/></transitions>',
    '<recording>False</recording><external>False</external><streaming>False</streaming><playList>False</playList>',
    `<multiCorder>False</multiCorder><fullscreen>False</fullscreen>${AUDIO}`,
  ].join('')
  let text = `<vmix><version>${version}</version><edition>Pro</edition><inputs>${inputs}</inputs><outputs><output type="output" number="1" source="Output"/></outputs><overlays>${overlays}</overlays>${last}</vmix>`
  for (const line of rest.split('\n').filter((line) => line !== '')) {
    const [from = '', to = ''] = line.split(' => ')
    if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`)
    text = text.replace(from, to)
  }
  return parseState(text)
}

const of = (after: Show, include?: ('meters' | 'positions')[]) =>
  changes(show(), show(after), include === undefined ? {} : { include })

describe('what differs between two states', () => {
  it('is nothing where they say the same', () => {
    expect(of({})).toEqual([])
  })

  it.each<[string, string, object]>([
    [
      'a stream',
      '<streaming>False => <streaming channel2="True">True',
      { type: 'streaming', channel: 1, before: false, after: true },
    ],
    ['program', '<active>1 => <active>2', { type: 'program', mix: 1, before: 1, after: 2 }],
    ['preview', '<preview>2 => <preview>1', { type: 'preview', mix: 1, before: 2, after: 1 }],
    [
      'another mix',
      '<preview> => <mix number="3"><preview>2</preview><active>1</active></mix><preview>',
      { type: 'program', mix: 3, before: null, after: 1 },
    ],
    [
      'an overlay',
      '<overlay number="2"/> => <overlay number="2">1</overlay>',
      { type: 'overlay', overlay: 2, before: null, after: 1 },
    ],
    ['fade to black', '<fadeToBlack>False => <fadeToBlack>True', { type: 'fadeToBlack', before: false, after: true }],
    ['External', '<external>False => <external>True', { type: 'external', before: false, after: true }],
    ['MultiCorder', '<multiCorder>False => <multiCorder>True', { type: 'multiCorder', before: false, after: true }],
    ['the playlist', '<playList>False => <playList>True', { type: 'playList', before: false, after: true }],
    ['fullscreen', '<fullscreen>False => <fullscreen>True', { type: 'fullscreen', before: false, after: true }],
    ['the preset', '<edition> => <preset>a.vmix</preset><edition>', { type: 'preset', before: null, after: 'a.vmix' }],
    [
      'dynamic values',
      '</audio> => </audio><dynamic><input1>A</input1><value1></value1></dynamic>',
      { type: 'dynamic', before: null },
    ],
    [
      'a transition',
      'effect="Fade" => effect="Wipe"',
      { type: 'transition', transition: 1, before: { effect: 'Fade' }, after: { effect: 'Wipe' } },
    ],
    [
      'an output',
      'source="Output" => source="Preview"',
      { type: 'output', kind: 'output', output: 1, after: { source: 'Preview' } },
    ],
    [
      'a bus',
      '<busA volume="100" => <busA volume="50"',
      { type: 'audio', of: 'bus', bus: 'A', before: { volume: 100 }, after: { volume: 50 } },
    ],
    [
      'recording',
      '<recording>False => <recording duration="0" filename1="a.mp4">True',
      { type: 'recording', before: { active: false }, after: { active: true, files: ['a.mp4'] } },
    ],
  ])('%s', (_what, rest, change) => {
    const found = of({ rest })
    expect(found[0]).toMatchObject(change)
    // Another mix brings its program and its preview.
    expect(found.length).toBe(rest.includes('<mix') ? 2 : 1)
  })

  it('another vMix: version, and the streams that it has more or less', () => {
    const found = of({ version: '27.0.0.1' })
    expect(found[0]).toEqual({
      type: 'version',
      before: { version: '29.0.0.49', edition: 'Pro' },
      after: { version: '27.0.0.1', edition: 'Pro' },
    })
    expect(found.slice(1)).toEqual(
      [3, 4].map((channel) => ({ type: 'streaming', channel, before: false, after: null })),
    )
  })

  it('inputs that came, went, moved, and are different, known by their keys', () => {
    const found = of({ inputs: input(1, 'b') + input(2, 'c') })
    expect(found.map((change) => (change.type === 'input' ? [change.change, change.key] : change))).toEqual([
      ['moved', 'b'],
      ['added', 'c'],
      ['removed', 'a'],
    ])
    const changed = of({ inputs: input(1, 'a', '', '<text index="0" name="Headline.Text">Hi</text>') + input(2, 'b') })
    expect(changed).toMatchObject([
      { type: 'input', change: 'changed', key: 'a', fields: ['texts'], before: { texts: [] } },
    ])
  })

  it('two inputs of one key, as no vMix has them, are told apart all the same', () => {
    const twice = input(1, 'a') + input(2, 'a')
    expect(changes(show({ inputs: twice }), show({ inputs: twice }))).toEqual([])
    expect(changes(show({ inputs: twice }), show({ inputs: input(1, 'a') }))).toMatchObject([
      { change: 'removed', key: '#2' },
    ])
  })

  it('sound of an input has an event of its own', () => {
    const rest = 'volume="100" balance => volume="6.25" balance'
    expect(of({ rest })).toMatchObject([
      { type: 'audio', of: 'input', key: 'a', input: 1, before: { volume: 100 }, after: { volume: 6.25 } },
    ])
  })

  it('is not meters and positions, unless they are asked for', () => {
    const meters = { rest: 'meterF1="0" meterF2="0" > => meterF1="0.5" meterF2="0.4" >' }
    const position = { rest: 'position="0" => position="40"' }
    expect(of(meters)).toEqual([])
    expect(of(position)).toEqual([])
    expect(of(meters, ['meters'])).toMatchObject([{ type: 'audio', of: 'input', after: { meters: [0.5, 0.4] } }])
    expect(of(position, ['positions'])).toMatchObject([{ type: 'input', change: 'changed', fields: ['positionMs'] }])
    const at = (seconds: number) =>
      show({ rest: `<recording>False => <recording duration="${seconds}" filename1="a.mp4">True` })
    expect(changes(at(5), at(6))).toEqual([])
    expect(changes(at(5), at(6), { include: ['positions'] })).toMatchObject([{ type: 'recording' }])
  })
})

describe('the tally that follows from a state', () => {
  it('is program, what overlays show, and preview', () => {
    const overlays = '<overlay number="1">3</overlay>'
    expect(tallyOf(show({ inputs: TWO + input(3, 'c') + input(4, 'd'), overlays }))).toEqual([
      'program',
      'preview',
      'program',
      'off',
    ])
  })
  it('is not known where the document does not say what is in program', () => {
    expect(tallyOf(show({ rest: '<active>1</active> => <x/>' }))).toBeNull()
  })
})
