import type { Clock } from '../../../clock/index.ts'

/**
 * Whether a destination should be connected now. It is while packets come, and for a grace period around them: before
 * the first, so that a wrong key shows and the first key frame finds an open connection; after a loss, so that the
 * broadcast survives a short one. Beyond that an idle connection would only be cut off by the platform, again and again.
 */
export class Demand {
  readonly #clock: Clock
  readonly #graceMs: number
  readonly #onGone: () => void
  #wanted = true
  #feeding = false
  #grace: AbortController | null = null
  #wake: (() => void) | null = null

  constructor(options: { readonly clock: Clock; readonly graceMs: number; onGone(): void }) {
    this.#clock = options.clock
    this.#graceMs = options.graceMs
    this.#onGone = () => options.onGone()
    this.idle()
  }

  /** A packet came. */
  feed(): void {
    if (this.#feeding) return
    this.#feeding = true
    this.#wanted = true
    this.#grace?.abort()
    this.#wake?.()
  }

  /** No packets for now: the grace period begins. */
  idle(): void {
    this.#feeding = false
    this.#grace?.abort()
    const grace = new AbortController()
    this.#grace = grace
    this.#clock.sleep(this.#graceMs, grace.signal).then(
      () => {
        this.#wanted = false
        this.#onGone()
      },
      () => undefined,
    )
  }

  /** The destination has cut the idle connection: not wanted before packets come. */
  giveUp(): void {
    if (this.#feeding) return
    this.#grace?.abort()
    this.#wanted = false
  }

  /** Packets come: losing the connection now loses pictures. */
  get feeding(): boolean {
    return this.#feeding
  }

  get wanted(): boolean {
    return this.#wanted
  }

  /** Resolves when it is wanted (at once, mostly), or when the signal is aborted. */
  async whenWanted(signal: AbortSignal): Promise<void> {
    if (this.#wanted || signal.aborted) return
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    this.#wake = null
  }

  close(): void {
    this.#grace?.abort()
  }
}
