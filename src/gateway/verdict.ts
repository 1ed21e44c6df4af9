import {
  createHealthJudge,
  sameVerdict,
  type HealthJudge,
  type HealthJudgeOptions,
  type HealthSample,
  type HealthVerdict,
} from '../health/index.ts'
import type { HealthStatusMessage } from './control/messages.ts'

/** What changed in a verdict. */
export interface HealthChange {
  readonly before: HealthStatusMessage
  readonly after: HealthStatusMessage
}

/** The change as a sentence. @example 'Twitch is critical, was healthy.' */
export function changeSentence(name: string, { before, after }: HealthChange): string {
  if (before.healthStatus !== after.healthStatus) return `${name} is ${after.healthStatus}, was ${before.healthStatus}.`
  const why = after.reasons.map(({ message }) => message).join(' ')
  return `${name} is still ${after.healthStatus}${why === '' ? '.' : `: ${why}`}`
}

/** The verdict on one feed or output, with the moment it changes: in its status or in its reasons, not in their figures. */
export class WatchedHealth {
  readonly #judge: HealthJudge
  #last: HealthVerdict

  constructor(options: HealthJudgeOptions, atMs: number) {
    this.#judge = createHealthJudge(options)
    this.#last = this.#judge.judge({ atMs, reading: null, live: false, shouldBeLive: true })
  }

  /** Judges one sample; answers the change, or null when the verdict says the same as before. */
  see(sample: HealthSample): HealthChange | null {
    const before = this.#last
    this.#last = this.#judge.judge(sample)
    if (sameVerdict(before, this.#last)) return null
    return { before: message(before), after: message(this.#last) }
  }

  status(): HealthStatusMessage {
    return message(this.#last)
  }
}

function message(verdict: HealthVerdict): HealthStatusMessage {
  return { healthStatus: verdict.healthStatus, reasons: verdict.reasons.map((reason) => ({ ...reason })) }
}
