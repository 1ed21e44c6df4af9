import { platformOf, recommendedBitrate, type PictureFormat, type Platform } from '../destinations/index.ts'
import type { KbpsRange, LinkReading, MediaReading } from '../health/index.ts'
import type { OutputSpec, OutputStatus } from './control/messages.ts'
import type { NewEvent } from './journal.ts'
import { isSoundOnly } from './outputs/file/index.ts'
import type { Output } from './outputs/output.ts'
import type { SavedOutput } from './state/index.ts'
import { meet } from './targets.ts'
import { WatchedHealth, type HealthChange } from './verdict.ts'

/** What the feed knows that an output cannot. */
export interface FeedFacts {
  readonly expectedFps: number | null
  /** Size and rate of the picture; null until the stream has told. */
  readonly format: PictureFormat | null
  readonly stalled: boolean
  /** What goes out is not the feed itself. */
  readonly standby: { readonly source: 'backup' | 'slate'; readonly asked: boolean } | null
  readonly shouldBeLive: boolean
  readonly eventLoopLateMs: number
}

/** An event of an output, without what the feed adds to it. */
export type OutputEvent = Pick<NewEvent, 'kind' | 'outputId' | 'name' | 'message' | 'code'>

/** One output of a feed with its verdict, and what its changes of state mean as events. */
export class FeedOutput {
  readonly spec: OutputSpec
  readonly output: Output
  readonly #health: WatchedHealth
  /** Of a destination whose recommendation nobody gave; null when there is none to look up. */
  readonly #platform: Platform | null
  #wasLive: boolean
  #lost: boolean
  #state: OutputStatus['state'] | null = null
  /** By which of its addresses it was live last. */
  #liveBy: 'main' | 'backup' = 'main'

  /** @param wasLive at a gateway that has ended before this one: going live is then coming back */
  constructor(spec: OutputSpec, output: Output, nowMs: number, wasLive = false) {
    this.#wasLive = wasLive
    this.#lost = wasLive
    this.spec = spec
    this.output = output
    this.#health = new WatchedHealth({ subject: spec.kind === 'file' ? 'recording' : 'destination' }, nowMs)
    this.#platform = spec.kind === 'rtmp' && spec.recommendedKbps === null ? platformOf(spec.url) : null
  }

  /** Whether it runs and goes, or may go, to the same place: the same key, or the same file in whatever format. */
  goesTo(spec: OutputSpec): boolean {
    const { state } = this.output.status()
    if (state === 'failed' || state === 'closed') return false
    return meet(spec, this.spec)
  }

  /**
   * The output's own status, completed by the feed's facts and the verdict.
   *
   * @param skipped frames that it missed while it waited for its first key frame
   */
  status(facts: FeedFacts, skipped: number): OutputStatus {
    const status = this.output.status()
    return {
      ...status,
      framesSkipped: status.framesSkipped + skipped,
      reading: completed(status, facts),
      health: this.#health.status(),
    }
  }

  judge(atMs: number, facts: FeedFacts): HealthChange | null {
    const status = this.output.status()
    const figures = completed(status, facts)
    const reading: MediaReading = { ...figures, atMs: atMs - (figures.ageMs ?? 0) }
    return this.#health.see({
      atMs,
      reading,
      live: status.state === 'live',
      shouldBeLive: facts.shouldBeLive && status.state !== 'closed',
      state: status.state,
      why: status.why,
      disk: status.file?.disk ?? null,
      soundOnly: this.spec.kind === 'file' && isSoundOnly(this.spec.format),
      recommendedKbps: this.#recommended(facts.format),
      link: linkOf(status),
      backupAddress: status.failover?.inUse === 'backup' ? { why: status.failover.why } : null,
      standby: facts.standby,
      eventLoopLateMs: facts.eventLoopLateMs,
    })
  }

  /** Whoever added the output knows best; else what the service publishes for this picture. */
  #recommended(format: PictureFormat | null): KbpsRange | null {
    if (this.spec.kind !== 'rtmp') return null
    const platform = this.#platform
    return platform === null || format === null ? this.spec.recommendedKbps : recommendedBitrate(platform, format)
  }

  /** What a gateway that takes it up again has to know. */
  remembered(): SavedOutput {
    const { state, why, code, since, file } = this.output.status()
    return {
      spec: this.spec,
      wasLive: this.#wasLive,
      failed: state === 'failed' ? { why, code, since } : null,
      parts: file?.parts ?? [],
      writing: file !== null && state === 'live',
    }
  }

  /** What a change of the output's state, or of the address that it uses, means; none when it is nothing to tell. */
  events(status: OutputStatus): readonly OutputEvent[] {
    const changed = status.state !== this.#state
    this.#state = status.state
    return [this.#switched(status), changed ? this.#became(status) : null].filter((event) => event !== null)
  }

  /** It is live by another address than before. */
  #switched({ outputId, name, state, failover }: OutputStatus): OutputEvent | null {
    if (state !== 'live' || failover == null || failover.inUse === this.#liveBy) return null
    const { inUse, main, backup, why } = failover
    this.#liveBy = inUse
    const what =
      inUse === 'backup' ? `goes on by its backup address, ${backup}` : `is back at its main address, ${main}`
    const message = why === null ? `${name} ${what}.` : `${name} ${what}: ${why}`
    return { kind: 'output.switched', outputId, name, message, code: inUse }
  }

  #became(status: OutputStatus): OutputEvent | null {
    const { outputId, name, why, code } = status
    const event = (kind: OutputEvent['kind'], message: string): OutputEvent => ({ kind, outputId, name, message, code })
    switch (status.state) {
      case 'live': {
        const recovered = this.#lost
        const what = this.spec.kind === 'file' ? 'being written' : 'live'
        this.#lost = false
        this.#wasLive = true
        return recovered
          ? event('output.recovered', `${name} is ${what} again.`)
          : event('output.live', `${name} is ${what}.`)
      }
      case 'retrying':
        // Retrying before it was ever live is shown in the status; lost is only what was live.
        if (this.#lost || status.reading.framesTotal === 0) return null
        this.#lost = true
        return event('output.lost', `${name} is lost: ${why ?? 'no reason was given'}`)
      case 'failed':
        return event('output.failed', `${name} has failed: ${why ?? 'no reason was given'}`)
      case 'closed':
        return event('output.closed', `${name} has ended as asked.`)
      default:
        return null
    }
  }
}

function linkOf({ srt }: OutputStatus): LinkReading | null {
  return srt?.figures == null ? null : { ...srt.figures, latencyMs: srt.latencyMs }
}

function completed(status: OutputStatus, facts: FeedFacts): OutputStatus['reading'] {
  const { reading } = status
  return {
    ...reading,
    expectedFps: reading.expectedFps ?? facts.expectedFps,
    stalled: reading.stalled || (status.state === 'live' && facts.stalled),
  }
}
