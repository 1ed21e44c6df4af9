import type { Show, Stage } from '../stage.ts'
import { findInput, type Functions, mixOf, type Parameters, RefusedInput, valueOf, whole } from './parameters.ts'
import { type Switch, switching } from './switch-words.ts'

type Output = Show['outputs'][number]

function outputOf({ show }: Stage, type: string, number: number): Output | null {
  return show.outputs.find((output) => output.type === type && output.number === number) ?? null
}

/** Pictures that an output can show; others are refused ([?] in vMix). */
const SOURCES = ['Output', 'Preview', 'MultiView', 'MultiView2', 'Replay', 'Input', 'Mix']

/**
 * Value is the picture; with `Input` the input says which, with `Mix` the mix. The document's `source` is the picture's
 * name as captured (`Output`, `MultiView`, `Replay`); what it is for an input is not known: `Input` here.
 */
function setSource(type: string, number: number) {
  return (stage: Stage, parameters: Parameters): void => {
    const wanted = valueOf(stage, parameters).trim()
    const source = SOURCES.find((name) => name.toLowerCase() === wanted.toLowerCase())
    if (source === undefined) throw new RefusedInput('Output source not found')
    if (source === 'Input') findInput(stage, parameters, stage.show.preview)
    if (source === 'Mix') mixOf(stage, parameters)
    const output = outputOf(stage, type, number)
    if (output !== null) output.source = source
  }
}

/** Value is the output, from 0; blank is Output 1 (vendor's help; sure). Versions before 28 do not show it. */
function srt(stage: Stage, parameters: Parameters): Switch | null {
  const value = valueOf(stage, parameters).trim()
  const output = outputOf(stage, 'output', value === '' ? 1 : whole(value, 0, 3) + 1)
  if (output === null) return null
  return {
    read: () => output.srt,
    write: (on) => {
      output.srt = on
    },
  }
}

/** What the outputs show, and whether they are sent by SRT; where to is set in vMix alone. */
export const OUTPUT_SOURCES: Functions = {
  SetOutput2: setSource('output', 2),
  SetOutput3: setSource('output', 3),
  SetOutput4: setSource('output', 4),
  SetOutputFullscreen: setSource('fullscreen', 1),
  SetOutputFullscreen2: setSource('fullscreen', 2),
  ...switching({ toggle: 'StartStopSRTOutput', on: 'StartSRTOutput', off: 'StopSRTOutput' }, srt),
}
