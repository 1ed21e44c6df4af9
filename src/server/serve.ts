import { mkdir } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { alertSettings } from '../alerts/index.ts'
import { type Clock, systemClock } from '../clock/index.ts'
import { createRedactor, type Redactor } from '../secrets/index.ts'
import { KernelLock } from '../witness/index.ts'
import { openAlarms } from './alarms/index.ts'
import {
  alertsIn,
  ConfigError,
  readConfigFile,
  roomSettings,
  scheduleSettings,
  type ServerConfig,
} from './config/index.ts'
import { ServerError } from './error.ts'
import { startHttp } from './http/index.ts'
import { InstanceBook } from './instances/index.ts'
import { Reloader, type ReloadOptions, type ReloadResult } from './reload.ts'
import { serverLogger } from './log/server-logger.ts'
import { listenFailure, parseListen, readTls } from './listen-address.ts'
import { openPlan } from './plan/index.ts'
import { openRoom, type Program, type RoomLog, type RoomSettings, type RunningRoom } from './room/index.ts'
import { type Lookup, type Network, privateNetworks } from './search/index.ts'

/** What a server is started with. @example { configFile: 'vmixctl.yaml', dataFolder: '/var/lib/vmixctl', version: '1.0.0' } */
export interface ServeOptions extends ReloadOptions {
  /** Settings instead of a file's, as the demo has them. */
  readonly settings?: RoomSettings
  /** Everything here is simulated, and the page says so; default false. */
  readonly simulated?: boolean
  /** Absolute. */
  readonly dataFolder: string
  /** `HOST:PORT`, before the file's. */
  readonly listen?: string
  readonly version: string
  /** Default: an object a line to the standard error. */
  readonly log?: RoomLog
  /** The one that `log` goes through; it learns every key. */
  readonly redactor?: Redactor
  /** How a gateway is started in a process of its own, given its arguments; default null: it is only looked for. */
  readonly gatewayProgram?: ((args: readonly string[]) => Program) | null
  /** What may be searched for vMix when somebody asks for that; default: the private networks of this machine's own cards. */
  readonly networks?: () => readonly Network[]
  /** How names of vMix become addresses, where they are looked at; default: the system's. */
  readonly look?: Lookup
  /** Default: the system's. */
  readonly clock?: Clock
}

/** A server that runs. Closing it leaves vMix, the gateway and all that they send running. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string
  readonly room: RunningRoom
  /** Reads the configuration file again. A wrong one changes nothing. */
  reload(): Promise<ReloadResult>
}

const usualListen = '127.0.0.1:8480'
const emptyRoom: RoomSettings = { instances: [], destinations: [], gateway: null }

/**
 * Starts a server: everything that its configuration names is watched and shown, and can be driven over its API.
 *
 * @throws ConfigError for the file; ServerError for what the server itself needs
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { dataFolder, version, simulated = false, gatewayProgram = null, clock = systemClock } = options
  const { redactor = createRedactor() } = options
  const { log = serverLogger({ redactor, write: (line) => void process.stderr.write(line), as: 'json' }) } = options
  await using stack = new AsyncDisposableStack()
  const config = await firstConfig(options)
  stack.use(await lockFolder(dataFolder))
  const folder = folderOf(options)
  const isFirstRun = config === null && options.settings === undefined
  const room = stack.use(
    await openRoom({
      settings: options.settings ?? (config === null ? emptyRoom : roomSettings(config, folder)),
      dataFolder,
      clock,
      actor: 'vmixctl serve',
      server: { version, simulated, firstRun: isFirstRun, needsToken: false },
      log,
      redactor,
      gatewayProgram,
    }),
  )
  const onProblem = (message: string, error?: unknown) => log.error(error === undefined ? {} : { err: error }, message)
  const alarms = stack.use(
    await openAlarms({ room, settings: alertSettings(alertsIn(config, folder)), dataFolder, clock, onProblem }),
  )
  const plan = stack.use(await openPlan({ room, fromFile: scheduleSettings(config), dataFolder, clock, log }))
  const address = parseListen(options.listen ?? config?.listen ?? usualListen)
  const tls = await readTls(config?.tls, folder)
  const reloader = stack.use(new Reloader(options, { room, alarms, plan, log, config, clock }))
  const { configFile, networks = () => privateNetworks(networkInterfaces()) } = options
  const serverFolder = join(dataFolder, 'server')
  const reload = (actor: string) => reloader.reload(actor)
  const http = await startHttp({
    room,
    dataFolder,
    listen: { ...address, ...(tls === null ? {} : { tls }) },
    ...(config?.hosts === undefined ? {} : { hosts: config.hosts }),
    clock,
    version,
    acknowledge: async (alertId, by) => alarms.acknowledge(alertId, by),
    alerts: alarms.alerts,
    plan,
    instances: new InstanceBook({ configFile, serverFolder, room, redactor, reload }),
    networks,
    ...(options.look === undefined ? {} : { look: options.look }),
    onFailure: (error, path) => log.error({ err: error, path }, 'An answer failed: a defect of this program.'),
  }).catch((error: unknown) => {
    throw listenFailure(error, address)
  })
  stack.use(http)
  room.record('server_started', { version, url: http.url, first_run: isFirstRun, simulated }, 'vmixctl serve')
  stack.defer(() => room.record('server_stopped', {}, 'vmixctl serve'))
  const owned = stack.move()
  return {
    url: http.url,
    room,
    reload: () => reloader.reload(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Null: there is none yet. @throws ConfigError */
async function firstConfig({ configFile, mayCome = false }: ServeOptions): Promise<ServerConfig | null> {
  if (configFile === null) return null
  try {
    return await readConfigFile(configFile)
  } catch (error) {
    if (mayCome && error instanceof ConfigError && error.code === 'missing') return null
    throw error
  }
}

function folderOf({ configFile }: ServeOptions): string {
  return configFile === null ? process.cwd() : dirname(resolve(configFile))
}

/** Two servers on one data folder would write the same files. */
async function lockFolder(dataFolder: string): Promise<Disposable> {
  const folder = join(dataFolder, 'server')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const release = new KernelLock(join(folder, 'lock')).tryAcquire()
  if (release === null) {
    throw new ServerError(
      'running',
      `Another server runs on the data folder ${dataFolder}. End it, or name another folder with --data.`,
    )
  }
  return { [Symbol.dispose]: release }
}
