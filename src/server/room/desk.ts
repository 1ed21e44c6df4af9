import type { Clock } from '../../clock/index.ts'
import { VMixStreamingController, type StreamStatus } from '../../controller/index.ts'
import type { Rehearsal } from '../../rehearsal/index.ts'
import type { Secret } from '../../secrets/index.ts'
import { VMixError, parseState, type VMixEvent, type VMixState } from '../../vmix/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import type { Board } from '../board/index.ts'
import { entityKey, type EntityView, type InstanceView, type RecordingView } from '../view/index.ts'
import { Connection } from './connection.ts'
import { type GatewayAnswer, isAnswer } from './gateway-link.ts'
import { namesOfThisMachine, reachProblem } from './gateway-reach.ts'
import type { GatewayWatch } from './gateway-watch.ts'
import { LookLoop } from './look-loop.ts'
import type { InstanceDesk, KeptShows } from './room.ts'
import type { InstanceSettings, RoomLog } from './settings.ts'
import { ShowReturn } from './show-return.ts'
import { instanceViewOf } from './views/instance-view.ts'
import { recordingViewsOf, withEnded } from './views/recording-view.ts'
import { streamViewsOf } from './views/stream-view.ts'

export interface DeskOptions {
  readonly settings: InstanceSettings
  readonly password: Secret | null
  /** Why the password cannot be had; null: it can, or there is none. */
  readonly passwordProblem: string | null
  readonly dataFolder: string
  readonly actor: string
  readonly clock: Clock
  readonly board: Board
  readonly log: RoomLog
  /** Null: this room has none. */
  readonly gateway: GatewayWatch | null
  readonly rehearsal: Rehearsal
  readonly kept: KeptShows
  /** Told of everything that was seen, after it is in the log. */
  readonly onEvent: (instance: string, event: WitnessEvent) => void
}

/** What is known of a vMix that was never read. */
const nothingRead = parseState('<vmix><version/></vmix>')
/** Every so many looks it is looked how the log stands. */
const logEvery = 3
/** So long a log on a disk that hangs may hold up what is shown. */
const statusMs = 2000
/** What of vMix's own events changes what is shown. */
const shownChanges: ReadonlySet<VMixEvent['type']> = new Set([
  'snapshotted',
  'connection',
  'streaming',
  'recording',
  'preset',
  'version',
])

/** One vMix of the room: observed, looked at once a second and when something happens, and put on the board. */
export class Desk implements InstanceDesk, AsyncDisposable {
  readonly controller: VMixStreamingController
  readonly #options: DeskOptions
  readonly #over = new AbortController()
  readonly #connection: Connection
  readonly #loop: LookLoop
  readonly #observing: Promise<void>
  readonly #return: ShowReturn
  readonly #ownNames = namesOfThisMachine()
  #settings: InstanceSettings
  #shown = new Set<string>()
  #recordings: readonly RecordingView[] = []
  #lastState: VMixState | null = null
  #logProblem: string | null = null
  #looks = 0
  #isReadingLock = false
  /** A status that a slow disk still holds up. */
  #pending: Promise<StreamStatus | null> | null = null

