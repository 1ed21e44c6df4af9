import type { Clock } from '../../clock/index.ts'
import type { Alerts, ReceiverState } from '../../alerts/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import type { Board } from '../board/index.ts'
import { entityKey, type EntityView, type RecordingView, type StreamView } from '../view/index.ts'
import { alertViewOf, maintenanceViewOf } from './alert-view.ts'
import { conditionsOf } from './conditions.ts'
import { Guard, type GuardOptions } from './guard/guard.ts'
import { RecorderStops } from './recorder-stops.ts'
import { RecordingProgress } from './recording-progress.ts'
import { type StopKind, StreamStops } from './stream-stops.ts'
import { unseenIn } from './unseen.ts'

export interface AlarmsOptions {
  readonly board: Board
  readonly alerts: Alerts
  readonly clock: Clock
  /** Whether streams that stop by themselves are started again, and by whom; null: there is only the alarm. */
  readonly guard?: Pick<GuardOptions, 'desks'> | null
  /** Somebody has acknowledged it. */
  readonly onAcknowledged?: (id: string, by: string) => void
  /** Told of a defect of this program in a look; the next look comes all the same. */
  readonly onDefect: (error: unknown) => void
}

/** Between two looks where nothing changes, ms. */
const lookMs = 1000
/** What changes together is looked at together, ms: the board changes with every figure. */
const gapMs = 200
/** So long a gateway may take to be there when the server begins, ms. */
const startMs = 35_000
/** What an alarm can come from. */
const watched: ReadonlySet<EntityView['kind']> = new Set([
  'server',
  'gateway',
  'instance',
  'stream',
  'recording',
  'schedule',
])

/** Looks at the board once a second, and soon after it changed; puts alarms on it. It closes `alerts` with itself. */
export class Alarms implements AsyncDisposable {
  readonly alerts: Alerts
  readonly #options: AlarmsOptions
  readonly #stops = new StreamStops()
  #guard: Guard | null = null
  readonly #recorders = new RecorderStops()
  readonly #progress = new RecordingProgress()
  readonly #over = new AbortController()
  readonly #running: Promise<void>
  readonly #endings: (() => void)[]
  readonly #begunAtMs: number
  #nap = new AbortController()
  #shown: ReadonlySet<string> = new Set()
  /** Something is to be decided within a moment: there is no time to wait for the next turn. */
  #isPending = false

  constructor(options: AlarmsOptions) {
    const { board, alerts } = options
    this.alerts = alerts
    this.#begunAtMs = options.clock.monotonic()
    this.#options = options
    this.#endings = [board.onChange(() => this.#nap.abort()), alerts.onChange(() => this.#show())]
    this.guard(options.guard ?? null)
    this.#show()
    this.#running = this.#run()
  }

  /** From now on streams that stop by themselves are started again, or not. */
  guard(parts: Pick<GuardOptions, 'desks'> | null): void {
    if ((parts === null) === (this.#guard === null)) return
    void this.#guard?.close()
    this.#guard = parts === null ? null : new Guard({ ...parts, onDefect: this.#options.onDefect })
  }

  get receivers(): readonly ReceiverState[] {
    return this.alerts.receivers
  }

  /** What the log was told of one vMix: it says how a stream ended. */
  event(instance: string, event: WitnessEvent): void {
    const atMs = this.#options.clock.monotonic()
    this.#stops.event(instance, event, atMs)
    this.#recorders.event(instance, event, atMs)
    this.#nap.abort()
  }

  /** Somebody has seen it. @returns false: there is none of this id */
  acknowledge(id: string, by: string): boolean {
    const found = this.alerts.acknowledge(id, by)
    if (found) this.#options.onAcknowledged?.(id, by)
    return found
  }

  /** Called when it closes. */
  endsWith(end: () => void): void {
    this.#endings.push(end)
  }

  /** What was not delivered is kept for the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    this.#nap.abort()
    for (const end of this.#endings) end()
    await this.#running
    await this.#guard?.close()
    await this.alerts.close()
  }

  async #run(): Promise<void> {
    const { clock, onDefect } = this.#options
    const { signal } = this.#over
    while (!signal.aborted) {
      this.#nap = new AbortController()
      try {
        this.#look()
      } catch (error) {
        onDefect(error)
      }
      await clock.sleep(gapMs, signal).catch(() => undefined)
      if (!this.#isPending) await clock.sleep(lookMs - gapMs, this.#nap.signal).catch(() => undefined)
    }
  }

  #look(): void {
    const { board, clock, alerts } = this.#options
    const atMs = clock.monotonic()
    const entities = board.entities.filter(({ kind }) => watched.has(kind))
    const recordings: RecordingView[] = []
    const streams: StreamView[] = []
    for (const entity of entities) {
      if (entity.kind === 'recording') recordings.push(entity)
      if (entity.kind === 'stream') streams.push(entity)
    }
    const stops = new Map(streams.map((stream) => [stream, this.#stopOf(stream, atMs)]))
    this.#isPending = [...stops.values()].includes('not_yet')
    const conditions = conditionsOf({
      entities,
      nowMs: clock.now(),
      stopOf: (stream) => stops.get(stream) ?? 'unknown',
      isStarting: atMs - this.#begunAtMs < startMs,
      recordersOff: this.#recorders.look(new Set(recordings.filter(isOfVMix).map(({ instance }) => instance)), atMs),
      stalled: this.#progress.look(recordings, atMs),
      notRestarted: this.#restart(stops, atMs),
    })
    alerts.look(conditions, unseenIn(entities))
    this.#show()
  }

  /** @returns those that are given up */
  #restart(stops: ReadonlyMap<StreamView, StopKind | null>, atMs: number): ReadonlyMap<string, string> {
    const guard = this.#guard
    if (guard === null) return new Map()
    for (const [stream, how] of stops) {
      const isRead = this.#isRead(stream.instance)
      if (isRead) guard.look(stream, how, atMs)
    }
    guard.keep([...stops.keys()])
    return guard.givenUp
  }

  /** vMix answers: what it shows is so. */
  #isRead(instance: string): boolean {
    const entity = this.#options.board.get(`instance:${instance}`)
    return entity?.kind === 'instance' && entity.connection.state === 'connected'
  }

  /** Of one that is off and should be on; null of all others. */
  #stopOf(stream: StreamView, atMs: number): StopKind | null {
    const { instance, channel, live, shouldBeLive } = stream
    if (live !== false || shouldBeLive !== true) {
      this.#stops.isWell(stream)
      return null
    }
    const kind = this.#stops.kindOf(instance, channel, atMs)
    if (kind !== 'unknown') return kind
    // After a restart of this server nobody tells again how a stream ended: what was found then holds.
    const before = this.alerts.alerts.find(
      (alert) =>
        alert.kind === 'stream_stopped_by_hand' &&
        alert.state === 'firing' &&
        alert.instance === instance &&
        alert.channel === channel,
    )
    return before === undefined ? 'unknown' : 'by_hand'
  }

  #show(): void {
    const { board, alerts } = this.#options
    const views = [...alerts.alerts.map(alertViewOf), ...alerts.maintenance.map(maintenanceViewOf)]
    const keys = new Set(views.map(entityKey))
    for (const view of views) board.put(view)
    for (const key of this.#shown) if (!keys.has(key)) board.remove(key)
    this.#shown = keys
  }
}

function isOfVMix({ recorder, state }: RecordingView): boolean {
  return recorder === 'vmix' && state === 'recording'
}
