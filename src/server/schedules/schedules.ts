import type { Clock } from '../../clock/index.ts'
import { preflight } from '../../preflight/index.ts'
import type { ControlRoom, RoomLog } from '../room/index.ts'
import type { ScheduleView } from '../view/index.ts'
import { interruptedMessage, type ScheduleBook } from './book.ts'
import { dueSince, lookFrom } from './due.ts'
import { movedSkip } from './moved-skip.ts'
import { scheduleViewOf } from './schedule-view.ts'
import type { ScheduleSettings } from './settings.ts'
import { nextRun } from './timetable.ts'
import { withinDiskTime } from './within.ts'
import { carryOut, destinationsOf, wasBegun } from './work.ts'

interface ScheduleParts {
  readonly room: Pick<
    ControlRoom,
    'board' | 'desks' | 'presets' | 'record' | 'writtenFolders' | 'uploadTo' | 'uploadTurn'
  >
  readonly book: ScheduleBook
  readonly clock: Clock
  readonly log: RoomLog
}

const lookMs = 1000
/** So often it is put on disk that nothing was due. */
const saveMs = 60_000

/** Carries the plan out: each run once and on time, or it is reported as missed; a start is looked at ten minutes before. */
export class Schedules implements AsyncDisposable {
  readonly #parts: ScheduleParts
  readonly #over = new AbortController()
  readonly #running: Promise<void>
  /** Runs and preflights under way. */
  readonly #work = new Set<Promise<void>>()
  readonly #preflights = new Map<string, ScheduleView['preflight']>()
  readonly #openedMs: number
  #settings: readonly ScheduleSettings[] = []
  #savedMs: number

  constructor(parts: ScheduleParts, settings: readonly ScheduleSettings[], isWhole = true) {
    this.#parts = parts
    this.#openedMs = parts.clock.now()
    this.#savedMs = parts.clock.monotonic()
    this.configure(settings, isWhole)
    this.#running = this.#follow()
  }

