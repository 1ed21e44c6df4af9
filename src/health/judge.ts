import { Busy } from './busy.ts'
import { LevelLatch } from './latch.ts'
import { HEALTH_LIMITS } from './limits.ts'
import { Outage, type HealthSample } from './outage.ts'
import type { MediaReading } from './reading.ts'
import { diskLow, onBackupAddress, onStandby } from './outage-reasons.ts'
import type { Degradation, HealthReason, HealthSubject } from './reasons.ts'
import { notLive, notMeasured, readingOld } from './unknown-reasons.ts'
import { RULES, findings, type Findings, type KbpsRange, type Rule } from './rules.ts'
import { worstFirst, type HealthStatus, type HealthVerdict } from './verdict.ts'

/** Whose health is judged, and against what. */
export interface HealthJudgeOptions {
  /** What is judged; decides whom a loss is put down to, and what the operator is told to do. Default `feed`. */
  readonly subject?: HealthSubject
  /** Frames per second that it should have, where that is known better than from the stream itself. */
  readonly expectedFps?: number | null
  /** What the destination recommends, kb/s; null where none is known: then it is compared with its own last minute. */
  readonly recommendedKbps?: KbpsRange | null
}

/** Holds what came before, because a verdict needs time; one for each stream, destination or recording. */
export interface HealthJudge {
  /** One sample, later than the one before; a few times a second. The verdict holds until the next. */
  judge(sample: HealthSample): HealthVerdict
}

/**
 * Judges one stream, destination or recording from its samples: no clock, no I/O, the same samples give the same verdicts.
 * Lost or stopped is critical at once; worse figures count after 5 s and clear after 10 s clean; what was never measured
 * is `unknown`, and `healthy` is said only of what has been seen to be.
 *
 * @example
 * const judge = createHealthJudge({ subject: 'destination', recommendedKbps: { min: 3000, max: 6000 } })
 * judge.judge({ atMs: clock.monotonic(), reading: meter.reading(), live: true, shouldBeLive: true })
 */
export function createHealthJudge(options: HealthJudgeOptions = {}): HealthJudge {
  return new Judge(options)
}

class Judge implements HealthJudge {
  readonly #subject: HealthSubject
  readonly #options: HealthJudgeOptions
  readonly #outage: Outage
  readonly #busy = new Busy()
  #latches = freshLatches()
  #lastFound = new Map<Rule, Degradation>()
  #everClean = false
  #bestMinuteKbps: number | null = null
  #last: HealthVerdict | null = null

  constructor(options: HealthJudgeOptions) {
    this.#subject = options.subject ?? 'feed'
    this.#options = options
    this.#outage = new Outage(this.#subject)
  }

