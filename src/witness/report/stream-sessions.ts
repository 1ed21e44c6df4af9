import type { DestinationRun, Seen, StreamSession } from './facts.ts'
import type { Happening } from './happening.ts'
import { HealthSpans, InterruptionSpans } from './spans.ts'

/** What was observed before a start was confirmed, and may belong to it. */
const mostRemembered = 1000

type Started = Extract<Happening, { kind: 'started' }>
type Observed = Extract<
  Happening,
  {
    kind:
      | 'live'
      | 'lost'
      | 'recovered'
      | 'closed'
      | 'failed'
      | 'feed_lost'
      | 'feed_back'
      | 'standby_on'
      | 'standby_off'
      | 'address'
      | 'health'
  }
>

/** What was brought back was started anew, destination by destination. */
function* eachStart(happenings: Iterable<Happening>): Generator<Exclude<Happening, { kind: 'resumed' }>> {
  for (const happening of happenings) {
    if (happening.kind !== 'resumed') yield happening
    else if (happening.starts.length > 0) yield* happening.starts
    else yield { at: happening.at, sequence: happening.sequence, channel: happening.channel, kind: 'switched_on' }
  }
}

/**
 * The sessions of one of vMix's streams, each as soon as it has ended, and so in the order in which they began.
 *
 * @param happenings of this channel, in the order in which they happened
 * @param lastAt when the log ends: what is still on has lasted so long
 */
export function* streamSessions(happenings: Iterable<Happening>, lastAt: number): Generator<StreamSession> {
  const ended: SessionBuilder[] = []
  let open: SessionBuilder | null = null
  let stopAskedAt: number | null = null
  let asked = new Map<string | null, number>()
  let before: Observed[] = []
  const begin = (session: SessionBuilder): SessionBuilder => {
    open = session
    return session
  }
  const end = (at: number, who: string | null, ending: 'stopped' | 'switched_off'): void => {
    open?.end({ at, who, ending, stopAskedAt })
    if (open !== null) ended.push(open)
    open = null
    stopAskedAt = null
    asked = new Map()
    before = []
  }
  for (const happening of eachStart(happenings)) {
    switch (happening.kind) {
      case 'asked':
        asked.set(happening.operation, happening.at)
        break
      case 'stop_asked':
        stopAskedAt ??= happening.at
        break
      case 'stop_failed':
        // It went on: what is lost from here on is no part of an end.
        stopAskedAt = null
        break
      case 'started': {
        const askedAt = asked.get(happening.operation) ?? happening.at
        const known = open
        const session = known ?? begin(new SessionBuilder(happening.channel, happening.at, happening.who))
        session.start(happening, liveAt(before, happening, askedAt))
        for (const observed of before) {
          const isNews = known === null || ('id' in observed && observed.id === happening.destination.id)
          if (isNews && observed.at >= askedAt) session.observe(observed)
        }
        stopAskedAt = null
        break
      }
      case 'stopped':
        if (happening.whole) end(happening.at, happening.who, 'stopped')
        else {
          stopAskedAt = null
          endRuns(open, happening.ids, happening.at)
        }
        break
      case 'switched_on':
        if (open === null) begin(new SessionBuilder(happening.channel, happening.at, null))
        break
      case 'switched_off':
        end(happening.at, null, 'switched_off')
        break
      default:
        before.push(happening)
        if (before.length > mostRemembered) before.shift()
        observe(open, happening)
    }
    for (let session = ended.pop(); session !== undefined; session = ended.pop()) yield session.facts(lastAt)
  }
  const last = stillOpen(open)
  if (last !== null) yield last.facts(lastAt)
}

/** These take the session as it is at the call, which the compiler does not know of a variable that functions set. */
function observe(open: SessionBuilder | null, observed: Observed): void {
  open?.observe(observed)
}
function stillOpen(open: SessionBuilder | null): SessionBuilder | null {
  return open
}
function endRuns(open: SessionBuilder | null, ids: readonly string[], at: number): void {
  for (const id of ids) open?.endRun(id, at, 'stopped')
}

/** When the destination's pictures began: a moment before its start was confirmed. */
function liveAt(before: readonly Observed[], { at, destination }: Started, askedAt: number): number {
  const live = before.find((one) => one.kind === 'live' && one.id === destination.id && one.at >= askedAt)
  return live?.at ?? at
}