  constructor(options: DeskOptions) {
    const { settings, password, dataFolder, actor, clock, gateway } = options
    const { host, port, tcpPort, username, id } = settings
    this.#options = options
    this.#settings = settings
    this.controller = new VMixStreamingController({
      host,
      port,
      tcpPort,
      ...(username === null ? {} : { username }),
      ...(password === null ? {} : { password }),
      instance: id,
      dataFolder,
      actor,
      clock,
      gateway: gateway?.link ?? null,
    })
    this.#connection = new Connection(clock)
    const { kept, log } = options
    const onChange = () => this.lookNow()
    this.#return = new ShowReturn({ instance: id, controller: this.controller, kept, gateway, log, onChange })
    this.#put()
    this.#loop = new LookLoop(
      clock,
      (isAsked) => this.#look(isAsked),
      (error) =>
        options.log.error({ instance: id, err: error }, 'This vMix cannot be shown: a defect of this program.'),
    )
    this.#observing = this.controller
      .observe({
        signal: this.#over.signal,
        onEvent: (event) => {
          this.lookNow()
          options.onEvent(id, event)
        },
        onVMix: ({ type }) => {
          if (shownChanges.has(type)) this.lookNow()
        },
        onProblem: (message) => this.#tellProblem(message),
      })
      .catch((error: unknown) => {
        // The others are watched all the same, and this one is asked.
        options.log.error({ instance: id, err: error }, 'This vMix is not observed: a defect of this program.')
      })
  }

  get id(): string {
    return this.#settings.id
  }

  get name(): string {
    return this.#settings.name
  }

  get settings(): InstanceSettings {
    return this.#settings
  }

  /** Its password could not be had when it was opened. */
  get isHalfOpen(): boolean {
    return this.#options.passwordProblem !== null
  }

  /** Shows it by another name; what is behind it stays as it is. */
  rename(name: string): void {
    const view = this.#options.board.get(`instance:${this.id}`)
    this.#settings = { ...this.#settings, name }
    if (view?.kind === 'instance') this.#options.board.put({ ...view, name })
  }

  lookNow(): void {
    this.#loop.wake()
  }

  /** Ends watching at once, and closes when the operations under way have ended. Streams and recordings go on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    await Promise.all([this.#loop[Symbol.asyncDispose](), this.#observing])
    await this.controller.close()
  }

  /** Takes everything of this vMix off the board. */
  leaveBoard(): void {
    const { board } = this.#options
    for (const key of [...this.#shown, `instance:${this.id}`]) board.remove(key)
    this.#shown = new Set()
  }

  /** @param isAsked somebody waits for it: then the gateway is asked anew */
  async #look(isAsked: boolean): Promise<void> {
    const { gateway } = this.#options
    this.#readLock()
    const [state, answer] = await Promise.all([
      this.#readState(),
      gateway === null ? null : isAsked ? gateway.fresh() : gateway.latest,
      this.#lookAtLog(),
    ])
    if (this.#over.signal.aborted) return
    this.#lastState = state
    if (!this.#connection.isConnected) this.#return.forget()
    this.#put(this.#gatewayProblem(answer))
    const known = { ...(answer === null ? {} : { gateway: answer }), state: state ?? nothingRead }
    const [status, health] = await Promise.all([
      state === null ? null : this.#status(known),
      this.controller.getStreamHealth({ known }),
    ])
    if (this.#over.signal.aborted) return
    const feeds = isAnswer(answer) ? answer.feeds.filter(({ instance }) => instance === this.id) : []
    const about = { instance: this.id, state, feeds }
    const { rehearsal } = this.#options
    if (status !== null) this.#return.look({ status, feeds, known, isConnected: this.#connection.isConnected })
    const now = recordingViewsOf(about)
    this.#recordings = withEnded(this.#recordings, now, {
      gateway: answer === null || isAnswer(answer),
      vmix: this.#connection.isConnected,
    })
    const streams = streamViewsOf({
      ...about,
      status,
      health,
      direct: this.#return.direct,
      arrived: (channel, destinationId) => rehearsal.arrived({ instance: this.id, channel, destinationId }),
    })
    for (const { channel, rehearsal: isRehearsal } of streams) rehearsal.seen(this.id, channel, isRehearsal)
    this.#show([...streams, ...this.#recordings])
  }

  /** The observer's, which costs nothing; where another process observes this vMix, vMix is asked. */
  async #readState(): Promise<VMixState | null> {
    const { seen } = this.controller
    if (seen !== null) {
      const { snapshot, connection } = seen
      if (connection.connected) this.#connection.answered(connection.pushed ? 'pushed' : 'polled')
      else if (connection.error !== null) this.#connection.failed(connection.error.message)
      return snapshot?.state ?? this.#lastState
    }
    try {
      const state = await this.controller.readState({ signal: this.#over.signal })
      this.#connection.answered('polled')
      return state
    } catch (error) {
      if (this.#over.signal.aborted) return null
      if (!(error instanceof VMixError)) throw error
      this.#connection.failed(error.message)
      return this.#lastState
    }
  }

  /** Another process may have set it. Nothing waits for it: on a disk that hangs it stays as it was, and one read alone hangs. */
  #readLock(): void {
    if (this.#isReadingLock) return
    this.#isReadingLock = true
    this.controller
      .showLock()
      .catch(() => undefined)
      .finally(() => (this.#isReadingLock = false))
  }

  /** Less often than all else: it is the dearest look, and a disk does not fail by the second. */
  async #lookAtLog(): Promise<void> {
    if (this.#looks++ % logEvery === 0) this.#logProblem = await this.controller.logProblem()
  }

  async #status(known: NonNullable<Parameters<VMixStreamingController['getStreamStatus']>[0]>['known']) {
    const over = new AbortController()
    this.#pending ??= this.controller
      .getStreamStatus(known === undefined ? {} : { known })
      .finally(() => (this.#pending = null))
    const limit = this.#options.clock.sleep(statusMs, over.signal).then(
      () => null,
      () => null,
    )
    const status = await Promise.race([this.#pending, limit])
    over.abort()
    return status
  }

  #gatewayProblem(answer: GatewayAnswer | null): string | null {
    if (answer === null) return null
    if (!isAnswer(answer)) return answer.problem
    return reachProblem(this.#settings.host, answer.rtmp.advertise, this.#ownNames)
  }

  #put(gatewayProblem: string | null = null): void {
    const { board, passwordProblem } = this.#options
    const connection: InstanceView['connection'] = this.#connection.view
    board.put(
      instanceViewOf({
        settings: this.#settings,
        connection:
          passwordProblem === null || connection.state === 'connected'
            ? connection
            : { ...connection, problem: passwordProblem },
        state: this.#lastState,
        gatewayProblem,
        logProblem: this.#logProblem,
        locked: this.controller.lockedShow !== null,
        resume: this.#return.plan,
      }),
    )
  }

  #show(entities: readonly EntityView[]): void {
    const { board } = this.#options
    const keys = new Set<string>()
    for (const entity of entities) {
      keys.add(entityKey(entity))
      board.put(entity)
    }
    for (const key of this.#shown) if (!keys.has(key)) board.remove(key)
    this.#shown = keys
  }

  #tellProblem(message: string | null): void {
    const { log, gateway } = this.#options
    this.lookNow()
    // Whoever looks for the gateway says it once, and not for each vMix.
    if (gateway?.link.present === null && message === gateway.link.why) return
    if (message === null) log.info({ instance: this.id }, 'All can be seen and recorded again.')
    else log.warn({ instance: this.id }, message)
  }
}
