import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelCount, parseState, type VMixState } from '../../vmix/index.ts'
import { renderState } from './document.ts'

/** Any text that an XML document can hold, markup and line ends among it. */
const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('\u{1F3A5}', ...'aZ09 <>&"\'\t\n\r;=/]é日\u0085\u2028'.split('')) },
  fc
    .integer({ min: 0x20, max: 0xfffd })
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code)),
  fc.integer({ min: 0x10000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
)
const text = fc.string({ unit: character, maxLength: 20 })
/** For what is trimmed when it is read. */
const trimmed = text.map((value) => value.trim())
const or = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 4 })
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.constantFrom(1.229964e-5, 0.899999976158142, 1e15, 1e300, -0, 5e-324),
)
const count = fc.nat({ max: 1000 })
const flag = fc.boolean()
const meters = fc.tuple(or(number), or(number))

const position = fc.record({
  panX: or(number),
  panY: or(number),
  zoomX: or(number),
  zoomY: or(number),
  x: or(number),
  y: or(number),
  width: or(number),
  height: or(number),
})
const crop = fc.record({ x1: or(number), y1: or(number), x2: or(number), y2: or(number) })
const field = fc.record({ index: count, name: text, value: text })
const busName = fc.constantFrom('M', 'A', 'B', 'C', 'D', 'E', 'F', 'G')
/** What shows as sound has one of these two at least. */
const audio = fc
  .record({
    muted: or(flag),
    volume: or(number),
    balance: or(number),
    solo: or(flag),
    soloPfl: or(flag),
    buses: few(busName),
    gainDb: or(number),
    meters,
  })
  .filter(({ muted, volume }) => muted !== null || volume !== null)
const replay = fc.record({
  live: or(flag),
  recording: or(flag),
  channelMode: or(text),
  events: or(number),
  eventsA: or(number),
  eventsB: or(number),
  cameraA: or(number),
  cameraB: or(number),
  speed: or(number),
  speedA: or(number),
  speedB: or(number),
  timecode: or(text),
  timecodeA: or(text),
  timecodeB: or(text),
})
const input = fc.record({
  number,
  key: text,
  type: text,
  title: text,
  shortTitle: text,
  // Blanks alone are taken for indentation.
  text: text.map((value) => (value.trim() === '' ? '' : value)),
  state: text,
  positionMs: or(number),
  durationMs: or(number),
  loop: or(flag),
  audio: or(audio),
  selectedIndex: or(number),
  list: or(few(fc.record({ file: text, selected: flag }))),
  layers: few(fc.record({ index: count, key: text, position: or(position), crop: or(crop) })),
  position: or(position),
  texts: few(field),
  images: few(field),
  colors: few(field),
  replay: or(replay),
})
const bus = fc.record({
  muted: or(flag),
  volume: or(number),
  headphonesVolume: or(number),
  solo: or(flag),
  sendToMaster: or(flag),
  meters,
})
const ofAudio = fc.record({
  master: or(bus.map((master) => ({ name: 'master', ...master }))),
  buses: few(fc.tuple(fc.constantFrom('A', 'B', 'G'), bus).map(([name, rest]) => ({ name, ...rest }))),
})
const output = fc.record({ type: text, number: count, source: text, ndi: flag, omt: flag, srt: flag, external: flag })

/** Streams as a document can tell them: all of them, some on or none; or nothing at all. */
function withStreams(version: string, streaming: boolean | null, on: readonly boolean[]) {
  const channels = Array.from({ length: channelCount(version) }, (_, channel) => channel)
  const none = streaming === true && !on.slice(0, channels.length).includes(true)
  const streams = channels.map((channel) => ({
    channel,
    live: none ? null : streaming === true && on[channel] === true,
  }))
  return { streaming, streams: streaming === null ? [] : streams }
}

const anyState: fc.Arbitrary<VMixState> = fc
  .record({
    version: fc.tuple(fc.integer({ min: 20, max: 40 }), count).map(([major, build]) => `${major}.0.0.${build}`),
    edition: trimmed,
    preset: or(trimmed).map((preset) => preset || null),
    inputs: few(input),
    outputs: few(output),
    overlays: few(fc.record({ number: count, input: or(number), preview: flag })),
    preview: or(number),
    active: or(number),
    fadeToBlack: or(flag),
    transitions: few(fc.record({ number: count, effect: text, durationMs: or(number) })),
    streaming: or(flag),
    on: fc.array(flag, { minLength: 5, maxLength: 5 }),
    streamSeconds: or(fc.nat({ max: 1_000_000 })),
    recording: fc.record({
      active: or(flag),
      seconds: or(number),
      files: few(text.filter((file) => file !== '')),
    }),
    external: or(flag),
    playList: or(flag),
    multiCorder: or(flag),
    fullscreen: or(flag),
    mixes: few(fc.record({ number: count, preview: or(number), active: or(number) })),
    audio: ofAudio,
    dynamic: or(fc.record({ inputs: few(text), values: few(text) })),
  })
  .map(({ streaming, on, ...state }) => ({
    ...state,
    major: Number(state.version.split('.')[0]),
    ...withStreams(state.version, streaming, on),
    extra: [],
  }))

describe('the state document of any show', () => {
  it('is read again as the same state', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(parseState(renderState(state))).toEqual(state)
      }),
      { numRuns: Math.ceil(Number(process.env['FUZZ_ROUNDS'] ?? 20_000) / 20) },
    )
  })

  it('writes small numbers as .NET does, and takes what XML forbids out of texts', () => {
    const [state] = fc.sample(anyState, { numRuns: 1, seed: 1 })
    const xml = renderState({
      ...state,
      preset: 'a\u0000b\ud800c\ufffe',
      audio: {
        master: {
          name: 'master',
          muted: null,
          volume: 1.229964e-5,
          headphonesVolume: 1e15,
          solo: null,
          sendToMaster: null,
          meters: [0.0001, -1e-7],
        },
        buses: [],
      },
    } as VMixState)
    expect(xml).toContain('<preset>a\ufffdb\ufffdc\ufffd</preset>')
    expect(xml).toContain('volume="1.229964E-05" meterF1="0.0001" meterF2="-1E-07" headphonesVolume="1E+15"')
  })
})
