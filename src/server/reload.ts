import { dirname, resolve } from 'node:path'
import { alertSettings } from '../alerts/index.ts'
import type { Clock } from '../clock/index.ts'
import type { Alarms } from './alarms/index.ts'
import {
  alertsIn,
  ConfigError,
  readConfigFile,
  roomSettings,
  scheduleSettings,
  type ServerConfig,
} from './config/index.ts'
import type { Plan } from './plan/index.ts'
import type { RoomLog, RunningRoom } from './room/index.ts'

/** What reading the configuration again led to; `message` says it to a person. */
export interface ReloadResult {
  readonly taken: boolean
  readonly message: string
}

export interface ReloadOptions {
  /** Null: there is none. */
  readonly configFile: string | null
  /** It need not be there yet, and is taken when it comes; default false. */
  readonly mayCome?: boolean
}

/** How often it is looked whether the file of a first run has come, ms. */
const comingMs = 2000

/** Reads the file again when it is told to, one time after the other. */
export class Reloader implements AsyncDisposable {
  readonly #options: ReloadOptions
  readonly #room: RunningRoom
  readonly #alarms: Alarms
  readonly #plan: Plan
  readonly #log: RoomLog
  readonly #over = new AbortController()
  readonly #waiting: Promise<void>
  #config: ServerConfig | null
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    options: ReloadOptions,
    parts: {
      readonly room: RunningRoom
      readonly alarms: Alarms
      readonly plan: Plan
      readonly log: RoomLog
      readonly config: ServerConfig | null
      readonly clock: Clock
    },
  ) {
    this.#options = options
    this.#room = parts.room
    this.#alarms = parts.alarms
    this.#plan = parts.plan
    this.#log = parts.log
    this.#config = parts.config
    this.#waiting = this.#awaitFile(parts.clock)
  }

  /** @param actor who asked for it, as the server's log has it */
  reload(actor = 'vmixctl serve'): Promise<ReloadResult> {
    const next = this.#last.then(() => this.#read(actor))
    this.#last = next.catch(() => undefined)
    return next
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    await this.#waiting
    await this.#last
  }

  async #read(actor: string): Promise<ReloadResult> {
    const { configFile } = this.#options
    const log = this.#log
    if (configFile === null || this.#over.signal.aborted) {
      return { taken: false, message: 'This server has no configuration file.' }
    }
    let next: ServerConfig
    try {
      next = await readConfigFile(configFile)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const message = `The configuration was not taken, and all stays as it is.\n${error.message}`
      log.error({}, message)
      this.#room.record('configuration_refused', { why: error.code }, actor)
      return { taken: false, message }
    }
    const folder = dirname(resolve(configFile))
    await this.#room.configure(roomSettings(next, folder))
    await this.#alarms.alerts.configure(alertSettings(alertsIn(next, folder)))
    this.#plan.configure(scheduleSettings(next))
    const isLater = needsRestart(this.#config, next)
    this.#config = next
    this.#isNoFirstRun()
    const later = isLater ? ' listen, hosts and tls hold from the next start of the server.' : ''
    const message = `The configuration was taken.${later}`
    log.info({ instances: next.instances.map(({ id }) => id) }, message)
    this.#room.record('configuration_taken', { instances: next.instances.map(({ id }) => id) }, actor)
    return { taken: true, message }
  }

  #isNoFirstRun(): void {
    const { board } = this.#room
    const server = board.get('server')
    if (server?.kind === 'server') board.put({ ...server, firstRun: false })
  }

  async #awaitFile(clock: Clock): Promise<void> {
    const { configFile, mayCome = false } = this.#options
    if (configFile === null || !mayCome) return
    let told = ''
    while (this.#config === null && !this.#over.signal.aborted) {
      await clock.sleep(comingMs, this.#over.signal, { background: true }).catch(() => undefined)
      if (this.#over.signal.aborted || this.#config !== null) return
      const found = await readConfigFile(configFile).catch((error: unknown) => error)
      // A file that is being written, or is wrong, is told once, and looked at again.
      const isThere = !(found instanceof ConfigError) || found.code !== 'missing'
      const is = found instanceof Error ? found.message : ''
      if (isThere && (is === '' || is !== told)) await this.reload()
      told = is
    }
  }
}

function needsRestart(before: ServerConfig | null, next: ServerConfig): boolean {
  const fixed = (config: ServerConfig | null) => JSON.stringify([config?.listen, config?.hosts, config?.tls])
  return before !== null && fixed(before) !== fixed(next)
}
