import { type Clock, systemClock } from '../clock/index.ts'
import { parseAddress } from './address.ts'
import { removeEndpoint, writeEndpoint, writeToken, type GatewayEndpoint } from './control/endpoint.ts'
import { startControlServer, type ControlServer, type PreviewSource } from './control/server.ts'
import { gatewayFolder } from './folder.ts'
import type { Gateway } from './gateway.ts'
import { cannotListen } from './listening.ts'
import { Opened } from './opened.ts'
import type { GatewayOptions } from './options.ts'
import { startGateway } from './start.ts'
import { GatewayError } from './errors.ts'

export interface GatewayProcessOptions extends GatewayOptions {
  /** `HOST:PORT` of the control address, on this machine alone; port 0: any free one. Default `127.0.0.1:8481`. */
  readonly controlListen?: string
  /** The process that starts this one again when it dies. */
  readonly supervisor?: number
  /** Ends by itself when for so long no feed was open and no control spoke to it, ms. Default: never. */
  readonly idleExitMs?: number
}

/** A gateway with its control address, announced in the data folder. */
export interface GatewayProcess {
  /** As announced; no secret in it. */
  readonly info: GatewayEndpoint
  /** Resolves when everything is closed: `stopped` by the signal, or `idle`. */
  readonly done: Promise<'stopped' | 'idle'>
}

const IDLE_CHECK_MS = 1000

/**
 * What `vmixctl gateway` runs: a gateway that control reaches from other processes. Prints nothing. It runs until the
 * signal, until it is asked to end over its control address, or until it has been idle; then every output is closed properly.
 *
 * @throws {GatewayError} `in_use`, `bad_listen`, `disk`
 */
export async function runGatewayProcess(options: GatewayProcessOptions, signal: AbortSignal): Promise<GatewayProcess> {
  await using started = new Opened()
  const clock = options.clock ?? systemClock
  const gateway = started.use(await startGateway({ ...options, clock }))
  const folder = gatewayFolder(options.dataFolder)
  const token = await writeToken(folder)
  const asked = new AbortController()
  const over = AbortSignal.any([signal, asked.signal])
  const listen = options.controlListen ?? '127.0.0.1:8481'
  const control = started.use(
    await startControlServer({
      gateway,
      listen,
      token,
      clock,
      preview: previewSource(gateway, options),
      stop: (streams) => {
        checkStop(gateway, streams)
        return () => asked.abort()
      },
    }).catch((cause: unknown) => {
      throw cause instanceof GatewayError ? cause : cannotListen('control', parseAddress(listen), cause)
    }),
  )
  const info: GatewayEndpoint = {
    version: 1,
    gatewayId: gateway.gatewayId,
    url: control.url,
    pid: process.pid,
    ...(options.supervisor === undefined ? {} : { supervisor: options.supervisor }),
    rtmp: gateway.rtmp.advertise,
  }
  started.defer(() => removeEndpoint(folder, info.gatewayId))
  await writeEndpoint(folder, info)
  // In the background: a gateway must not take longer to start because somebody may want to send by SRT.
  void gateway.srtCarriers()
  return { info, done: untilOver(started.move(), { ...options, gateway, control, signal: over, clock }) }
}

/** @throws {GatewayError} `conflict` */
function checkStop(gateway: Gateway, streams: 'only_without' | 'end'): void {
  const busy = gateway.openChannels.filter((channel) => channel.taken || channel.outputCount > 0)
  if (streams === 'end' || busy.length === 0) return
  const what = busy.map(({ instance, channel }) => `stream ${channel + 1} of ${instance}`).join(', ')
  throw new GatewayError(
    'conflict',
    `The gateway carries ${what}. End that first, or end it together with the gateway.`,
  )
}

function previewSource(gateway: Gateway, { ffmpeg }: GatewayOptions): PreviewSource {
  const find = gateway.preview.bind(gateway)
  return ffmpeg === undefined ? { find } : { find, ffmpeg }
}

interface Running {
  readonly gateway: Gateway
  readonly control: ControlServer
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly idleExitMs?: number
}

async function untilOver(parts: Opened, running: Running): Promise<'stopped' | 'idle'> {
  const { gateway, control, clock, signal, idleExitMs = Infinity } = running
  await using _parts = parts
  // Without a limit there is nothing to look for, and each look wakes the process.
  const lookMs = idleExitMs === Infinity ? Infinity : Math.min(IDLE_CHECK_MS, idleExitMs)
  let busyMs = clock.monotonic()
  while (!signal.aborted) {
    const now = clock.monotonic()
    if (gateway.openChannels.length > 0 || gateway.hashing || control.listeners > 0) busyMs = now
    if (now - Math.max(busyMs, control.lastRequestMs) >= idleExitMs) return 'idle'
    await clock.sleep(lookMs, signal).catch(() => undefined)
  }
  return 'stopped'
}
