import type { StandbyStatus } from '../control/standby-messages.ts'
import { loadSlate, type LoadedSlate } from './load-slate.ts'
import { differenceOf, SlateError, type Slate, type SlateFormat } from './slate.ts'

export interface FeedSlateOptions {
  readonly path: string
  readonly ffmpeg: string
  onReady(slate: Slate): void
  /** It cannot be used; one that was ready before goes on being used. */
  onFailed(why: string): void
}

/** A feed's slate: loaded at once, and made anew when the feed turns out to have another format. */
export class FeedSlate {
  readonly #options: FeedSlateOptions
  #loading: AbortController | null = null
  #loaded: LoadedSlate | null = null
  #failed: string | null = null
  /** What it was last made for. */
  #madeFor: Partial<SlateFormat> = {}

  constructor(options: FeedSlateOptions) {
    this.#options = options
  }

  /** Resolves when it is ready, or with why it is not. */
  async load(feed: Partial<SlateFormat>): Promise<string | null> {
    const loading = new AbortController()
    this.#loading?.abort()
    this.#loading = loading
    this.#madeFor = feed
    try {
      const loaded = await loadSlate(this.#options.path, feed, this.#options.ffmpeg, loading.signal)
      if (loading.signal.aborted) return null
      this.#loaded = loaded
      this.#failed = null
      this.#options.onReady(loaded.slate)
      return null
    } catch (error) {
      if (loading.signal.aborted) return null
      const why =
        error instanceof SlateError ? error.message : 'It failed in a way that was not foreseen; please report it.'
      this.#failed = why
      this.#options.onFailed(why)
      return why
    } finally {
      if (this.#loading === loading) this.#loading = null
    }
  }

  /** The feed is live, and this is what it is like: where the slate is not, it is made anew, once. */
  feedIs(feed: Partial<SlateFormat>): void {
    const asBefore = Object.keys(this.#madeFor).length > 0 && isWithin(feed, this.#madeFor)
    const loaded = this.#loaded
    if (asBefore || (loaded !== null && differenceOf(loaded.slate.format, feed) === null)) return
    void this.load(feed)
  }

  status(): NonNullable<StandbyStatus['slate']> {
    const { path } = this.#options
    const loaded = this.#loaded
    const state = this.#loading !== null ? 'preparing' : this.#failed === null ? 'ready' : 'failed'
    const { width = null, height = null, fps = null } = loaded?.slate.format ?? {}
    return {
      path,
      state,
      why: this.#failed ?? loaded?.note ?? null,
      prepared: loaded?.prepared === true,
      width,
      height,
      fps,
      durationMs: loaded?.slate.durationMs ?? null,
    }
  }

  close(): void {
    this.#loading?.abort()
  }
}

/** Whether it says nothing else than what is known. */
function isWithin(feed: Partial<SlateFormat>, known: Partial<SlateFormat>): boolean {
  const { width = 0, height = 0, fps = 0, sampleRate = 0, channels = 0 } = feed
  return differenceOf({ width, height, fps, sampleRate, channels }, known) === null
}
