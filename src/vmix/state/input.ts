/** One input of the state document. */
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
  /** The element's own text: the title once more in every captured document. */
  readonly text: string
  /** `Running`, `Paused`, `Completed`. */
  readonly state: string
  readonly positionMs: number | null
  /** 0 for what has no length; for an image sequence the captured document shows its frames. */
  readonly durationMs: number | null
  readonly loop: boolean | null
  /** Null for inputs without sound. */
  readonly audio: VMixInputAudio | null
  /**
   * As the document has it: of a list from 1, of a title 0 in every captured document. Null where there is nothing to
   * select.
   */
  readonly selectedIndex: number | null
  /** The files of a list (empty for an empty one); null for an input that is none. */
  readonly list: readonly VMixListItem[] | null
  /** Other inputs shown on top of this one: layers, or "multi view overlays". */
  readonly layers: readonly VMixLayer[]
  /** Where the whole input was moved to; null where it stands as it was made. */
  readonly position: VMixPosition | null
  /** Text fields of a title, in the document's order. */
  readonly texts: readonly VMixField[]
  /** Image fields of a title: file or URL. */
  readonly images: readonly VMixField[]
  /** Colour fields of a title: `#FFFFFF`. */
  readonly colors: readonly VMixField[]
  /** Only the replay input has it. */
  readonly replay: VMixReplay | null
}

export interface VMixInputAudio {
  readonly muted: boolean | null
  /** Amplitude, 0–100: (fader / 100)^4 × 100; `SetVolume` takes the fader. */
  readonly volume: number | null
  readonly balance: number | null
  readonly solo: boolean | null
  /** Solo before the fader (v27 and later). */
  readonly soloPfl: boolean | null
  /** `M`, `A` … `G`: where it is routed to. */
  readonly buses: readonly string[]
  /** dB; not every input with sound has it. */
  readonly gainDb: number | null
  /** Peak amplitude left and right, 0–1. */
  readonly meters: readonly [number | null, number | null]
}

export interface VMixListItem {
  /** Path or URL on the vMix machine. */
  readonly file: string
  readonly selected: boolean
}

export interface VMixLayer {
  /** From 0, as in the document; people and functions know it as layer 1. */
  readonly index: number
  /** Key of the input that it shows. */
  readonly key: string
  /** Null where it fills the picture. */
  readonly position: VMixPosition | null
  /** Null where nothing is cut off (not in the captured documents; from documents in other clients' tests, likely). */
  readonly crop: VMixCrop | null
}

/** What is left of the picture, in parts of its width and height: 0, 0, 1, 1 is all of it. */
export interface VMixCrop {
  readonly x1: number | null
  readonly y1: number | null
  readonly x2: number | null
  readonly y2: number | null
}

/** What is not told is as it was made: not panned, not zoomed. */
export interface VMixPosition {
  /** −2 … 2: 0 is the middle, ±1 half a picture. */
  readonly panX: number | null
  readonly panY: number | null
  /** 1 is full size. */
  readonly zoomX: number | null
  readonly zoomY: number | null
  /** Pixels of the picture, its left upper corner being 0, 0. */
  readonly x: number | null
  readonly y: number | null
  readonly width: number | null
  readonly height: number | null
}

/** A field of a title. */
export interface VMixField {
  /** From 0 among fields of its kind: what `SelectedIndex` takes. */
  readonly index: number
  /** `Headline.Text`: what `SelectedName` takes. */
  readonly name: string
  readonly value: string
}

/** The replay input's own state (one captured document, v29: what the numbers count is read from their names). */
export interface VMixReplay {
  readonly live: boolean | null
  readonly recording: boolean | null
  /** `A`, `B` or `AB`. */
  readonly channelMode: string | null
  /** The list of events that is shown, from 1. */
  readonly events: number | null
  readonly eventsA: number | null
  readonly eventsB: number | null
  /** From 1. */
  readonly cameraA: number | null
  readonly cameraB: number | null
  /** 1 is full speed. */
  readonly speed: number | null
  readonly speedA: number | null
  readonly speedB: number | null
  /** `2026-01-25T09:59:53.000`, local time of the vMix machine; a channel that shows nothing has year 1. */
  readonly timecode: string | null
  readonly timecodeA: string | null
  readonly timecodeB: string | null
}
