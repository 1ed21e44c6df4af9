import { formatAddress, isWildcard, parseAddress, type Address } from './address.ts'
import { GatewayError, systemCode } from './errors.ts'
import { INGEST_APP, type Ingest, type Refusals } from './ingest.ts'
import type { GatewayLimits, GatewaySettings } from './options.ts'
import { startRtmpServer, type RtmpServer } from './rtmp/index.ts'
import type { FoundState } from './state/index.ts'

/** Connections beside those of the feeds: publishers that are being replaced, or turned away. */
const STRANGERS = 32
/** Of one address: a vMix has up to five streams, and each may be connecting anew. */
const PER_ADDRESS = 32

/** Who decides about publishers, and how many there may be. */
export interface Listening {
  readonly options: GatewaySettings
  readonly limits: GatewayLimits
  readonly ingest: Ingest
  readonly refusals: Refusals
}

/**
 * Listens for publishers. vMix comes back to the port that it was told: where any free one will do, that is the one.
 *
 * @throws {GatewayError} `in_use`, `bad_listen`
 */
export async function listenRtmp(
  listen: Address,
  { state: { rtmpPort, feeds } }: FoundState,
  listening: Listening,
): Promise<RtmpServer> {
  if (listen.port !== 0 || rtmpPort === null || feeds.length === 0) return await listenAt(listen, listening)
  try {
    return await listenAt({ ...listen, port: rtmpPort }, listening)
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'in_use') return await listenAt(listen, listening)
    throw error
  }
}

async function listenAt(listen: Address, { options, limits, ingest, refusals }: Listening): Promise<RtmpServer> {
  try {
    return await startRtmpServer({
      ...listen,
      clock: options.clock,
      acceptApp: (app) => app === INGEST_APP,
      authorise: (request, session) => ingest.authorise(request, session),
      onRefused: (refusal) => refusals.see(refusal),
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      limits: { connections: limits.feeds + STRANGERS, connectionsPerAddress: PER_ADDRESS, ...options.rtmpLimits },
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

/** @throws {GatewayError} `bad_listen` when nobody could tell how vMix reaches it */
export function checkReachable(listen: Address, advertise: string | undefined): void {
  if (advertise !== undefined) parseAddress(withPort(advertise, 1))
  else if (isWildcard(listen.host)) {
    const what = `Listening on ${listen.host} says nothing of how vMix reaches this machine: give its address with advertise.`
    throw new GatewayError('bad_listen', what)
  }
}

/** The address that vMix is told. */
export function advertised(bound: Address, advertise: string | undefined): string {
  return advertise === undefined ? formatAddress(bound) : withPort(advertise, bound.port)
}

/** `HOST` or `[IPv6]` alone gets the port that is listened on. */
function withPort(advertise: string, port: number): string {
  return /(?:^[^:[\]]+|\])$/.test(advertise) ? `${advertise}:${port}` : advertise
}
