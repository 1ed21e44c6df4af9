import { majorVersion } from '../../vmix/index.ts'
import { type Layout, layoutOf } from '../layout.ts'
import { fitTo } from './fit.ts'
import { newInput, newSound } from './new-input.ts'
import { standardAudio, standardTransitions } from './parts.ts'
import { presetInputs } from './preset-inputs.ts'
import type { Show, ShowInput } from './show.ts'

export interface PresetOptions {
  readonly version: string
  readonly edition: string
  /** How many, or their titles; the whole preset (16) unless given. */
  readonly inputs?: number | readonly string[] | undefined
}

/** The show of a simulated vMix that was given no other: what it looks like when it has just been opened. */
export function builtInShow({ version, edition, inputs }: PresetOptions): Show {
  const layout = layoutOf(version)
  const list = numbered(inputsOf(inputs, layout))
  const show: Show = {
    version,
    major: majorVersion(version),
    edition,
    preset: 'C:\\Users\\Public\\Documents\\SIMULATED.vmix',
    inputs: list,
    outputs: [],
    overlays: [],
    preview: Math.min(2, list.length),
    active: 1,
    fadeToBlack: false,
    transitions: standardTransitions(),
    streaming: false,
    streams: Array.from({ length: layout.channels }, (_, channel) => ({ channel, live: false })),
    streamSeconds: null,
    recording: { active: false, seconds: null, files: [] },
    external: false,
    playList: false,
    multiCorder: false,
    fullscreen: false,
    mixes: list.filter(({ type }) => type === 'Mix').map((_, index) => ({ number: index + 2, preview: 2, active: 1 })),
    audio: standardAudio(),
    dynamic: null,
    extra: [],
  }
  fitTo(show, layout)
  return show
}

/** Titles make cameras with sound, and a picture without for each fourth; a number makes the preset, cut off or continued. */
function inputsOf(wanted: PresetOptions['inputs'], layout: Layout): ShowInput[] {
  if (typeof wanted === 'object') return wanted.map((title, index) => plainInput(title, index, layout))
  const eight = Array.from({ length: 8 }, (_, index) => plainInput(plainTitle(index), index, layout))
  const preset = [...eight, ...presetInputs(layout, keyOf)]
  if (wanted === undefined || wanted <= preset.length) return preset.slice(0, wanted)
  const more = Array.from({ length: wanted - preset.length }, (_, index) => index + preset.length)
  return [...preset, ...more.map((index) => plainInput(plainTitle(index), index, layout))]
}

const isPicture = (index: number) => index % 4 === 3

function plainTitle(index: number): string {
  return `${isPicture(index) ? 'Title' : 'Camera'} ${index + 1}`
}

function plainInput(title: string, index: number, layout: Layout): ShowInput {
  const key = keyOf(index + 1)
  return isPicture(index)
    ? newInput({ key, type: 'Image', title })
    : newInput({ key, type: 'Capture', title, state: 'Running', audio: newSound(layout) })
}

/** The same in every run, so that tests can name them. */
function keyOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

function numbered(inputs: ShowInput[]): ShowInput[] {
  for (const [index, input] of inputs.entries()) input.number = index + 1
  return inputs
}
