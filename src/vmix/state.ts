import type { VMixInput } from './state/input.ts'

export type {
  VMixCrop,
  VMixField,
  VMixInput,
  VMixInputAudio,
  VMixLayer,
  VMixListItem,
  VMixPosition,
  VMixReplay,
} from './state/input.ts'

/**
 * vMix's state document as plain data. What a document does not tell is `null` (or an empty list), never a guessed
 * "off": old and new versions leave elements out, and a confirmation must not rest on one that is missing.
 */
export interface VMixState {
  /** As vMix writes it: `29.0.0.49`; empty where the document has none. */
  readonly version: string
  /** Its first number; 0 where there is none. */
  readonly major: number
  /** `Basic`, `HD`, `4K`, `Pro`, `Pro NFR`, …; empty where the document has none. */
  readonly edition: string
  /** The preset's file name on the vMix machine; null for a show that was never saved. */
  readonly preset: string | null
  readonly inputs: readonly VMixInput[]
  /** Fullscreens and outputs with the picture that each shows; empty before v28, which says nothing of them. */
  readonly outputs: readonly VMixOutput[]
  readonly overlays: readonly VMixOverlay[]
  /** Number of the input in preview, from 1. */
  readonly preview: number | null
  /** Number of the input in program, from 1. */
  readonly active: number | null
  readonly fadeToBlack: boolean | null
  /** The transition buttons, 1 to 4. */
  readonly transitions: readonly VMixTransition[]
  /** Whether any stream is on. `True` also while vMix is still trying to connect. */
  readonly streaming: boolean | null
  /** One entry per stream that this version has, in order; empty where the document says nothing of streaming. */
  readonly streams: readonly VMixStream[]
  /** Running time of the stream, s: only the layout of InfraFabric's specification has it, real vMix does not tell. */
  readonly streamSeconds: number | null
  readonly recording: VMixRecording
  /** External output. */
  readonly external: boolean | null
  /** Whether a playlist runs. */
  readonly playList: boolean | null
  readonly multiCorder: boolean | null
  readonly fullscreen: boolean | null
  /** Mixes 2 and up, one for each Mix input (v24 and later); mix 1 is `preview` and `active` above. */
  readonly mixes: readonly VMixMix[]
  readonly audio: VMixAudio
  /** Dynamic inputs and values (v24 and later); null before. */
  readonly dynamic: VMixDynamic | null
  /** Elements and attributes that this library does not know: the first 100 of them. Empty for all that is known. */
  readonly extra: readonly VMixExtra[]
}

/** One of vMix's streams, as the state document tells it. */
export interface VMixStream {
  /** From 0, as in the API; people know it as "Stream 1". */
  readonly channel: number
  /** vMix shows it on, which it also does while still trying to connect. `null`: on or off is not told. */
  readonly live: boolean | null
}

/** vMix's own recorder. */
export interface VMixRecording {
  readonly active: boolean | null
  /** Running time in whole seconds; null when it does not run. */
  readonly seconds: number | null
  /** File names on the vMix machine, in order; empty when it does not run. */
  readonly files: readonly string[]
}

/** An overlay channel and what it shows. */
export interface VMixOverlay {
  /** From 1. */
  readonly number: number
  /** Number of the input that it shows; null when it is off. */
  readonly input: number | null
  /**
   * It shows in preview only. Written only when on (not in the captured documents; from documents in other clients'
   * tests, likely).
   */
  readonly preview: boolean
}

/** The mixer's outputs: master and buses. */
export interface VMixAudio {
  readonly master: VMixBus | null
  readonly buses: readonly VMixBus[]
}

/** One bus of the mixer, or its master. */
export interface VMixBus {
  /** `master`, `A` … `G`. */
  readonly name: string
  readonly muted: boolean | null
  /** Amplitude, 0–100. */
  readonly volume: number | null
  readonly headphonesVolume: number | null
  readonly solo: boolean | null
  readonly sendToMaster: boolean | null
  /** Peak amplitude left and right, 0–1. */
  readonly meters: readonly [number | null, number | null]
}

/** Number 1 of type `output` is the main output; `fullscreen` 1 and 2 are apart from these. */
export interface VMixOutput {
  /** `output` or `fullscreen`. */
  readonly type: string
  /** From 1 within its type. */
  readonly number: number
  /** `Output`, `Preview`, `MultiView`, `Replay`, `Input`, …: the picture that it shows. */
  readonly source: string
  /** These are shown only when on, so false is also what a document means that does not tell. */
  readonly ndi: boolean
  readonly omt: boolean
  readonly srt: boolean
  readonly external: boolean
}

/** One of the transition buttons. */
export interface VMixTransition {
  /** From 1. */
  readonly number: number
  /** `Fade`, `Merge`, `Stinger1`, … */
  readonly effect: string
  readonly durationMs: number | null
}

/** A further mix, with preview and program of its own. */
export interface VMixMix {
  /** From 2; the functions' `Mix` counts from 0, so that 1 there is mix 2 here. */
  readonly number: number
  /** Number of an input, from 1; 0 is none. */
  readonly preview: number | null
  readonly active: number | null
}

/** The texts of the dynamic inputs and values, which scripts and shortcuts use. */
export interface VMixDynamic {
  /** `input1` … `input4` as written, in order; empty texts where they are not set. */
  readonly inputs: readonly string[]
  /** `value1` … `value4`. */
  readonly values: readonly string[]
}

/** Something in a state document that nobody had seen when this version of the library was made. */
export interface VMixExtra {
  /** Where: `inputs/input[3]/@foo`, inputs counted from 1 as they stand in the document. At most 200 characters. */
  readonly path: string
  /** The attribute's or element's text, at most 200 characters of it. */
  readonly value: string
}
