import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '../clock/index.ts'
import { formatAddress, isWildcard, parseAddress, type Address } from './address.ts'
import { GatewayError, systemCode } from './errors.ts'
import { KnownEncoder } from './ffmpeg/index.ts'
import { gatewayFolder } from './folder.ts'
import { lockFolder } from './folder-lock.ts'
import { Gateway } from './gateway.ts'
import { openRecordingHasher } from './hashing/index.ts'
import { Ingest, INGEST_APP, Refusals } from './ingest.ts'
import { openJournal } from './journal.ts'
import { EventLoopLoad } from './load.ts'
import { Opened } from './opened.ts'
import { defaultGatewayLimits, type GatewayOptions, type GatewaySettings } from './options.ts'
import { startRtmpServer, type RtmpServer } from './rtmp/index.ts'
import { lookAfterRecordings } from './recordings-left.ts'
import { KnownCarriers } from './srt-carriers.ts'
import { LATE_LOOP_MS } from './stall.ts'
import { nothingSaved, StateFile, type FoundState } from './state/index.ts'

/**
 * A stall is seen up to one check late, and a check that is late itself is left out: with 200 ms a busy machine once came
 * to 1.4 s of the 1.5 s that are promised.
 */
const CHECK_MS = 100
const CHECKS_PER_VERDICT = 3
/** Connections beside those of the feeds: publishers that are being replaced, or turned away. */
const STRANGERS = 32
/** A machine that lost its power is back by then, and its crew. */
const TAKE_UP_WITHIN_MS = 15 * 60_000
/** Of one address: a vMix has up to five streams, and each may be connecting anew. */
const PER_ADDRESS = 32

/**
 * Starts a gateway in this process. Whoever wants one that outlives control starts a process: see `runGatewayProcess`.
 *
 * @throws {GatewayError} `bad_listen` (addresses), `in_use` (port, or another gateway on the data folder), `disk`
 * @example
 * await using gateway = await startGateway({ dataFolder })
 * const { url, key } = await gateway.send({ kind: 'feed.open', … })
 */
export async function startGateway(given: GatewayOptions): Promise<Gateway> {
  const options: GatewaySettings = { ...given, clock: given.clock ?? systemClock }
  const listen = parseAddress(options.rtmpListen ?? '127.0.0.1:1935')
  checkReachable(listen, options.advertise)
  const folder = gatewayFolder(options.dataFolder)
  await using started = new Opened()
  await makeFolder(folder)
  started.use(await lockFolder(join(folder, 'gateway.lock'), () => holder(folder)))
  const limits = { ...defaultGatewayLimits, ...options.limits }
  const journal = started.use(await openJournal({ folder, clock: options.clock, limit: limits.events }))
  const hasher = started.use(
    await openRecordingHasher({ folder, clock: options.clock, record: (event) => journal.record(event) }),
  )
  const state = new StateFile(folder, options.clock)
  const found = await recent(state, options.takeUpWithinMs ?? TAKE_UP_WITHIN_MS)
  const before = { ...found, state: await lookAfterRecordings(found.state, hasher, options.clock) }
  const { carriers, encoder } = await programs(options, before)
  const ingest = new Ingest(options.onSecondPublisher)
  const refusals = new Refusals(options.clock, (event) => journal.record(event))
  const listens = (at: Address): Promise<RtmpServer> => listenRtmp(at, options, limits.feeds, ingest, refusals)
  const server = started.use(await listenWhereItWas(listen, before, listens))
  const load = started.use(new EventLoopLoad(options.clock.monotonic()))
  const supervision = new AbortController()
  started.defer(() => supervision.abort())
  const parts = started.move()
  const bound = { host: listen.host, port: server.port }
  const gateway = new Gateway({
    options,
    limits,
    journal,
    hasher,
    ingest,
    load,
    carriers,
    encoder,
    state,
    listen: formatAddress(bound),
    advertise: advertised(bound, options.advertise),
    stop: () => parts[Symbol.asyncDispose](),
  })
  // In the same turn as the listening began: nobody can publish before.
  gateway.takeUp(before)
  void supervise(gateway, options.clock, supervision.signal)
  return gateway
}

