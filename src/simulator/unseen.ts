/** A mark of the replay: in point, and out point once it is set. Times are the wall clock's, ms. */
export interface ReplayEvent {
  inMs: number
  outMs: number | null
  text: string
  speed: number
}

/** The replay's side that no document shows. */
export interface UnseenReplay {
  /** Lists 1 to 20 of events, each in order. */
  readonly lists: readonly ReplayEvent[][]
  /** The event chosen in each list, from 0. */
  readonly selected: number[]
  /** In point of an event that has no end yet. */
  markInMs: number | null
  /** Where each channel plays, wall clock ms; null while it shows what is live. */
  readonly positionMs: { A: number | null; B: number | null }
  playing: boolean
  backward: boolean
  quadMode: boolean
  recordingSinceMs: number | null
  recordedMs: number
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
  /** Position of the T-bar, 0–255. */
  fader: number
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
    fader: 0,
    replay: {
      lists: Array.from({ length: 20 }, () => []),
      selected: Array.from({ length: 20 }, () => 0),
      markInMs: null,
      positionMs: { A: null, B: null },
      playing: false,
      backward: false,
      quadMode: false,
      recordingSinceMs: null,
      recordedMs: 0,
    },
  }
}