  /**
   * From now on it is so. Times that are new count from now on.
   *
   * @param isWhole these are all that are planned; else what is known of others stays in the book
   */
  configure(settings: readonly ScheduleSettings[], isWhole = true): void {
    const { book, clock, room } = this.#parts
    const now = clock.now()
    for (const { id, timing } of settings) {
      book.begin(id, JSON.stringify(timing), now, (skipped) => movedSkip(timing, skipped, now))
    }
    const ids = new Set(settings.map(({ id }) => id))
    if (isWhole) book.keepOnly(ids)
    for (const { id } of this.#settings) if (!ids.has(id)) room.board.remove(`schedule:${id}`)
    const before = this.#settings
    this.#settings = settings
    // What was found is of what was looked at.
    for (const schedule of before) if (!this.#isAsBefore(schedule)) this.#preflights.delete(schedule.id)
    for (const schedule of settings) this.#show(schedule)
  }

  /**
   * Leaves one time out, the next one: it is neither done nor missed. On disk when it resolves.
   *
   * @returns false: there is no such schedule, or this is not its next time
   * @throws Error when it cannot be kept; then it is not left out
   */
  async skip(id: string, atMs: number): Promise<boolean> {
    const { book, clock } = this.#parts
    const before = book.skipped(id)
    // One at a time: that of a time to come would else be done after all.
    if (before !== null && before > clock.now()) return before === atMs
    const schedule = this.#settings.find((one) => one.id === id)
    if (schedule === undefined || this.#next(schedule) !== atMs) return false
    await this.#setSkip(schedule, atMs)
    return true
  }

  /** The time that was left out is done after all, where it is still to come. @returns false: none was */
  async takeBackSkip(id: string): Promise<boolean> {
    const { book, clock } = this.#parts
    const schedule = this.#settings.find((one) => one.id === id)
    const skipped = book.skipped(id)
    if (schedule === undefined || skipped === null || skipped <= clock.now()) return false
    await this.#setSkip(schedule, null)
    return true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    await this.#running
    // A start under way is not broken off: it has a limit of its own, and what it began stays on.
    await Promise.all(this.#work)
    await this.#save()
  }

  async #follow(): Promise<void> {
    const { clock, log } = this.#parts
    while (!this.#over.signal.aborted) {
      try {
        this.#look()
      } catch (error) {
        log.error({ err: error }, 'The plan cannot be looked at: a defect of this program.')
      }
      await clock.sleep(lookMs, this.#over.signal).catch(() => undefined)
    }
  }

  #look(): void {
    const { book, clock } = this.#parts
    const now = clock.now()
    const begun: (() => Promise<void>)[] = []
    for (const schedule of this.#settings) {
      const { id, timing, enabled } = schedule
      const looked = lookFrom(book.looked(id) ?? now, now)
      const skipped = book.skipped(id)
      const isOn = (time: number | null): time is number => time !== null && time !== skipped
      const { run, missed, preflight } = dueSince(timing, looked, now)
      book.mark(id, Math.max(looked, now))
      if (!enabled) continue
      for (const time of missed.filter(isOn)) this.#missed(schedule, time)
      if (isOn(run)) begun.push(this.#due(schedule, run))
      if (isOn(preflight) && schedule.work.does === 'start' && schedule.work.preflight) {
        begun.push(() => this.#preflight(schedule, new Date(preflight).toISOString()))
      }
      this.#show(schedule)
    }
    if (begun.length === 0) {
      if (clock.monotonic() - this.#savedMs >= saveMs) this.#begin(() => this.#save())
      return
    }
    // On disk before it is done: whatever becomes of this server, it is not done twice. A disk that hangs holds up no stop of the
    // next second; a start goes on without it and needs its intent in the show log, where its name is found a second time.
    const saved = this.#save()
    for (const work of begun) this.#begin(() => saved.then(work))
  }

  /** A stop waits for nothing and has begun when this returns. @returns what is left to do once the plan is on disk */
  #due(schedule: ScheduleSettings, time: number): () => Promise<void> {
    const { book } = this.#parts
    const { id, work, timing } = schedule
    const at = new Date(time).toISOString()
    const before = book.last(id)
    book.conclude(id, { at, outcome: 'running', message: 'It is being carried out.' })
    const isStop = work.does === 'stop' || work.does === 'stop-recording'
    // One that came before this server was there may have been done by the server before it.
    if (isStop && time >= this.#openedMs) {
      this.#begin(() => this.#run(schedule, at))
      return () => Promise.resolve()
    }
    return async () => {
      const now = this.#settings.find((one) => one.id === id)
      // Removed, switched off or moved while it was put on disk.
      const isPlanned = now?.enabled === true && JSON.stringify(now.timing) === JSON.stringify(timing)
      if (!isPlanned) {
        book.conclude(id, before)
        this.#showAgain(id)
      } else if (!isStop) await this.#run(now, at)
      else await this.#lateStop(now, time)
    }
  }

  /** Somebody may have started anew since a stop that was carried out: it is done when the show log has none of its name. */
  async #lateStop(schedule: ScheduleSettings, time: number): Promise<void> {
    const { room, book, clock } = this.#parts
    const at = new Date(time).toISOString()
    const desk = room.desks.get(schedule.instance)
    const wasDone = desk === undefined ? false : await withinDiskTime(clock, wasBegun(desk, schedule, at))
    if (wasDone === false) return await this.#run(schedule, at)
    if (wasDone === null) this.#missed(schedule, time, 'and whether it was done cannot be known: it is not done again.')
    else book.conclude(schedule.id, { at, outcome: 'interrupted', message: interruptedMessage })
    this.#showAgain(schedule.id)
  }

  #begin(work: () => Promise<void>): void {
    const { log } = this.#parts
    const done = work()
      .catch((error: unknown) => log.error({ err: error }, 'A run of the plan failed: a defect of this program.'))
      .finally(() => this.#work.delete(done))
    this.#work.add(done)
  }

  #missed(schedule: ScheduleSettings, time: number, why = 'and this server was not there: it is not done late.'): void {
    const { book, room, log } = this.#parts
    const { id, instance, work } = schedule
    const at = new Date(time).toISOString()
    const message = `It was to be done at ${at}, ${why}`
    book.conclude(id, { at, outcome: 'missed', message })
    room.record('schedule_missed', { schedule: id, instance, does: work.does, at }, `schedule ${id}`)
    log.warn({ schedule: id, at }, message)
  }

  async #run(schedule: ScheduleSettings, at: string): Promise<void> {
    const { room, book, log } = this.#parts
    const { id, instance, work } = schedule
    const desk = room.desks.get(instance)
    const { success, message } =
      desk === undefined
        ? { success: false, message: `There is no vMix "${instance}" here any more.` }
        : await carryOut(desk, room.presets, schedule, at)
    desk?.lookNow()
    book.conclude(id, { at, outcome: success ? 'done' : 'failed', message })
    room.record('schedule_done', { schedule: id, instance, does: work.does, at, success, message }, `schedule ${id}`)
    if (success) log.info({ schedule: id, at }, message)
    else log.error({ schedule: id, at }, message)
    this.#showAgain(id)
    await this.#save()
  }

  async #preflight(schedule: ScheduleSettings, before: string): Promise<void> {
    const { room, clock } = this.#parts
    const { id, instance, work } = schedule
    const desk = room.desks.get(instance)
    if (desk === undefined) return
    const { ready, lines } = await preflight({
      controller: desk.controller,
      channel: work.channel,
      destinations: destinationsOf(room.presets, work),
      folders: room.writtenFolders,
      uploadTo: room.uploadTo,
      uploadTurn: room.uploadTurn,
      clock,
      actor: `schedule ${id}`,
      signal: this.#over.signal,
    })
    // Somebody had it left out meanwhile, or changed it.
    if (this.#parts.book.skipped(id) === Date.parse(before) || !this.#isAsBefore(schedule)) return
    const notGreen = lines.flatMap(({ about, light, message, action }) =>
      light === 'green' ? [] : [{ about, light, message, action }],
    )
    this.#preflights.set(id, { before, ready, lines: notGreen })
    this.#showAgain(id)
  }

  /** Its next time, without the one that is left out. */
  #next({ id, enabled, timing }: ScheduleSettings): number | null {
    if (!enabled) return null
    const next = nextRun(timing, this.#parts.clock.now())
    return next !== null && next === this.#parts.book.skipped(id) ? nextRun(timing, next) : next
  }

  async #setSkip(schedule: ScheduleSettings, atMs: number | null): Promise<void> {
    const { book, clock } = this.#parts
    const { id } = schedule
    const before = book.skipped(id)
    book.skip(id, atMs)
    try {
      const saved = book.save().then(() => true)
      if ((await withinDiskTime(clock, saved)) === null) throw new Error('The disk does not answer.')
    } catch (error) {
      book.skip(id, before)
      throw error
    }
    // What was found for a time that is left out is no alarm.
    if (atMs !== null && Date.parse(this.#preflights.get(id)?.before ?? '') === atMs) this.#preflights.delete(id)
    this.#showAgain(id)
  }

  /** Whether what is done, where and when is still the same. */
  #isAsBefore(before: ScheduleSettings): boolean {
    const now = this.#settings.find(({ id }) => id === before.id)
    const planned = ({ instance, timing, work }: ScheduleSettings) => JSON.stringify([instance, timing, work])
    return now !== undefined && planned(now) === planned(before)
  }

  /** As it is planned by now; nothing where it is planned no more. */
  #showAgain(id: string): void {
    const now = this.#settings.find((schedule) => schedule.id === id)
    if (now !== undefined) this.#show(now)
  }

  #show(schedule: ScheduleSettings): void {
    const { book, clock, room } = this.#parts
    const { id } = schedule
    room.board.put(
      scheduleViewOf(schedule, {
        nextMs: this.#next(schedule),
        nowMs: clock.now(),
        skippedMs: book.skipped(id),
        last: book.last(id),
        preflight: this.#preflights.get(id) ?? null,
      }),
    )
  }

  /** When it is on disk, or the disk has had its time. Never throws. */
  async #save(): Promise<void> {
    const { book, clock } = this.#parts
    this.#savedMs = clock.monotonic()
    const saving = book.save().then(
      () => true,
      (error: unknown) => this.#unsaved(error),
    )
    if ((await withinDiskTime(clock, saving)) === null) this.#unsaved(new Error('The disk does not answer.'))
  }

  #unsaved(error: unknown): false {
    const message = 'What was done of the plan cannot be kept: after a restart it is not known what was missed.'
    this.#parts.log.error({ err: error }, message)
    return false
  }
}
