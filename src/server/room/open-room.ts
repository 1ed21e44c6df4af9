import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import { UploadTurn } from '../../preflight/index.ts'
import { openRehearsal, rehearsalState, type Rehearsal, type RehearsalMemory } from '../../rehearsal/index.ts'
import { resolveSecret, type Redactor, type Secret } from '../../secrets/index.ts'
import type { JsonObject, WitnessEvent } from '../../witness/index.ts'
import { Board } from '../board/index.ts'
import { readStored, writeStored } from '../stored/index.ts'
import type { ServerView } from '../view/index.ts'
import { Desk } from './desk.ts'
import { GatewayWatch, type Program } from './gateway-watch.ts'
import { LookLoop } from './look-loop.ts'
import { FileKeptShows } from './kept/kept-shows.ts'
import { FilePresetBook } from './presets/preset-book.ts'
import type { ControlRoom, InstanceDesk } from './room.ts'
import { ServerLog } from './server-log.ts'
import type { InstanceSettings, RoomLog, RoomSettings } from './settings.ts'

export interface RoomOptions {
  readonly settings: RoomSettings
  /** Absolute. */
  readonly dataFolder: string
  readonly clock: Clock
  /** Who operates where no operation says so, as the show log has it. */
  readonly actor: string
  readonly server: Omit<ServerView, 'kind' | 'startedAt'>
  readonly log: RoomLog
  /** Everything that is said or recorded goes through it; it learns each key. */
  readonly redactor: Redactor
  /** How a gateway is started in a process of its own, given its arguments; null: it is only looked for. */
  readonly gatewayProgram: ((args: readonly string[]) => Program) | null
}

type EventListener = (instance: string, event: WitnessEvent) => void

/** A room that can be given other settings while a show runs. */
export interface RunningRoom extends ControlRoom {
  /**
   * From now on it is so. An instance that is as before keeps its controller and is watched without a break; one that is gone
   * is left alone: its streams go on.
   */
  configure(settings: RoomSettings): Promise<void>
  /** Told of everything that is seen at any vMix or its gateway, after it is in the log. @returns ends it */
  onEvent(listener: EventListener): () => void
}

/**
 * Opens all that the settings name and watches it. Nothing is sent to vMix; closing it leaves every stream running.
 *
 * @throws Error when the data folder cannot be used
 */
export async function openRoom(options: RoomOptions): Promise<RunningRoom> {
  const board = new Board()
  const startedAt = new Date(options.clock.now()).toISOString()
  board.put({ kind: 'server', startedAt, ...options.server })
  const { settings, dataFolder, log, redactor } = options
  const serverFolder = join(dataFolder, 'server')
  const presets = await FilePresetBook.open({ serverFolder, board, log, redactor }, settings.destinations)
  const serverLog = await ServerLog.open(options)
  // Streams may still be sent to what the server before this one had.
  const rehearsal = await openRehearsal({
    clock: options.clock,
    memory: rehearsalMemory(join(serverFolder, 'rehearsals.json')),
    onProblem: (message) => log.warn({}, message),
  })
  const kept = await FileKeptShows.open({ serverFolder, presets, log })
  const room = new Room(options, board, presets, { log: serverLog, rehearsal, kept })
  await room.configure(settings)
  return room
}

function rehearsalMemory(path: string): RehearsalMemory {
  return {
    read: () => readStored(path, rehearsalState),
    write: (state) => writeStored(path, state),
  }
}

/** Keys may come and go in files and, at the next start, in variables. */
const presetsEvery = 10

class Room implements RunningRoom {
  readonly board: Board
  readonly presets: FilePresetBook
  readonly kept: FileKeptShows
  readonly #options: RoomOptions
  readonly rehearsal: Rehearsal
  readonly #serverLog: ServerLog
  readonly #desks = new Map<string, Desk>()
  /** No longer here, and not closed yet. */
  readonly #retired = new Set<Promise<void>>()
  readonly #listeners = new Set<EventListener>()
  readonly #presetLoop: LookLoop
  #gateway: GatewayWatch | null = null
  #gatewayIs: string | null = null
  #uploadTo: string | null = null
  readonly uploadTurn = new UploadTurn()

