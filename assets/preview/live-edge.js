// @ts-check

/** Slack is the least that was buffered ahead within so long, ms: between two frames it falls, and that is no fault. */
const WINDOW_MS = 500
/** Slack that is aimed at, in seconds: at first, and when playback had to wait for more. */
const LEAST_S = 0.02
const MOST_S = 0.5
const STEP_S = 0.03
/** Waits that follow each other at once are one. */
const APART_MS = 500
/** Being so much beside the aim is left alone. */
const TOLERANCE_S = 0.02
/** Beyond this it is cheaper to leave pictures out than to catch up. */
const SEEK_S = 1
/** So slowly the aim returns to the least, seconds in each second. */
const RECOVERY = 0.002

/**
 * How to stay near the newest picture: what is complete by now, how far playback is behind it, and what to do. Times of
 * the stream in seconds, of the clock in ms.
 */
export class LiveEdge {
  /** What can be shown by now ends here: no picture that is still to come is shown before. Null: nothing has come. */
  edgeS = /** @type {number | null} */ (null)
  #aimS = LEAST_S
  #waitedMs = -Infinity
  #leastCtsMs = Infinity
  /** @type {{ atMs: number, slackS: number }[]} */
  #seen = []
  #lastMs = /** @type {number | null} */ (null)

  /**
   * A picture has come. It is decoded in the order in which it comes, and what comes later is shown after its decode time.
   *
   * @param {number} dtsMs
   * @param {number} ctsMs
   */
  picture(dtsMs, ctsMs) {
    this.#leastCtsMs = Math.min(this.#leastCtsMs, ctsMs)
    this.edgeS = (dtsMs + this.#leastCtsMs) / 1000
  }

  /** Playback had to wait: it was too near. @param {number} nowMs */
  waited(nowMs) {
    if (nowMs - this.#waitedMs < APART_MS) return
    this.#waitedMs = nowMs
    this.#aimS = Math.min(MOST_S, this.#aimS + STEP_S)
    this.#seen = []
  }

  /**
   * What to do now: play at a rate, or leap.
   *
   * @param {number} currentS where playback is
   * @param {number} nowMs monotonic
   * @returns {{ rate: number, seekS: number | null }}
   */
  look(currentS, nowMs) {
    if (this.edgeS === null) return { rate: 1, seekS: null }
    const slackS = this.edgeS - currentS
    this.#aimS = Math.max(LEAST_S, this.#aimS - (RECOVERY * (nowMs - (this.#lastMs ?? nowMs))) / 1000)
    this.#lastMs = nowMs
    this.#seen = [...this.#seen.filter(({ atMs }) => nowMs - atMs < WINDOW_MS), { atMs: nowMs, slackS }]
    const least = Math.min(...this.#seen.map((one) => one.slackS))
    if (least > SEEK_S || slackS < -SEEK_S) {
      this.#seen = []
      return { rate: 1, seekS: Math.max(0, this.edgeS - this.#aimS) }
    }
    const beside = least - this.#aimS
    if (beside > 0.15) return { rate: 1.15, seekS: null }
    if (beside > TOLERANCE_S) return { rate: 1.05, seekS: null }
    return { rate: beside < -TOLERANCE_S ? 0.95 : 1, seekS: null }
  }
}