interface Run {
  readonly destination: Started['destination']
  readonly from: number
  to: number | null
  readonly verification: string | null
  ending: DestinationRun['ending']
  readonly interruptions: InterruptionSpans
  readonly health: HealthSpans
}

class SessionBuilder {
  readonly #channel: number
  readonly #startedBy: string | null
  #startedAt: number
  #via: StreamSession['via'] = null
  readonly #runs: Run[] = []
  readonly #interruptions = new InterruptionSpans()
  readonly #standby = new InterruptionSpans()
  readonly #addressChanges: Seen[] = []
  readonly #health = new HealthSpans()
  #ended: Pick<StreamSession, 'endedAt' | 'endedBy' | 'ending'> = { endedAt: null, endedBy: null, ending: null }
  #stopAskedAt: number | null = null

  constructor(channel: number, startedAt: number, startedBy: string | null) {
    this.#channel = channel
    this.#startedAt = startedAt
    this.#startedBy = startedBy
  }

  start({ at, via, destination, verification, endedBefore }: Started, from: number): void {
    this.#via = via
    this.#startedAt = Math.min(this.#startedAt, from)
    for (const id of endedBefore) this.endRun(id, at, 'stopped')
    // Directly, a channel has one destination: another one takes its place.
    if (via === 'direct')
      for (const run of this.#runs) if (run.destination.id !== destination.id) close(run, at, 'stopped')
    if (this.#run(destination.id) !== null) return
    const spans = { interruptions: new InterruptionSpans(), health: new HealthSpans() }
    this.#runs.push({ destination, from, to: null, verification, ending: null, ...spans })
  }

  endRun(id: string, at: number, ending: 'stopped' | 'failed'): void {
    const run = this.#run(id)
    if (run !== null) close(run, at, ending)
  }

  observe(observed: Observed): void {
    const { at } = observed
    switch (observed.kind) {
      case 'feed_lost':
        this.#interruptions.begin(at, observed.why)
        break
      case 'feed_back':
        this.#interruptions.end(at)
        break
      case 'standby_on':
        this.#standby.end(at)
        this.#standby.begin(at, observed.why)
        break
      case 'standby_off':
        this.#standby.end(at)
        break
      case 'address':
        this.#addressChanges.push({ at, message: observed.why })
        break
      case 'health':
        if (observed.id === null) this.#health.set(at, observed.after)
        else this.#run(observed.id)?.health.set(at, observed.after)
        break
      case 'lost':
        this.#run(observed.id)?.interruptions.begin(at, observed.why)
        break
      case 'live':
      case 'recovered':
        this.#run(observed.id)?.interruptions.end(at)
        break
      case 'failed':
        this.#run(observed.id)?.interruptions.begin(at, observed.why)
        this.endRun(observed.id, at, 'failed')
        break
      default:
        this.endRun(observed.id, at, 'stopped')
    }
  }

  end(how: { at: number; who: string | null; ending: 'stopped' | 'switched_off'; stopAskedAt: number | null }): void {
    for (const run of this.#runs) if (run.to === null) close(run, how.at, 'stopped')
    this.#stopAskedAt = how.stopAskedAt
    this.#ended = { endedAt: how.at, endedBy: how.who, ending: how.ending }
  }

  facts(lastAt: number): StreamSession {
    const until = this.#ended.endedAt ?? Math.max(lastAt, this.#startedAt)
    return {
      channel: this.#channel,
      startedAt: this.#startedAt,
      startedBy: this.#startedBy,
      ...this.#ended,
      via: this.#via,
      destinations: this.#runs.map(({ destination, from, to, verification, ending, interruptions, health }) => ({
        ...destination,
        from,
        to,
        verification,
        ending,
        interruptions: interruptions.before(this.#stopAskedAt),
        health: health.between(from, to ?? until),
      })),
      interruptions: this.#interruptions.before(this.#stopAskedAt),
      standby: this.#standby.before(this.#stopAskedAt),
      addressChanges: [...this.#addressChanges],
      health: this.#health.between(this.#startedAt, until),
    }
  }

  /** The destination's run that is open. */
  #run(id: string): Run | null {
    return this.#runs.findLast((run) => run.destination.id === id && run.to === null) ?? null
  }
}

function close(run: Run, at: number, ending: 'stopped' | 'failed'): void {
  if (run.to !== null) return
  run.to = at
  run.ending = ending
}