  judge(sample: HealthSample): HealthVerdict {
    const reasons = worstFirst(this.#reasons(sample))
    const healthStatus: HealthStatus = reasons[0]?.status ?? 'healthy'
    const sinceMs = this.#last?.healthStatus === healthStatus ? this.#last.sinceMs : sample.atMs
    this.#last = { healthStatus, reasons, sinceMs }
    return this.#last
  }

  #reasons(sample: HealthSample): readonly HealthReason[] {
    const stalled = sample.reading?.stalled === true
    if (!sample.shouldBeLive && (!sample.live || stalled)) {
      this.#forget()
      return [notLive()]
    }
    const { atMs } = sample
    const excused = this.#busy.see(sample.eventLoopLateMs ?? 0, atMs)
    const outage = this.#outage.see(sample, excused)
    const measured = sample.live ? this.#measure(sample) : notMeasured(this.#subject)
    const found = 'code' in measured ? null : measured
    const bad = stalled || (found !== null && !clean(found))
    const busy = this.#busy.reason(bad, atMs)
    const beside = [...standbyReason(sample), ...addressReason(sample), ...roomReason(sample)]
    if (outage !== null && outage.code !== 'recovering') {
      this.#see(null, atMs)
      return [outage, ...(busy === null ? [] : [busy]), ...beside]
    }
    this.#see(excused ? null : found, atMs)
    if (found !== null && !excused && clean(found)) this.#everClean = true
    const reasons = [outage, busy, ...beside, ...this.#held(found)].filter((reason) => reason !== null)
    if ('code' in measured) return [...reasons, measured]
    return reasons.length === 0 && !this.#everClean ? [notMeasured(this.#subject)] : reasons
  }

  /** What the rules find in this sample, or why they cannot. */
  #measure(sample: HealthSample): Findings | HealthReason {
    const { reading } = sample
    if (sample.soundOnly === true && reading !== null) return soundFindings(reading, sample.atMs)
    const expectedFps = this.#options.expectedFps ?? reading?.expectedFps ?? null
    if (reading === null || reading.fps === null || expectedFps === null || !(expectedFps > 0)) {
      return notMeasured(this.#subject)
    }
    const ageMs = sample.atMs - reading.atMs
    if (ageMs > HEALTH_LIMITS.readingMaxAgeMs) return readingOld(ageMs)
    const minute = reading.bitrateLastMinuteKbps
    if (minute !== null && (reading.uptimeMs ?? 0) >= HEALTH_LIMITS.wholeMinuteMs) {
      this.#bestMinuteKbps = Math.max(this.#bestMinuteKbps ?? 0, minute)
    }
    return findings({
      subject: this.#subject,
      reading,
      fps: reading.fps,
      expectedFps,
      recommendedKbps: sample.recommendedKbps ?? this.#options.recommendedKbps ?? null,
      bestMinuteKbps: this.#bestMinuteKbps,
      link: sample.link ?? null,
    })
  }

  /** Carries the hysteresis on; `null`: nothing can be said of this moment. */
  #see(found: Findings | null, atMs: number): void {
    for (const rule of RULES) {
      if (found === null) this.#latches[rule].blind()
      else this.#latches[rule].see(found[rule]?.status ?? 'none', atMs)
    }
  }

  /** What counts, with its present figure where it is still so, else with the last that was seen. */
  #held(found: Findings | null): readonly HealthReason[] {
    const held: HealthReason[] = []
    for (const rule of RULES) {
      const { level } = this.#latches[rule]
      const now = found?.[rule] ?? null
      if (now !== null) this.#lastFound.set(rule, now)
      const said = this.#lastFound.get(rule)
      if (level === 'none' || said === undefined) continue
      const message =
        now === null ? `${said.message} Not seen now; this goes when it stays away for 10 s.` : said.message
      held.push({ ...said, status: level, message })
    }
    return held
  }

  #forget(): void {
    this.#outage.forget()
    this.#latches = freshLatches()
    this.#lastFound = new Map()
    this.#everClean = false
    this.#bestMinuteKbps = null
  }
}

/** Without pictures there is no figure that can be bad; that it is written at all is seen by its rate. */
function soundFindings(reading: MediaReading, atMs: number): Findings | HealthReason {
  const ageMs = atMs - reading.atMs
  if (ageMs > HEALTH_LIMITS.readingMaxAgeMs) return readingOld(ageMs)
  return (reading.bitrateKbps ?? 0) > 0 ? nothingFound : notMeasured('recording')
}

const nothingFound: Findings = {
  fps: null,
  drops: null,
  bitrateNow: null,
  bitrateSet: null,
  bitrateHigh: null,
  linkLoss: null,
  linkLine: null,
}

function roomReason({ disk }: HealthSample): readonly HealthReason[] {
  return disk?.low === true ? [diskLow(disk.freeBytes, disk.minutesLeft)] : []
}

function addressReason({ backupAddress }: HealthSample): readonly HealthReason[] {
  return backupAddress == null ? [] : [onBackupAddress(backupAddress.why)]
}

function standbyReason({ standby }: HealthSample): readonly HealthReason[] {
  return standby == null ? [] : [onStandby(standby.source, standby.asked)]
}

function clean(found: Findings): boolean {
  return RULES.every((rule) => found[rule] === null)
}

function freshLatches(): Readonly<Record<Rule, LevelLatch>> {
  return {
    fps: new LevelLatch(),
    drops: new LevelLatch(),
    bitrateNow: new LevelLatch(),
    bitrateSet: new LevelLatch(),
    bitrateHigh: new LevelLatch(),
    linkLoss: new LevelLatch(),
    linkLine: new LevelLatch(),
  }
}
