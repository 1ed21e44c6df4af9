import type { WitnessEntry } from '../entry.ts'
import { WitnessError } from '../errors.ts'
import type { Failure, Gap, LogFacts, RecordingFacts, Seen, ShowSource, StreamSession } from './facts.ts'
import { numberOf, textOf } from './fields.ts'
import { type Happening, happeningOf, timeOf } from './happening.ts'
import { Recordings } from './recordings.ts'
import { SharedTexts } from './shared-texts.ts'
import { streamSessions } from './stream-sessions.ts'
import { Troubles } from './troubles.ts'

/** From when to when, ms since 1970: what touches it is in the report. */
export interface ReportPeriod {
  readonly sinceMs?: number
  readonly untilMs?: number
}

/** More than the shows of a year. */
const mostCollected = 500_000
/** Characters of all that is collected: one text may be as long as an entry. */
const mostText = 128 * 1024 * 1024
/** vMix has five streams; a log may say anything. */
const mostChannels = 1000

/**
 * What a log tells of shows, kept as little as can be: what happened to the streams, and of the rest one row each. Sessions
 * are put together only when they are asked for, one after the other.
 */
export class CollectedShow implements ShowSource {
  readonly #period: ReportPeriod
  readonly #channels = new Map<number, Happening[]>()
  readonly #texts = new SharedTexts()
  readonly #recordings = new Recordings()
  readonly #troubles = new Troubles()
  #happenings = 0
  #rowText = 0
  #log: LogFacts = nothingRead

  constructor(period: ReportPeriod) {
    this.#period = period
  }

  get log(): LogFacts {
    return this.#log
  }

  /** Throws {@link WitnessError} `overloaded` when it is more than one report can hold. */
  take(entry: WitnessEntry): void {
    const happening = happeningOf(entry, this.#texts)
    if (happening !== null) this.#keep(happening, entry.event.operation_id)
    const rows = this.#rows
    this.#recordings.take(entry)
    this.#troubles.take(entry)
    if (this.#rows > rows) this.#rowText += JSON.stringify([entry.event.params, entry.event.result]).length
    if (
      this.#happenings + this.#rows > mostCollected ||
      this.#texts.kept + this.#rowText > mostText ||
      this.#channels.size > mostChannels
    ) {
      throw tooLong()
    }
    this.#log = withEntry(this.#log, entry)
  }

  *streams(): Generator<StreamSession> {
    const lastAt = this.#log.lastAt ?? 0
    const channels = [...this.#channels.values()]
    // An outcome is written after what was seen on the way to it.
    for (const happenings of channels) happenings.sort((a, b) => a.at - b.at || a.sequence - b.sequence)
    const sessions = channels.map((happenings) => streamSessions(happenings, lastAt))
    for (const one of inOrderOfStart(sessions)) if (this.#isWithin(one.startedAt, one.endedAt)) yield one
  }

  *recordings(): Generator<RecordingFacts> {
    for (const one of this.#recordings.facts()) {
      if (this.#isWithin(one.startedAt ?? one.endedAt, one.endedAt)) yield one
    }
  }

  failures(): readonly Failure[] {
    return [...this.#troubles.failures, ...this.#troubles.unfinished()]
      .filter(({ at }) => this.#isWithin(at, at))
      .sort((a, b) => a.at - b.at || a.sequence - b.sequence)
  }

  seen(): readonly Seen[] {
    return this.#troubles.seen.filter(({ at }) => this.#isWithin(at, at))
  }

  gaps(): readonly Gap[] {
    return this.#troubles.gaps.filter(({ at, firstAt, lastAt }) => this.#isWithin(firstAt ?? at, lastAt ?? at))
  }

  get #rows(): number {
    return this.#recordings.count + this.#troubles.count
  }

  #keep(happening: Happening, operation: string | null): void {
    const ofChannel = this.#channels.get(happening.channel)
    if (ofChannel === undefined) this.#channels.set(happening.channel, [happening])
    else ofChannel.push(happening)
    this.#happenings++
    this.#rowText += operation?.length ?? 0
  }

  #isWithin(from: number | null, to: number | null): boolean {
    const { sinceMs = -Infinity, untilMs = Infinity } = this.#period
    return (to ?? Infinity) >= sinceMs && (from ?? -Infinity) < untilMs
  }
}

/** Merges what is in order already. */
function* inOrderOfStart(channels: readonly Iterator<StreamSession>[]): Generator<StreamSession> {
  const nexts = channels.map((sessions) => sessions.next())
  for (;;) {
    let first: StreamSession | null = null
    let from = -1
    for (const [index, { done, value }] of nexts.entries()) {
      if (done === true || (first !== null && !isBefore(value, first))) continue
      first = value
      from = index
    }
    const channel = channels[from]
    if (first === null || channel === undefined) return
    yield first
    nexts[from] = channel.next()
  }
}

function isBefore(one: StreamSession, other: StreamSession): boolean {
  return (one.startedAt - other.startedAt || one.channel - other.channel) < 0
}

const nothingRead: LogFacts = {
  instance: null,
  host: null,
  port: null,
  logId: null,
  entries: 0,
  firstAt: null,
  lastAt: null,
  head: null,
}

function withEntry(log: LogFacts, { event, current_hash: head }: WitnessEntry): LogFacts {
  const at = timeOf(event)
  const opened = event.event_type === 'log_opened' && log.entries === 0 ? event.params : null
  return {
    instance: textOf(opened, 'instance') ?? log.instance,
    host: textOf(opened, 'host') ?? log.host,
    port: numberOf(opened, 'port') ?? log.port,
    logId: event.log_id,
    entries: log.entries + 1,
    firstAt: Math.min(log.firstAt ?? at, at),
    lastAt: Math.max(log.lastAt ?? at, at),
    head,
  }
}

function tooLong(): WitnessError {
  return new WitnessError('overloaded', 'The show log holds more than one report can. Export it as CSV instead.')
}
