import type { Clock } from '../../clock/index.ts'
import type { MediaPacket } from '../packet.ts'
import type { Slate } from './slate.ts'

/** Packets that are due within this go out together: half a frame of the fastest pictures. */
const LEAST_SLEEP_MS = 8

/** Plays a slate in a circle, by our clock. Late wake-ups are made up for. */
export class SlatePlayer {
  readonly #clock: Clock
  readonly #onPacket: (packet: MediaPacket) => void
  #slate: Slate | null = null
  #originMs = 0
  #next = 0
  #loop = 0
  #playing: AbortController | null = null

  constructor(clock: Clock, onPacket: (packet: MediaPacket) => void) {
    this.#clock = clock
    this.#onPacket = onPacket
  }

  /**
   * Everything behind the first key frame, which went out already.
   *
   * @param originMs when that was due, on the monotonic clock; what is due by now goes out at once
   */
  play(slate: Slate, originMs: number): void {
    this.stop()
    this.#slate = slate
    this.#originMs = originMs
    this.#next = 1
    this.#loop = 0
    this.#playing = new AbortController()
    void this.#run(this.#playing.signal)
  }

  stop(): void {
    this.#playing?.abort()
    this.#playing = null
    this.#slate = null
  }

  /** Gives what is due. */
  give(nowMs: number): void {
    for (;;) {
      const slate = this.#slate
      const packet = slate?.packets[this.#next]
      if (slate === null || packet === undefined) return
      const dtsMs = this.#loop * slate.durationMs + packet.dtsMs
      if (this.#originMs + dtsMs > nowMs) return
      this.#next += 1
      if (this.#next === slate.packets.length) {
        this.#next = 0
        this.#loop += 1
      }
      this.#onPacket({ ...packet, dtsMs, arrivedMs: nowMs })
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.give(this.#clock.monotonic())
      const waitMs = Math.max(LEAST_SLEEP_MS, this.#dueMs() - this.#clock.monotonic())
      await this.#clock.sleep(waitMs, signal, { background: true }).catch(() => undefined)
    }
  }

  #dueMs(): number {
    const slate = this.#slate
    const packet = slate?.packets[this.#next]
    return slate === null || packet === undefined
      ? this.#originMs
      : this.#originMs + this.#loop * slate.durationMs + packet.dtsMs
  }
}
