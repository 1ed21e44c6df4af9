import type { Layout } from '../layout.ts'
import type { ShowInput } from './show.ts'

export interface NewInput extends Partial<ShowInput> {
  readonly key: string
  readonly type: string
  readonly title: string
}

/** An input as vMix makes it: standing still, and silent unless {@link newSound} gives it sound. Its number is its place's. */
export function newInput(given: NewInput): ShowInput {
  return {
    number: 0,
    shortTitle: given.title,
    text: given.title,
    state: 'Paused',
    positionMs: 0,
    durationMs: 0,
    loop: false,
    audio: null,
    selectedIndex: null,
    list: null,
    layers: [],
    position: null,
    texts: [],
    images: [],
    colors: [],
    replay: null,
    ...given,
  }
}

/** Sound at full volume on the master bus, with the attributes that this version shows. */
export function newSound(layout: Layout): NonNullable<ShowInput['audio']> {
  return {
    muted: false,
    volume: 100,
    balance: 0,
    solo: false,
    soloPfl: layout.soloPfl ? false : null,
    buses: ['M'],
    gainDb: layout.gainDb ? 0 : null,
    meters: [0, 0],
  }
}
