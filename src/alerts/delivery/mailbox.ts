import type { Notice } from '../rules/alert.ts'

/** More that wait for one receiver are not kept. */
const mostWaiting = 200
/** What has waited for longer is no news any more, ms. */
const oldestMs = 6 * 60 * 60_000

/** What waits for one receiver, in order; bounded, and what it drops is counted. */
export class Mailbox {
  dropped = 0
  #waiting: Notice[]

  constructor(waiting: readonly Notice[] = []) {
    this.#waiting = waiting.slice(-mostWaiting)
  }

  get waiting(): readonly Notice[] {
    return this.#waiting
  }

  /** The same notice once. @returns what had to make room: what is not critical first, then the oldest */
  put(notice: Notice): Notice | null {
    if (this.#waiting.some(({ id }) => id === notice.id)) return null
    this.#waiting.push(notice)
    if (this.#waiting.length <= mostWaiting) return null
    const spare = this.#waiting.findIndex(({ what, alert }) => what !== 'firing' || alert?.severity !== 'critical')
    this.dropped += 1
    return this.#waiting.splice(Math.max(0, spare), 1)[0] ?? null
  }

  /** Takes out what was delivered, or will not be. */
  done(notices: readonly Notice[]): void {
    this.#waiting = this.#waiting.filter((notice) => !notices.includes(notice))
  }

  /** Takes out what is too old. */
  expire(nowMs: number): readonly Notice[] {
    const old = this.#waiting.filter(({ at }) => nowMs - Date.parse(at) > oldestMs)
    this.dropped += old.length
    this.done(old)
    return old
  }
}
