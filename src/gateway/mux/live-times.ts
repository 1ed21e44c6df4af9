/** RTMP counts whole ms; within this many of where the count of samples says, the count is right. */
const AUDIO_GRID_MS = 3
/** Of the first frame, before a second has shown how long one is, ms. */
const FIRST_FRAME_MS = 40

/** Where a frame stands in its track. */
export interface LivePlace {
  readonly start: number
  readonly duration: number
  readonly composition: number
}

/**
 * Decode times of pictures as browsers want them, in ms. A browser that sees a decode time more than twice a frame's
 * duration after the last one shows nothing before the next key frame (Media Source Extensions, coded frame processing,
 * step 1.6), although an encoder that left frames out goes on as if nothing were. So decode times here never leap: after a
 * gap they catch up frame by frame, while each picture is shown when it should be.
 *
 * @example
 * times.place(100, 0) // { start: 100, duration: 40, composition: 0 }
 * times.place(500, 0) // { start: 180, duration: 80, composition: 320 }
 */
export class LiveVideoTimes {
  #last: LivePlace | null = null
  #lastDtsMs = 0

  /** @param ctsMs presentation minus decode time */
  place(dtsMs: number, ctsMs: number): LivePlace {
    const last = this.#last
    if (last === null) this.#last = { start: dtsMs, duration: FIRST_FRAME_MS, composition: ctsMs }
    else {
      const start = Math.max(last.start + 1, Math.min(dtsMs, last.start + 2 * last.duration))
      const duration = Math.max(1, Math.min(dtsMs - this.#lastDtsMs, 2 * last.duration))
      this.#last = { start, duration, composition: dtsMs + ctsMs - start }
    }
    this.#lastDtsMs = dtsMs
    return this.#last
  }
}

/** Times of sound, in samples: counted, so that frames neither overlap nor leave holes of a fraction of a ms. */
export class LiveAudioTimes {
  readonly #rate: number
  readonly #duration: number
  #last: number | null = null

  constructor(format: { readonly sampleRate: number; readonly samplesPerFrame: number }) {
    this.#rate = format.sampleRate
    this.#duration = format.samplesPerFrame
  }

  place(dtsMs: number): LivePlace {
    const stamped = Math.round((dtsMs * this.#rate) / 1000)
    this.#last = this.#last === null ? stamped : this.#after(this.#last, stamped)
    return { start: this.#last, duration: this.#duration, composition: 0 }
  }

  #after(last: number, stamped: number): number {
    const counted = last + this.#duration
    const tolerance = (AUDIO_GRID_MS * this.#rate) / 1000
    return Math.abs(stamped - counted) <= tolerance ? counted : Math.max(stamped, last + 1)
  }
}
