import { HEALTH_LIMITS } from './limits.ts'
import type { LinkReading } from './link.ts'
import type { MediaReading } from './reading.ts'
import {
  destinationLost,
  destinationUnreachable,
  feedStopped,
  feedUnfit,
  outputFailed,
  recovering,
} from './outage-reasons.ts'
import type { HealthReason, HealthSubject } from './reasons.ts'
import type { KbpsRange } from './rules.ts'

interface DiskRoom {
  readonly low: boolean
  readonly freeBytes: number
  /** Until the recording would have to end; null: not known. */
  readonly minutesLeft: number | null
}

/** What is known of one stream, destination or recording at one moment. */
export interface HealthSample {
  /** Monotonic clock, ms; never before the sample before. */
  readonly atMs: number
  /** The latest reading, with its own time; null: nothing was measured. */
  readonly reading: MediaReading | null
  /** Connected and publishing (feed), acknowledged and being sent to (destination), being written (recording). */
  readonly live: boolean
  /** It was asked to be live, and nobody has stopped it. */
  readonly shouldBeLive: boolean
  /** An output's own state, as in the gateway's status; leave it out for a feed. */
  readonly state?: 'waiting' | 'connecting' | 'live' | 'retrying' | 'failed' | 'closed'
  /** Why it is in that state, for the sentence; never with a key. Of a feed: what keeps it from beginning. */
  readonly why?: string | null
  /** What the destination recommends for the picture's format, where that is known only now; before the judge's own. */
  readonly recommendedKbps?: KbpsRange | null
  /** A recording without pictures: none are missed. */
  readonly soundOnly?: boolean
  /** Of a recording: the room on its disk; `low`: it is a warning. */
  readonly disk?: DiskRoom | null
  /** Of an SRT destination: what its line is like. */
  readonly link?: LinkReading | null
  /** What is sent is not the show, but a standby; null: it is the show. */
  readonly standby?: { readonly source: 'backup' | 'slate'; readonly asked: boolean } | null
  /** It is sent to its backup address, and why the main one was left; null: to the main one. */
  readonly backupAddress?: { readonly why: string | null } | null
  /** How late the event loop of the process that measures was since the last sample, ms. */
  readonly eventLoopLateMs?: number
}

/** Lost or stopped: critical at once, and a warning until it has been back for ten seconds. */
export class Outage {
  readonly #subject: HealthSubject
  #wasLive = false
  #downSinceMs: number | null = null
  #downForMs = 0
  #backSinceMs: number | null = null
  #unreachedSinceMs: number | null = null

  constructor(subject: HealthSubject) {
    this.#subject = subject
  }

  /** @param excused our own machine was late: "no frames" may be our own fault (a closed connection is not) */
  see(sample: HealthSample, excused: boolean): HealthReason | null {
    const reason = this.#down(sample, excused)
    if (sample.live) this.#wasLive = true
    if (reason === null) return this.#recovery(sample.atMs)
    this.#downSinceMs ??= sample.atMs
    this.#backSinceMs = null
    return reason
  }

  #down(sample: HealthSample, excused: boolean): HealthReason | null {
    const why = sample.why ?? null
    if (sample.live) {
      this.#unreachedSinceMs = null
      const stalled = sample.reading?.stalled === true && (!excused || this.#downSinceMs !== null)
      return stalled ? feedStopped(this.#subject, true) : null
    }
    if (this.#subject === 'feed' && why !== null) return feedUnfit(why)
    if (sample.state === 'failed') return outputFailed(this.#subject, why)
    if (this.#wasLive) {
      return this.#subject === 'destination' && sample.state !== 'waiting'
        ? destinationLost(why)
        : feedStopped(this.#subject, false)
    }
    if (sample.state !== 'retrying' && sample.state !== 'connecting') return null
    this.#unreachedSinceMs ??= sample.atMs
    const unreachedMs = sample.atMs - this.#unreachedSinceMs
    return unreachedMs >= HEALTH_LIMITS.degradedAfterMs ? destinationUnreachable(why) : null
  }

  #recovery(atMs: number): HealthReason | null {
    if (this.#downSinceMs !== null) {
      this.#downForMs = atMs - this.#downSinceMs
      this.#downSinceMs = null
      this.#backSinceMs = atMs
    }
    if (this.#backSinceMs === null || atMs - this.#backSinceMs >= HEALTH_LIMITS.clearAfterMs) {
      this.#backSinceMs = null
      return null
    }
    return recovering(this.#downForMs)
  }

  forget(): void {
    this.#wasLive = false
    this.#downSinceMs = null
    this.#backSinceMs = null
    this.#unreachedSinceMs = null
  }
}
