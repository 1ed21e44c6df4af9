import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock/index.ts'
import type { SecretSources } from '../secrets/index.ts'
import { Couriers } from './couriers.ts'
import type { DeliveryRecord, ReceiverState } from './delivery/courier.ts'
import { AlertsError } from './error.ts'
import type { Alert, Notice } from './rules/alert.ts'
import type { Condition } from './rules/condition.ts'
import { AlertEngine, type Unseen } from './rules/engine.ts'
import { isOver, type MaintenanceWindow } from './rules/maintenance.ts'
import type { AlertSettings } from './settings.ts'
import type { SavedAlerts } from './state/saved.ts'
import { AlertStateFile, readAlertState } from './state/state-file.ts'
import { Watchdog } from './watchdog.ts'

export interface AlertsOptions {
  readonly settings: AlertSettings
  /** Where alarms and undelivered notices are kept over a restart; null: nowhere. */
  readonly stateFile: string | null
  readonly clock: Clock
  /** Where `env:` and `file:` are looked up; default: this process and the file system. */
  readonly secrets?: SecretSources
  /** Told what was sent to whom, and how it ended. */
  readonly record: (record: DeliveryRecord) => void
  /** How long one try to tell one receiver may take, ms; default 10 s. */
  readonly tryMs?: number
  /** Between two tries, ms; default 1 s to 60 s. */
  readonly retry?: { readonly baseMs: number; readonly capMs: number }
}

/** So long an alarm waits for the disk before it goes out, ms. */
const diskMs = 1000
/** More maintenance cannot be switched on at once. */
const mostSwitched = 50

/**
 * Alarms: what holds comes in at each look, and whoever is concerned is told. A notice is on disk before it goes out and is
 * taken off when it was taken, so that a crash loses none; one that crashes between the two sends it twice, with the same id.
 *
 * @example
 * await using alerts = await openAlerts({ settings, stateFile: 'alerts.json', clock: systemClock, record: console.log })
 * alerts.look([{ kind: 'vmix_unreachable', instance: 'studio', channel: null, destinationId: null, message: '…', action: '…' }])
 */
export async function openAlerts(options: AlertsOptions): Promise<Alerts> {
  const { stateFile, clock } = options
  const found = stateFile === null ? null : await readAlertState(stateFile, clock.now())
  return new Alerts(options, found?.saved ?? null, found?.damaged === true)
}

/** See {@link openAlerts}. */
export class Alerts implements AsyncDisposable {
  /** What an earlier one kept could not be read, and was put beside: an alarm may come twice. */
  readonly wasDamaged: boolean
  readonly #clock: Clock
  readonly #engine: AlertEngine
  readonly #couriers: Couriers
  readonly #file: AlertStateFile | null
  readonly #listeners = new Set<() => void>()
  #settings: AlertSettings
  #switched: readonly MaintenanceWindow[]
  #shown = ''
  readonly #watchdog: Watchdog
  #closed = false

