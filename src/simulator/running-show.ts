import type { Clock } from '../clock/index.ts'
import { changedLines, type Snapshot, snapshotOf } from './events/snapshot.ts'
import { tallyOf } from './events/tally.ts'
import { nextEndMs, playOn } from './functions/playback.ts'
import { nextReplayEndMs, replayOn } from './functions/replay-playback.ts'
import { writeLive } from './show/index.ts'
import type { Stage } from './stage.ts'

/** A client that has subscribed to something. */
export interface Subscriber {
  readonly tally: boolean
  readonly acts: boolean
  /** One line, without its CRLF. */
  send(line: string): void
}

/** The show as time goes by: it is brought to now before it is read, and what has changed is told to subscribers. */
export class RunningShow {
  readonly #clock: Clock
  readonly #subscribers = new Set<Subscriber>()
  #stage: Stage
  #tally = ''
  /** Null while nobody has subscribed to activators. */
  #snapshot: Snapshot | null = null
  #waiting = new AbortController()
  #closed = false

  constructor(stage: Stage, clock: Clock) {
    this.#stage = stage
    this.#clock = clock
  }

  /** The show as it is now. */
  get stage(): Stage {
    const stage = this.#stage
    const passedMs = stage.motion.advance()
    playOn(stage, passedMs)
    replayOn(stage, passedMs)
    writeLive(stage.show, stage.streams, stage.recorder)
    return stage
  }

  /** Puts another show in place of this one, as a restart of vMix does. Nobody has subscribed to it yet. */
  replace(stage: Stage): void {
    this.#stage = stage
    this.#subscribers.clear()
    this.#snapshot = null
    this.touch()
  }

  /** Changes the show, and tells what has changed. */
  change<T>(act: (stage: Stage) => T): T {
    try {
      return act(this.stage)
    } finally {
      // Also when it throws: what it had changed by then is changed.
      this.touch()
    }
  }

  /** Something has changed, or may have: subscribers are told, and the next change that time brings is waited for. */
  touch(): void {
    const stage = this.stage
    this.#tellTally(stage)
    this.#tellActivators(stage)
    this.#waiting.abort()
    if (this.#closed) return
    const waiting = new AbortController()
    this.#waiting = waiting
    const dueMs = Math.min(
      ...[stage.motion.nextMs(), nextEndMs(stage), nextReplayEndMs(stage)].map((ms) => ms ?? Infinity),
    )
    if (dueMs === Infinity) return
    this.#clock.sleep(dueMs, waiting.signal, { background: true }).then(
      () => this.touch(),
      () => undefined,
    )
  }

  /**
   * To be called when a subscriber is new or has chosen anew: from now on it is told of changes. Whoever has subscribed to
   * tally is told it at once by the caller, activators only when they change (vendor's help; sure).
   */
  subscribe(subscriber: Subscriber): void {
    this.touch()
    this.#subscribers.add(subscriber)
    const stage = this.stage
    this.#tally = tallyOf(stage)
    if (subscriber.acts) this.#snapshot ??= snapshotOf(stage)
  }

  unsubscribe(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber)
    if (!this.#wants('acts')) this.#snapshot = null
  }

  /** Nothing is waited for any more. */
  close(): void {
    this.#closed = true
    this.#waiting.abort()
    this.#subscribers.clear()
  }

  #wants(what: 'tally' | 'acts'): boolean {
    for (const subscriber of this.#subscribers) if (subscriber[what]) return true
    return false
  }

  #tellTally(stage: Stage): void {
    if (!this.#wants('tally')) return
    const tally = tallyOf(stage)
    if (tally === this.#tally) return
    this.#tally = tally
    for (const subscriber of this.#subscribers) if (subscriber.tally) subscriber.send(`TALLY OK ${tally}`)
  }

  #tellActivators(stage: Stage): void {
    const before = this.#snapshot
    if (before === null) return
    const after = snapshotOf(stage)
    this.#snapshot = after
    const lines = changedLines(before, after)
    for (const subscriber of this.#subscribers) if (subscriber.acts) for (const line of lines) subscriber.send(line)
  }
}
