import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import { settingsOf, type PlannedSchedule, type ScheduleConfig } from '../config/index.ts'
import type { RoomLog } from '../room/index.ts'
import { openSchedules, type Schedules, type ScheduleSettings } from '../schedules/index.ts'
import type { ScheduleView } from '../view/index.ts'
import { PlanError } from './error.ts'
import { PlannedFile } from './planned-file.ts'

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

/** What is done at a time: lines of the configuration file, and those that were added while the server runs. */
export class Plan implements AsyncDisposable {
  readonly #room: PlanOptions['room']
  readonly #schedules: Schedules
  readonly #file: PlannedFile
  #fromFile: readonly ScheduleSettings[]
  #added: ReadonlyMap<string, ScheduleConfig>
  /** One change at a time. */
  #changing: Promise<void> = Promise.resolve()

  constructor(
    { room, fromFile }: PlanOptions,
    parts: { readonly schedules: Schedules; readonly file: PlannedFile; readonly added: readonly ScheduleConfig[] },
  ) {
    this.#room = room
    this.#fromFile = fromFile
    this.#schedules = parts.schedules
    this.#file = parts.file
    this.#added = new Map(parts.added.map((schedule) => [schedule.id, schedule]))
  }

  /** From now on these stand in the configuration file; what was added stays, but for an id that is now the file's. */
  configure(fromFile: readonly ScheduleSettings[]): void {
    this.#fromFile = fromFile
    this.#schedules.configure(allOf(fromFile, this.#added.values()))
  }

  /** Adds one, or replaces one that was added. On disk when it resolves. @throws PlanError */
  async put(id: string, given: PlannedSchedule): Promise<ScheduleView> {
    this.#refuseFromFile(id)
    this.#check(given)
    await this.#change((added) => {
      if (!added.has(id) && added.size >= most) {
        throw new PlanError('too_many', `${most} lines are the most that can be planned here. Remove some first.`)
      }
      added.set(id, { ...given, id })
    })
    return this.#view(id)
  }

  /** @throws PlanError */
  async remove(id: string): Promise<void> {
    this.#refuseFromFile(id)
    await this.#change((added) => {
      if (!added.delete(id)) throw unknown()
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

  /** On disk first: what is not kept is not done. */
  async #change(change: (added: Map<string, ScheduleConfig>) => void): Promise<void> {
    const changed = this.#changing.then(async () => {
      const added = new Map(this.#added)
      change(added)
      await kept(this.#file.write([...added.values()]))
      this.#added = added
      this.#schedules.configure(allOf(this.#fromFile, added.values()))
    })
    this.#changing = changed.catch(() => undefined)
    await changed
  }
}

/** Reads what was added and follows all of it. */
export async function openPlan(options: PlanOptions): Promise<Plan> {
  const { fromFile, ...parts } = options
  const file = new PlannedFile(join(parts.dataFolder, 'server', 'planned.json'))
  const added = await file.read(parts.log)
  const schedules = await openSchedules({ ...parts, settings: allOf(fromFile, added) })
  return new Plan(options, { schedules, file, added })
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
    const message = 'It cannot be kept on disk, so all stays as it is. Look at the data folder: is the disk full?'
    throw new PlanError('not_kept', message, { cause })
  }
}