  constructor(
    options: RoomOptions,
    board: Board,
    presets: FilePresetBook,
    { log, rehearsal, kept }: { readonly log: ServerLog; readonly rehearsal: Rehearsal; readonly kept: FileKeptShows },
  ) {
    this.#options = options
    this.board = board
    this.presets = presets
    this.#serverLog = log
    this.rehearsal = rehearsal
    this.kept = kept
    let turn = 0
    this.#presetLoop = new LookLoop(
      options.clock,
      async () => {
        if (turn++ % presetsEvery === 0) await presets.look()
      },
      (error) => options.log.error({ err: error }, 'Destinations cannot be looked at.'),
    )
  }

  get desks(): ReadonlyMap<string, InstanceDesk> {
    return this.#desks
  }

  get gateway(): ControlRoom['gateway'] {
    return this.#gateway?.link.present == null ? null : this.#gateway.link
  }

  get gatewayGoneForMs(): number | null {
    return this.#gateway?.goneForMs ?? null
  }

  get writtenFolders(): readonly string[] {
    const { dataFolder } = this.#options
    return [dataFolder, join(dataFolder, 'recordings')]
  }

  get uploadTo(): string | null {
    return this.#uploadTo
  }

  record(eventType: string, params: JsonObject, actor: string): void {
    this.#serverLog.record(eventType, params, actor)
  }

  onEvent(listener: EventListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async configure(settings: RoomSettings): Promise<void> {
    this.#uploadTo = settings.uploadTo ?? null
    await this.presets.configure(settings.destinations)
    const isNewGateway = await this.#configureGateway(settings.gateway)
    const wanted = new Set(settings.instances.map(({ id }) => id))
    for (const [id, desk] of this.#desks) {
      if (wanted.has(id)) continue
      this.#desks.delete(id)
      this.#retire(desk)
      desk.leaveBoard()
    }
    const opened: Desk[] = []
    for (const instance of settings.instances) {
      const before = this.#desks.get(instance.id)
      if (before !== undefined && !isNewGateway && !before.isHalfOpen && isReachedAlike(before.settings, instance)) {
        before.rename(instance.name)
        opened.push(before)
        continue
      }
      const desk = await this.#open(instance)
      // The one before is there until now: what is on can be stopped all the time.
      this.#desks.set(instance.id, desk)
      if (before !== undefined) this.#retire(before)
      opened.push(desk)
    }
    // In the order of the configuration; the map itself stays, for those who hold it.
    this.#desks.clear()
    for (const desk of opened) this.#desks.set(desk.id, desk)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#presetLoop[Symbol.asyncDispose]()
    await Promise.all([...[...this.#desks.values()].map((desk) => desk[Symbol.asyncDispose]()), ...this.#retired])
    await this.#gateway?.[Symbol.asyncDispose]()
    await this.rehearsal[Symbol.asyncDispose]()
    await this.kept[Symbol.asyncDispose]()
    await this.#serverLog[Symbol.asyncDispose]()
  }

  /** It is not watched from now on, and closes in its own time: what it has begun it ends. */
  #retire(desk: Desk): void {
    const closed = desk[Symbol.asyncDispose]()
      .catch((error: unknown) =>
        this.#options.log.error({ instance: desk.id, err: error }, 'It cannot be closed: a defect of this program.'),
      )
      .finally(() => this.#retired.delete(closed))
    this.#retired.add(closed)
  }

  /** @returns whether the controllers must be opened anew: with a gateway, or without */
  async #configureGateway(settings: RoomSettings['gateway']): Promise<boolean> {
    const is = JSON.stringify(settings)
    if (is === this.#gatewayIs) return false
    this.#gatewayIs = is
    const before = this.#gateway
    if (before !== null && settings !== null) {
      await before.configure(settings)
      return false
    }
    const { dataFolder, clock, log, gatewayProgram: program } = this.#options
    await before?.[Symbol.asyncDispose]()
    this.#gateway =
      settings === null ? null : new GatewayWatch({ dataFolder, settings, clock, board: this.board, log, program })
    if (settings === null) this.board.remove('gateway')
    await this.#gateway?.looked
    return true
  }

  async #open(settings: InstanceSettings): Promise<Desk> {
    const { dataFolder, actor, clock, log } = this.#options
    const { password, problem } = await this.#passwordOf(settings)
    return new Desk({
      settings,
      password,
      passwordProblem: problem,
      dataFolder,
      actor,
      clock,
      board: this.board,
      log,
      gateway: this.#gateway,
      rehearsal: this.rehearsal,
      kept: this.kept,
      onEvent: (instance, event) => {
        for (const listener of this.#listeners) this.#tell(listener, instance, event)
      },
    })
  }

  /** One that fails keeps neither the others nor the log from hearing. */
  #tell(listener: EventListener, instance: string, event: WitnessEvent): void {
    try {
      listener(instance, event)
    } catch (error) {
      this.#options.log.error({ instance, err: error }, 'An event was not heard: a defect of this program.')
    }
  }

  async #passwordOf({ id, password }: InstanceSettings): Promise<{ password: Secret | null; problem: string | null }> {
    if (password === null) return { password: null, problem: null }
    try {
      const secret = await resolveSecret(password)
      this.#options.redactor.add(secret)
      return { password: secret, problem: null }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.#options.log.error({ instance: id }, `The password of this vMix cannot be had: ${why}`)
      // Where on the disk it is kept is nothing for everybody who looks at the page.
      const shown = password.kind === 'env' ? why : "Its file cannot be read; the server's log says why."
      return { password: null, problem: `The password of this vMix cannot be had: ${shown}` }
    }
  }
}

/** All but the name, which is only shown. */
function isReachedAlike(a: InstanceSettings, b: InstanceSettings): boolean {
  return JSON.stringify({ ...a, name: '' }) === JSON.stringify({ ...b, name: '' })
}
