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
  readonly overlays: readonly VMixOverlay[]
  /** Number of the input in preview, from 1. */
  readonly preview: number | null
  /** Number of the input in program, from 1. */
  readonly active: number | null
  readonly fadeToBlack: boolean | null
  /** Whether any stream is on. `True` also while vMix is still trying to connect. */
  readonly streaming: boolean | null
  /** One entry per stream that this version has, in order; empty where the document says nothing of streaming. */
  readonly streams: readonly VMixStream[]
  /** Running time of the stream, s: only the layout of InfraFabric's specification has it, real vMix does not tell. */
  readonly streamSeconds: number | null
  readonly recording: VMixRecording
  /** External output. */
  readonly external: boolean | null
  readonly multiCorder: boolean | null
  readonly audio: VMixAudio
}

export interface VMixStream {
  /** From 0, as in the API; people know it as "Stream 1". */
  readonly channel: number
  /** vMix shows it on, which it also does while still trying to connect. `null`: on or off is not told. */
  readonly live: boolean | null
}

export interface VMixRecording {
  readonly active: boolean | null
  /** Running time in whole seconds; null when it does not run. */
  readonly seconds: number | null
  /** File names on the vMix machine, in order; empty when it does not run. */
  readonly files: readonly string[]
}

export interface VMixInput {
  /** From 1; changes when inputs are moved. */
  readonly number: number
  /** GUID; stays the same. */
  readonly key: string
  /** `Blank`, `NDI`, `Colour`, `GT`, …; later versions add their own. */
  readonly type: string
  /** Two inputs may share one. */
  readonly title: string
  readonly shortTitle: string
  /** `Running`, `Paused`, `Completed`. */
  readonly state: string
  readonly positionMs: number | null
  /** 0 for what has no length. */
  readonly durationMs: number | null
  readonly loop: boolean | null
  /** Null for inputs without sound. */
  readonly audio: VMixInputAudio | null
}

export interface VMixInputAudio {
  readonly muted: boolean | null
  /** Amplitude, 0–100: (fader / 100)^4 × 100; `SetVolume` takes the fader. */
  readonly volume: number | null
  readonly balance: number | null
  readonly solo: boolean | null
  /** `M`, `A` … `G`: where it is routed to. */
  readonly buses: readonly string[]
  readonly gainDb: number | null
  /** Peak amplitude left and right, 0–1. */
  readonly meters: readonly [number | null, number | null]
}

export interface VMixOverlay {
  /** From 1. */
  readonly number: number
  /** Number of the input that it shows; null when it is off. */
  readonly input: number | null
}

export interface VMixAudio {
  readonly master: VMixBus | null
  readonly buses: readonly VMixBus[]
}

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
