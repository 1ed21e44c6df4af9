import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Alerts } from '../../alerts/index.ts'
import type { Clock } from '../../clock/index.ts'
import { instancePaths } from '../../controller/index.ts'
import { createRedactor } from '../../secrets/index.ts'
import { Gatekeeper, LoginLimits, RefusalRecord, SessionBook, TokenBook } from '../auth/index.ts'
import { EventHub, type EventHubOptions } from '../events/index.ts'
import { FigureHistory } from '../history/index.ts'
import { InstanceBook, type Instances } from '../instances/index.ts'
import { PreviewTunnel } from '../preview/index.ts'
import type { Plan } from '../plan/index.ts'
import { serverLogName, type ControlRoom } from '../room/index.ts'
import { type Lookup, type Network, systemLookup } from '../search/index.ts'
import { readLastEntries } from '../../witness/index.ts'
import { Metrics } from '../metrics/index.ts'
import { createApp } from './app.ts'
import { KeptAnswers } from './idempotency.ts'
import { listen, type Listening, type ListenOptions } from './listen.ts'

export interface HttpOptions {
  readonly room: ControlRoom
  /** Tokens and sessions are in its folder `server`. */
  readonly dataFolder: string
  readonly listen: ListenOptions
  /** Names, beside localhost and the address that was reached, by which this server may be called. */
  readonly hosts?: readonly string[]
  readonly clock: Clock
  readonly version: string
  /** Where the page was built into; default: where `npm run build` puts it. */
  readonly pageFolder?: string
  /** Notes that somebody has seen an alarm; resolves with whether there is such a one. Absent: there are no alarms. */
  readonly acknowledge?: (alertId: string, by: string) => Promise<boolean>
  /** Who is told of alarms, and when nobody is. Absent: there are no alarms. */
  readonly alerts?: Alerts
  /** What is done at a time. Absent: nothing can be planned. */
  readonly plan?: Plan
  /** The vMix that the configuration names. Absent: there is no file to write them into. */
  readonly instances?: Instances
  /** The networks that may be searched for vMix. Absent: none. */
  readonly networks?: () => readonly Network[]
  /** How names become addresses; default: the system's. */
  readonly look?: Lookup
  /** Told of what went wrong within the server itself, for its own log. */
  readonly onFailure: (error: unknown, path: string) => void
  readonly events?: Pick<EventHubOptions, 'everyMs' | 'heartbeatMs' | 'patienceMs' | 'maxClients'>
  /** How often refusals are recorded, ms; default a minute. */
  readonly refusalsEveryMs?: number
}

/** The server's HTTP side: API, events, page. */
export interface RunningHttp extends Listening {
  readonly events: EventHub
  readonly tokens: TokenBook
}

/** The same from the source and from what was built of it. */
const builtPage = fileURLToPath(new URL('../../../dist/dashboard', import.meta.url))

/** How often it is looked whether `vmixctl token` changed the tokens, ms. */
const lookEveryMs = 2000

/** Opens tokens and sessions and answers on a port. @throws Error for a damaged token file, or a port that cannot be had */
export async function startHttp(options: HttpOptions): Promise<RunningHttp> {
  const { room, dataFolder, clock } = options
  await using stack = new AsyncDisposableStack()
  const tokens = await TokenBook.open(dataFolder, clock)
  const sessions = await SessionBook.open(dataFolder, clock)
  const refusals = stack.use(
    new RefusalRecord({
      clock,
      record: (eventType, params) => room.record(eventType, params, 'server'),
      ...(options.refusalsEveryMs === undefined ? {} : { everyMs: options.refusalsEveryMs }),
    }),
  )
  const limits = new LoginLimits()
  const gatekeeper = new Gatekeeper({ tokens, sessions, limits, refusals, clock, hosts: options.hosts ?? [] })
  const events = new EventHub({ board: room.board, clock, ...options.events })
  const onDefect = (error: unknown): void => options.onFailure(error, 'history')
  const history = stack.use(new FigureHistory({ board: room.board, clock, onDefect }))
  const metrics = stack.use(
    new Metrics({
      entities: () => room.board.entities,
      events: () => events.counts,
      refusals: () => refusals.total,
      logEntries: () => logEntries(room),
    }),
  )
  const app = createApp({
    room,
    events,
    history,
    gatekeeper,
    metrics,
    pageFolder: options.pageFolder ?? builtPage,
    answers: new KeptAnswers(),
    clock,
    version: options.version,
    acknowledge: options.acknowledge ?? (() => Promise.resolve(false)),
    alerts: options.alerts ?? null,
    plan: options.plan ?? null,
    serverLogFolder: instancePaths(dataFolder, serverLogName).witness,
    instances: options.instances ?? unchanging(options),
    networks: options.networks ?? (() => []),
    look: options.look ?? systemLookup,
    onFailure: options.onFailure,
  })
  showNeed(room, tokens)
  stack.defer(
    tokens.onChange(() => {
      showNeed(room, tokens)
      events.recheck()
    }),
  )
  stack.defer(sessions.onEnd(() => events.recheck()))
  const ended = stack.adopt(new AbortController(), (controller) => controller.abort())
  void lookAfter(tokens, clock, ended.signal, options.onFailure)
  const tunnel = new PreviewTunnel({ room, gatekeeper, clock })
  const onUpgrade = tunnel.upgrade.bind(tunnel)
  const listening = stack.use(await listen(app, { ...options.listen, onUpgrade }))
  // Disposed first: what follows the events, or watches, would keep the port from closing.
  stack.use(tunnel)
  stack.use(events)
  const owned = stack.move()
  return {
    url: listening.url,
    port: listening.port,
    events,
    tokens,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Of a server without a file: every change is refused with why. */
function unchanging({ room, dataFolder }: HttpOptions): Instances {
  const reload = () => Promise.resolve({ taken: false, message: 'This server has no configuration file.' })
  return new InstanceBook({
    configFile: null,
    serverFolder: join(dataFolder, 'server'),
    room,
    redactor: createRedactor(),
    reload,
  })
}

/** How long each log is, by its last entry; a log that there is not yet, or that cannot be read, is left out. */
async function logEntries({ desks }: ControlRoom): Promise<{ instance: string; entries: number }[]> {
  const each = [...desks].map(async ([instance, { controller }]) => {
    const last = await readLastEntries(controller.witnessFolder, 1).catch(() => null)
    const entries = last?.entries.at(-1)?.event.sequence
    return entries === undefined ? [] : [{ instance, entries }]
  })
  return (await Promise.all(each)).flat()
}

/** The page knows whether somebody has to sign in. */
function showNeed({ board }: ControlRoom, tokens: TokenBook): void {
  const server = board.get('server')
  if (server?.kind === 'server') board.put({ ...server, needsToken: tokens.any })
}

/** Sees what was changed beside the server, also while nobody asks anything. */
async function lookAfter(
  tokens: TokenBook,
  clock: Clock,
  signal: AbortSignal,
  onFailure: HttpOptions['onFailure'],
): Promise<void> {
  while (!signal.aborted) {
    try {
      await clock.sleep(lookEveryMs, signal, { background: true })
      await tokens.refresh()
    } catch (error) {
      if (!signal.aborted) onFailure(error, 'tokens')
    }
  }
}
