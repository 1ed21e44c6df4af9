import type { Clock } from '../clock/index.ts'
import { findSrtCarriers, type SrtCarrierOptions, type SrtCarriers } from './outputs/srt/index.ts'

/** What this machine sends by SRT with: looked for when it is first needed, and again as long as there is nothing. */
export class KnownCarriers {
  readonly #options: SrtCarrierOptions
  readonly #clock: Clock
  #looking: Promise<SrtCarriers> | null = null
  #known: SrtCarriers | null = null

  constructor(options: SrtCarrierOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
  }

  /** Null: nobody has looked yet. */
  get known(): SrtCarriers | null {
    return this.#known
  }

  async find(): Promise<SrtCarriers> {
    if (this.#known !== null && (this.#known.libsrt ?? this.#known.ffmpeg) !== null) return this.#known
    this.#looking ??= findSrtCarriers(this.#options, this.#clock)
    this.#known = await this.#looking
    this.#looking = null
    return this.#known
  }
}
