import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../clock/index.ts'
import { formatAddress, parseAddress } from './address.ts'
import { GatewayError } from './errors.ts'
import { gatewayFolder } from './folder.ts'
import { lockFolder } from './folder-lock.ts'
import { Gateway } from './gateway.ts'
import { openRecordingHasher } from './hashing/index.ts'
import { Ingest, Refusals } from './ingest.ts'
import { openJournal } from './journal.ts'
import { findPrograms, readRecent } from './left-open.ts'
import { advertised, checkReachable, listenRtmp } from './listening.ts'
import { EventLoopLoad } from './load.ts'
import { Opened } from './opened.ts'
import { defaultGatewayLimits, type GatewayOptions, type GatewaySettings } from './options.ts'
import { lookAfterRecordings } from './recordings-left.ts'
import { goRounds } from './rounds.ts'
import { forgetWithdrawn, type SavedState, StateFile, withoutWithdrawn } from './state/index.ts'

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
  const found = await readRecent(state, options.takeUpWithinMs)
  const left = await lookAfterRecordings(found.state, hasher, options.clock)
  const before = { ...found, state: await notWithdrawn(folder, state, left) }
  const { carriers, encoder } = await findPrograms(options, before)
  const ingest = new Ingest(options.onSecondPublisher)
  const refusals = new Refusals(options.clock, (event) => journal.record(event))
  const server = started.use(await listenRtmp(listen, before, { options, limits, ingest, refusals }))
  const load = started.use(new EventLoopLoad(options.clock))
  const rounds = new AbortController()
  started.defer(() => rounds.abort())
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
  void goRounds(gateway, options.clock, rounds.signal)
  return gateway
}

/** What vMix sends by itself by now is not taken up, by this gateway or by one after it. */
async function notWithdrawn(folder: string, file: StateFile, left: SavedState): Promise<SavedState> {
  const kept = await withoutWithdrawn(folder, left)
  if (kept.feeds.length === left.feeds.length) return left
  await file.write(kept).then(
    () => forgetWithdrawn(folder),
    () => undefined,
  )
  return kept
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
