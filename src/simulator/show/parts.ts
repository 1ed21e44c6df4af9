import type { Show } from './show.ts'

/** Two fullscreens and four outputs, all showing the program (the captured v29 has as many). */
export function standardOutputs(): Show['outputs'] {
  const output = (type: string) => (_: unknown, index: number) => ({
    type,
    number: index + 1,
    source: 'Output',
    ndi: false,
    omt: false,
    srt: false,
    external: false,
  })
  return [...Array.from({ length: 2 }, output('fullscreen')), ...Array.from({ length: 4 }, output('output'))]
}

/** The four transition buttons of a new show (every captured document but one has these). */
export function standardTransitions(): Show['transitions'] {
  return ['Fade', 'Merge', 'Wipe', 'CubeZoom'].map((effect, index) => ({
    number: index + 1,
    effect,
    durationMs: index === 0 ? 500 : 1000,
  }))
}

/** Master and the buses A to G, all at full volume. Which buses vMix shows depends on its settings. */
export function standardAudio(): Show['audio'] {
  const bus = { muted: false, volume: 100, headphonesVolume: null, solo: false, sendToMaster: false }
  return {
    master: {
      name: 'master',
      muted: false,
      volume: 100,
      headphonesVolume: 100,
      solo: null,
      sendToMaster: null,
      // The clip's tone, as loud as ffmpeg's `sine` makes it: streams do have sound.
      meters: [0.125, 0.125],
    },
    buses: ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => ({ ...bus, name, meters: [0, 0] })),
  }
}
