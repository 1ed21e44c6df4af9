import type { Layout } from './layout.ts'
import type { Recorder } from './recorder.ts'
import type { StreamChannel } from './stream-channel.ts'

export interface SimulatedInput {
  /** GUID. */
  readonly key: string
  readonly type: string
  readonly title: string
  readonly hasAudio: boolean
}

/** The one state behind both ports. Functions change it, the state document shows it. */
export interface SimulatedVMix {
  readonly version: string
  readonly edition: string
  readonly preset: string
  readonly layout: Layout
  readonly inputs: readonly SimulatedInput[]
  /** Numbers of inputs, from 1. */
  preview: number
  active: number
  /** What each overlay shows, from overlay 1 on: an input's number, or null. */
  readonly overlays: (number | null)[]
  fadeToBlack: boolean
  external: boolean
  multiCorder: boolean
  readonly streams: readonly StreamChannel[]
  readonly recorder: Recorder
}

/** Inputs of a show that nobody built: cameras with sound, and a few titles without. */
export function makeInputs(inputs: number | readonly string[]): SimulatedInput[] {
  const titles =
    typeof inputs === 'number'
      ? Array.from({ length: inputs }, (_, index) => (index % 4 === 3 ? `Title ${index + 1}` : `Camera ${index + 1}`))
      : inputs
  return titles.map((title, index) => {
    const hasAudio = index % 4 !== 3
    const key = `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`
    return { key, type: hasAudio ? 'Capture' : 'Image', title, hasAudio }
  })
}
