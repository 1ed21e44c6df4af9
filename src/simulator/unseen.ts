import type { ShowInput } from './show/index.ts'

/** An event marked in the replay. Times are the wall clock's, ms. */
export interface ReplayEvent {
  inMs: number
  outMs: number
  text: string
  /** 1 is full speed. */
  speed: number
}

export type ReplayChannel = 'A' | 'B'

/** Where a channel of the replay plays. */
export interface ReplayPlace {
  /** Wall clock, ms. */
  atMs: number
  /** Where it stops by itself; null: it does not. */
  untilMs: number | null
  /** What is played after it. */
  rest: readonly ReplayEvent[]
}

/** The replay's side that no document shows. */
interface UnseenReplay {
  /** Lists 1 to 20 of events, each in order. */
  readonly lists: ReplayEvent[][]
  /** The event chosen in each list, from 0; the last one unless another was. */
  readonly selected: (number | null)[]
  /** In point of an event that has no end yet. */
  markInMs: number | null
  readonly places: { A: ReplayPlace | null; B: ReplayPlace | null }
  playing: boolean
  backward: boolean
  quadMode: boolean
}

/** An input that was closed, and the number that it had. */
interface Removed {
  readonly input: ShowInput
  readonly number: number
}

/**
 * What vMix knows of a show and its state document does not show: some of it is told by activators, some only changes
 * what other functions do. Inputs are named by their keys, which stay when they are moved.
 */
export interface Unseen {
  /** Amplitude, 0–100. */
  readonly headphones: Map<string, number>
  /** Faders of the channel mixer, 0–100, channel 1 first. */
  readonly channelMixer: Map<string, number[]>
  readonly autoAudio: Set<string>
  readonly noAutoPlay: Set<string>
  readonly noAutoPause: Set<string>
  readonly autoRestart: Set<string>
  /** Playing speed, 1 is normal. */
  readonly rate: Map<string, number>
  /** Part of a millisecond that an input has played beyond the position shown. */
  readonly passedMs: Map<string, number>
  /** `Master`, `Headphones`, `BusA` …: what a vMix Call guest hears. */
  readonly callAudio: Map<string, string>
  /** `Output1` … `Output4`: what a vMix Call guest sees. */
  readonly callVideo: Map<string, string>
  /** What was shown last in each overlay, by its number. */
  readonly lastOverlay: Map<number, string>
  /** Layers that are off, which the document is taken not to show, by their input's key and index. */
  readonly hiddenLayers: Map<string, Map<number, ShowInput['layers'][number]>>
  /** Position of the T-bar, 0–255. */
  fader: number
  /** For `Undo`. */
  removed: Removed | null
  readonly replay: UnseenReplay
}

export function newUnseen(): Unseen {
  return {
    headphones: new Map(),
    channelMixer: new Map(),
    autoAudio: new Set(),
    noAutoPlay: new Set(),
    noAutoPause: new Set(),
    autoRestart: new Set(),
    rate: new Map(),
    passedMs: new Map(),
    callAudio: new Map(),
    callVideo: new Map(),
    lastOverlay: new Map(),
    hiddenLayers: new Map(),
    fader: 0,
    removed: null,
    replay: {
      lists: Array.from({ length: 20 }, () => []),
      selected: Array.from({ length: 20 }, () => null),
      markInMs: null,
      places: { A: null, B: null },
      playing: false,
      backward: false,
      quadMode: false,
    },
  }
}

/** Forgets an input that will not come back. */
export function forgetInput(unseen: Unseen, key: string): void {
  const { headphones, channelMixer, autoAudio, noAutoPlay, noAutoPause, autoRestart, rate, passedMs } = unseen
  const { callAudio, callVideo, hiddenLayers } = unseen
  const maps = [headphones, channelMixer, rate, passedMs, callAudio, callVideo, hiddenLayers]
  for (const named of [...maps, autoAudio, noAutoPlay, noAutoPause, autoRestart]) named.delete(key)
}