  constructor(options: AlertsOptions, saved: SavedAlerts | null, wasDamaged: boolean) {
    const { clock, settings, secrets, record, tryMs = 10_000, retry = { baseMs: 1000, capMs: 60_000 } } = options
    this.wasDamaged = wasDamaged
    this.#clock = clock
    this.#settings = settings
    this.#switched = saved?.switched ?? []
    this.#engine = new AlertEngine(settings.rules, saved?.engine ?? null, this.#moment())
    this.#file = options.stateFile === null ? null : new AlertStateFile(options.stateFile, clock, () => this.#saved())
    const changed = () => this.#delivered()
    const parts = { clock, random: Math.random, tryMs, retry, record, changed }
    this.#couriers = new Couriers({ ...parts, ...(secrets === undefined ? {} : { secrets }) })
    this.#couriers.take(settings.receivers, settings.page, saved?.waiting ?? {})
    this.#shown = this.#summary()
    this.#couriers.go()
    this.#watchdog = new Watchdog(clock, (receivers) =>
      this.#couriers.sendOnce({ notice: ownNotice('watchdog', clock), receivers }),
    )
    this.#watchdog.set(settings.watchdog)
  }

  /** What is, and what was and nobody has acknowledged. */
  get alerts(): readonly Alert[] {
    return this.#engine.alerts
  }

  /** As they hold now. */
  get settings(): AlertSettings {
    return this.#settings
  }

  get receivers(): readonly ReceiverState[] {
    return this.#couriers.states
  }

  /** Those of the configuration, and those that somebody has switched on. */
  get maintenance(): readonly MaintenanceWindow[] {
    const nowMs = this.#clock.now()
    return [...this.#settings.windows, ...this.#switched].filter((window) => !isOver(window, nowMs))
  }

  /** Why alarms cannot be kept over a restart; null: they can. */
  get problem(): string | null {
    return this.#file?.problem ?? null
  }

  /** Something is on its way to become an alarm, or to be over: look again within a second. */
  get isWaiting(): boolean {
    return this.#engine.isWaiting
  }

  /**
   * All that holds now. What is missing holds no longer.
   *
   * @param unseen what cannot be seen at the moment, and stays as it was
   */
  look(conditions: readonly Condition[], unseen?: Unseen): void {
    if (this.#closed) return
    this.#engine.windows = this.maintenance
    const notices = this.#engine.look(conditions, this.#moment(), unseen)
    for (const notice of notices) this.#couriers.put(notice)
    const shown = this.#summary()
    if (notices.length === 0 && shown === this.#shown) return
    this.#shown = shown
    this.#tell()
    void this.#saveAndGo()
  }

  /** Somebody has seen it: nobody else is told again. @returns false: there is none of this id */
  acknowledge(id: string, by: string): boolean {
    const found = this.#engine.acknowledge(id, by.slice(0, 200), this.#clock.now())
    if (found) {
      this.#shown = this.#summary()
      this.#tell()
      void this.#saveAndGo()
    }
    return found
  }

  /** Keeps alarms quiet until it is ended, or until `untilMs`; over a restart too. @returns its id */
  beginMaintenance(window: Omit<MaintenanceWindow, 'id' | 'fromMs'>): string {
    const nowMs = this.#clock.now()
    this.#switched = this.#switched.filter((one) => !isOver(one, nowMs))
    if (this.#switched.length >= mostSwitched) {
      throw new AlertsError('too_many', `There are ${mostSwitched} maintenance windows. End one first.`)
    }
    const id = randomUUID()
    this.#switched = [...this.#switched, { ...window, id, fromMs: null, reason: window.reason.slice(0, 1000) }]
    this.#tell()
    void this.#saveAndGo()
    return id
  }

  /** @returns false: nobody has switched on one of this id, or it has ended */
  endMaintenance(id: string): boolean {
    const left = this.#switched.filter((window) => window.id !== id)
    const found = left.length < this.#switched.length
    this.#switched = left
    if (found) {
      this.#tell()
      void this.#saveAndGo()
    }
    return found
  }

  /** Tells one receiver a test, now and once. @throws AlertsError `unknown_receiver`; DeliveryError with what is wrong */
  async sendTest(receiver: string): Promise<void> {
    const courier = this.#couriers.get(receiver)
    if (courier === null) {
      const names = this.receivers.map(({ name }) => name).join(', ')
      throw new AlertsError('unknown_receiver', `There is no receiver of this name. There are: ${names || 'none'}.`)
    }
    await courier.sendOnce(ownNotice('test', this.#clock))
  }

  /** From now on so. What waits for a receiver that stays is kept. */
  async configure(settings: AlertSettings): Promise<void> {
    this.#settings = settings
    this.#engine.rules = settings.rules
    await this.#couriers.set(settings.receivers, settings.page)
    this.#watchdog.set(settings.watchdog)
    this.#tell()
  }

  /** Told after each change, within the same turn. @returns ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What was not delivered is on disk. */
  async close(): Promise<void> {
    this.#closed = true
    this.#watchdog.set(null)
    await this.#couriers.close()
    await this.#file?.save()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #moment() {
    return { atMs: this.#clock.monotonic(), nowMs: this.#clock.now() }
  }

  #saved(): SavedAlerts {
    return { format: 1, engine: this.#engine.memory, waiting: this.#couriers.waiting, switched: this.#switched }
  }

  /** What a change shows by: figures in a sentence are none. */
  #summary(): string {
    return this.#engine.alerts
      .map(({ id, state, severity, acknowledged }) => `${id} ${state} ${severity} ${acknowledged?.at ?? ''}`)
      .join('\n')
  }

  /** On disk first; a disk that is slow or full holds no alarm back. */
  async #saveAndGo(): Promise<void> {
    if (this.#file !== null) {
      const waited = new AbortController()
      const limit = this.#clock.sleep(diskMs, waited.signal, { background: true }).catch(() => undefined)
      await Promise.race([this.#file.save(), limit])
      waited.abort()
    }
    if (!this.#closed) this.#couriers.go()
  }

  #delivered(): void {
    if (this.#closed) return
    this.#tell()
    void this.#file?.save()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function ownNotice(what: 'test' | 'watchdog', clock: Clock): Notice {
  return { id: `${what}-${randomUUID()}`, what, at: new Date(clock.now()).toISOString(), alert: null }
}
