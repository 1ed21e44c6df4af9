import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import { settingsOf, type PlannedSchedule, type ScheduleConfig } from '../config/index.ts'
import type { RoomLog } from '../room/index.ts'
import { openSchedules, type Schedules, type ScheduleSettings } from '../schedules/index.ts'
import { StoredError } from '../stored/index.ts'
import type { ScheduleView } from '../view/index.ts'
import { PlanError } from './error.ts'
import { idOf, type Planned, PlannedFile, problemOf, unreadProblem } from './planned-file.ts'

interface PlanOptions {
  readonly room: Parameters<typeof openSchedules>[0]['room']
  /** Of the configuration file. */
  readonly fromFile: readonly ScheduleSettings[]
  /** Absolute; what is added is kept in `server/planned.json` below it. */
  readonly dataFolder: string
  readonly clock: Clock
  readonly log: RoomLog
}

const most = 500
/** So often a file that cannot be read is tried again. */
const againMs = 10_000

/** What is done at a time: lines of the configuration file, and those that were added while the server runs. */
export class Plan implements AsyncDisposable {
  readonly #room: PlanOptions['room']
  readonly #log: RoomLog
  readonly #schedules: Schedules
  readonly #file: PlannedFile
  #fromFile: readonly ScheduleSettings[]
  #added: ReadonlyMap<string, ScheduleConfig> = new Map()
  /** Lines that are not understood; null: what was added was not read yet, and is not written over. */
  #left: readonly unknown[] | null = null
  /** Nothing of it is unknown. */
  #isWhole = false
  /** One change at a time. */
  #changing: Promise<void> = Promise.resolve()
  readonly #over = new AbortController()
  readonly #reading: Promise<void>

  constructor(
    { room, fromFile, clock, log }: PlanOptions,
    parts: { readonly schedules: Schedules; readonly file: PlannedFile; readonly planned: Planned | null },
  ) {
    this.#room = room
    this.#log = log
    this.#fromFile = fromFile
    this.#schedules = parts.schedules
    this.#file = parts.file
    if (parts.planned === null) this.#tell(unreadProblem)
    else this.#take(parts.planned)
    this.#reading = this.#readAgain(clock)
  }