/** Checks and judges several times a second, and knows how late it is itself. */
async function supervise(gateway: Gateway, clock: Clock, signal: AbortSignal): Promise<void> {
  let checks = 0
  let planned = clock.monotonic() + CHECK_MS
  while (!signal.aborted) {
    await clock.sleep(Math.max(1, planned - clock.monotonic()), signal).catch(() => undefined)
    if (signal.aborted) return
    const now = clock.monotonic()
    const late = Math.max(0, now - planned)
    gateway.check(now, late)
    checks += 1
    if (checks % CHECKS_PER_VERDICT === 0 || late > LATE_LOOP_MS) gateway.judge()
    planned = Math.max(planned + CHECK_MS, now + CHECK_MS / 2)
  }
}

/** What was open a short time ago; what is older is most likely of another show, and is forgotten. */
async function recent(file: StateFile, withinMs: number): Promise<FoundState & { readonly expired: boolean }> {
  const found = await file.read()
  if (found.state.feeds.length === 0 || found.ageMs < withinMs) return { ...found, expired: false }
  await file.remove().catch(() => undefined)
  return { ...found, state: nothingSaved, expired: true }
}

/** What outputs need that are taken up: looked for before vMix comes back. */
async function programs(options: GatewaySettings, { state }: FoundState) {
  const { srtLibrary: library, ffmpeg, clock } = options
  const carriers = new KnownCarriers(
    { ...(library === undefined ? {} : { library }), ...(ffmpeg === undefined ? {} : { ffmpeg }) },
    clock,
  )
  const encoder = new KnownEncoder(ffmpeg ?? 'ffmpeg')
  if (state.encoder !== null) encoder.remember(state.encoder)
  const srt = state.feeds.some(({ outputs }) =>
    outputs.some(({ spec, failed }) => spec.kind === 'srt' && failed === null),
  )
  if (srt) await carriers.find()
  return { carriers, encoder }
}

/** vMix comes back to the port that it was told: where any free one will do, that is the one. */
async function listenWhereItWas(
  listen: Address,
  { state: { rtmpPort, feeds } }: FoundState,
  listens: (at: Address) => Promise<RtmpServer>,
): Promise<RtmpServer> {
  if (listen.port !== 0 || rtmpPort === null || feeds.length === 0) return await listens(listen)
  try {
    return await listens({ ...listen, port: rtmpPort })
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'in_use') return await listens(listen)
    throw error
  }
}

async function listenRtmp(
  listen: Address,
  options: GatewaySettings,
  feeds: number,
  ingest: Ingest,
  refusals: Refusals,
): Promise<RtmpServer> {
  try {
    return await startRtmpServer({
      ...listen,
      clock: options.clock,
      acceptApp: (app) => app === INGEST_APP,
      authorise: (request, session) => ingest.authorise(request, session),
      onRefused: (refusal) => refusals.see(refusal),
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      limits: { connections: feeds + STRANGERS, connectionsPerAddress: PER_ADDRESS, ...options.rtmpLimits },
    })
  } catch (cause) {
    throw cannotListen('RTMP', listen, cause)
  }
}

/** Says why a port could not be opened, and what to do. */
export function cannotListen(what: string, address: Address, cause: unknown): GatewayError {
  const where = formatAddress(address)
  if (systemCode(cause) === 'EADDRINUSE') {
    return new GatewayError(
      'in_use',
      `${where} is in use by another program. Stop it, or choose another port for ${what}.`,
      { cause },
    )
  }
  return new GatewayError(
    'bad_listen',
    `Cannot listen for ${what} on ${where}. It must be an address of this machine.`,
    { cause },
  )
}

function checkReachable(listen: Address, advertise: string | undefined): void {
  if (advertise !== undefined) parseAddress(withPort(advertise, 1))
  else if (isWildcard(listen.host)) {
    const what = `Listening on ${listen.host} says nothing of how vMix reaches this machine: give its address with advertise.`
    throw new GatewayError('bad_listen', what)
  }
}

function advertised(bound: Address, advertise: string | undefined): string {
  return advertise === undefined ? formatAddress(bound) : withPort(advertise, bound.port)
}

/** `HOST` or `[IPv6]` alone gets the port that is listened on. */
function withPort(advertise: string, port: number): string {
  return /(?:^[^:[\]]+|\])$/.test(advertise) ? `${advertise}:${port}` : advertise
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new GatewayError('disk', `Cannot make the folder ${folder}. Check the data folder and its rights.`, { cause })
  }
}

async function holder(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'endpoint.json'), 'utf8').catch(() => '')
  const pid = /"pid":\s*(\d{1,10})/.exec(text)?.[1]
  return pid === undefined ? 'in a program that embeds it' : `process ${pid}`
}