  /** From now on these stand in the configuration file; what was added stays, but for an id that is now the file's. */
  configure(fromFile: readonly ScheduleSettings[]): void {
    this.#fromFile = fromFile
    const hidden = this.#hidden()
    this.#follow()
    if (hidden.length === 0) return
    // Else whoever takes the line out of the file, so that it is not done, would bring this one to life.
    for (const id of hidden) {
      const message = 'It stands in the configuration file now: what was planned here under this id is removed.'
      this.#log.warn({ schedule: id }, message)
      this.#room.record('schedule_removed', { schedule: id, why: 'in_file' }, 'vmixctl serve')
    }
    this.#added = this.#unhidden(this.#added)
    this.#change(() => undefined).catch((error: unknown) =>
      this.#log.error({ err: error }, 'That they were removed cannot be kept.'),
    )
  }

  /** Adds one, or replaces one that was added. On disk when it resolves. @throws PlanError */
  async put(id: string, given: PlannedSchedule): Promise<ScheduleView> {
    this.#refuseFromFile(id)
    this.#check(given)
    await this.#change((added, left) => {
      if (!added.has(id) && added.size >= most) {
        throw new PlanError('too_many', `${most} lines are the most that can be planned here. Remove some first.`)
      }
      added.set(id, { ...given, id })
      left.delete(id)
    })
    return this.#view(id)
  }

  /** @throws PlanError */
  async remove(id: string): Promise<void> {
    this.#refuseFromFile(id)
    await this.#change((added, left) => {
      if (!added.delete(id) && !left.delete(id)) throw unknown()
    })
  }

  /** Leaves one time out, the next one, of whichever line. @throws PlanError `not_next` for any other time */
  async skip(id: string, atMs: number): Promise<ScheduleView> {
    this.#view(id)
    const done = await kept(this.#schedules.skip(id, atMs))
    if (!done)
      throw new PlanError(
        'not_next',
        'This is not its next time, or one to come is left out already. Look at the plan again.',
      )
    return this.#view(id)
  }

  /** @throws PlanError `not_next` where no time to come is left out */
  async takeBackSkip(id: string): Promise<ScheduleView> {
    this.#view(id)
    const done = await kept(this.#schedules.takeBackSkip(id))
    if (!done) throw new PlanError('not_next', 'No time to come is left out of it.')
    return this.#view(id)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    await this.#reading
    await this.#changing
    await this.#schedules[Symbol.asyncDispose]()
  }

  #view(id: string): ScheduleView {
    const view = this.#room.board.get(`schedule:${id}`)
    if (view?.kind !== 'schedule') throw unknown()
    return view
  }

  #check({ instance, destinations = [] }: PlannedSchedule): void {
    if (!this.#room.desks.has(instance)) {
      throw new PlanError('invalid', 'There is no vMix of this name. See /api/v1/instances.')
    }
    const missing = destinations.filter((id) => this.#room.presets.destination(id) === null).length
    if (missing > 0) {
      throw new PlanError('invalid', 'There is no destination of one of these names. See /api/v1/presets.')
    }
  }

  #refuseFromFile(id: string): void {
    if (!this.#fromFile.some((schedule) => schedule.id === id)) return
    throw new PlanError(
      'from_file',
      'This stands in the configuration file: change it there, and let the server read it again.',
    )
  }

  /**
   * On disk first: what is not kept is not done.
   *
   * @param change of what was added; what is not understood can be taken out by its id
   */
  async #change(change: (added: Map<string, ScheduleConfig>, left: Set<string>) => void): Promise<void> {
    const changed = this.#changing.then(async () => {
      if (this.#left === null) throw new PlanError('not_kept', unreadProblem)
      const added = new Map(this.#unhidden(this.#added))
      const ids = new Set(this.#left.flatMap((line) => idOf(line) ?? []))
      change(added, ids)
      const left = this.#left.filter((line) => ids.has(idOf(line) ?? '') || idOf(line) === null)
      await kept(this.#file.write([...added.values()], left))
      this.#added = this.#unhidden(added)
      this.#left = left
      this.#isWhole = left.length === 0
      this.#tell(problemOf(left))
      this.#follow()
    })
    this.#changing = changed.catch(() => undefined)
    await changed
  }

  #take({ schedules, left, problem }: Planned): void {
    this.#added = new Map(schedules.map((schedule) => [schedule.id, schedule]))
    this.#left = left
    this.#isWhole = problem === null
    this.#tell(problem)
    this.configure(this.#fromFile)
  }

  /** What is planned of lines that are not known here stays in the book. */
  #follow(): void {
    this.#schedules.configure(allOf(this.#fromFile, this.#added.values()), this.#isWhole)
  }

  async #readAgain(clock: Clock): Promise<void> {
    while (this.#left === null) {
      await clock.sleep(againMs, this.#over.signal, { background: true }).catch(() => undefined)
      if (this.#over.signal.aborted) return
      const planned = await this.#file.read(this.#log)
      if (planned !== null) this.#take(planned)
    }
  }

  /** On the server's own view, from which the alarm is. */
  #tell(planProblem: string | null): void {
    const { board } = this.#room
    const server = board.get('server')
    if (server?.kind === 'server') board.put({ ...server, planProblem })
  }

  #hidden(): readonly string[] {
    return this.#fromFile.flatMap(({ id }) => (this.#added.has(id) ? [id] : []))
  }

  #unhidden(added: ReadonlyMap<string, ScheduleConfig>): ReadonlyMap<string, ScheduleConfig> {
    const ids = new Set(this.#fromFile.map(({ id }) => id))
    return new Map([...added].filter(([id]) => !ids.has(id)))
  }
}

/** Reads what was added and follows all of it. */
export async function openPlan(options: PlanOptions): Promise<Plan> {
  const { fromFile, ...parts } = options
  const file = new PlannedFile(join(parts.dataFolder, 'server', 'planned.json'))
  const planned = await file.read(parts.log)
  const settings = allOf(fromFile, planned?.schedules ?? [])
  const schedules = await openSchedules({ ...parts, settings, isWhole: planned?.problem === null })
  return new Plan(options, { schedules, file, planned })
}

/** An id that stands in both is the file's. */
function allOf(fromFile: readonly ScheduleSettings[], added: Iterable<ScheduleConfig>): readonly ScheduleSettings[] {
  const ids = new Set(fromFile.map(({ id }) => id))
  const others = [...added].filter(({ id }) => !ids.has(id)).map((schedule) => settingsOf(schedule, false))
  return [...fromFile, ...others]
}

function unknown(): PlanError {
  return new PlanError('unknown_schedule', 'There is no schedule of this id.')
}

/** @throws PlanError `not_kept` */
async function kept<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (cause) {
    if (cause instanceof StoredError && cause.code === 'too_long') {
      throw new PlanError('too_many', 'This is more than can be planned here (1 MB). Remove some first.', { cause })
    }
    const message = 'It cannot be kept on disk, so all stays as it is. Look at the data folder: is the disk full?'
    throw new PlanError('not_kept', message, { cause })
  }
}
