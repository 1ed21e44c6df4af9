import { type Clock, systemClock } from '../../clock/index.ts'
import { GatewayError } from '../errors.ts'
import { gatewayFolder } from '../folder.ts'
import { connectGateway, type RemoteGateway } from './client.ts'
import { readEndpoint, readToken } from './endpoint.ts'
import { FollowedGateway } from './following.ts'

/** Whose gateway: that of a data folder on this machine. */
export interface FindOptions {
  readonly dataFolder: string
  /** Default: the system's. */
  readonly clock?: Clock
  /** For each request to it. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** One that has announced itself and does not answer is followed too, to be asked again. Default: only one that answers. */
  readonly alsoSilent?: boolean
}

/**
 * The gateway that runs on this data folder, or null. What the folder says is checked by asking: a process that died
 * leaves its announcement behind, and its port may by now belong to somebody else. One that dies and is started again is
 * followed: its next answer comes from the new process.
 *
 * @example const gateway = (await findGateway({ dataFolder })) ?? (await spawnGateway({ … }))
 */
export async function findGateway(options: FindOptions): Promise<RemoteGateway | null> {
  const folder = gatewayFolder(options.dataFolder)
  const [endpoint, token] = await Promise.all([readEndpoint(folder), readToken(folder)])
  if (endpoint === null || token === null) return null
  const { clock = systemClock, timeoutMs, alsoSilent = false } = options
  const control = connectGateway({ url: endpoint.url, token, clock, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  if (alsoSilent) return new FollowedGateway({ ...options, clock }, endpoint.gatewayId, control)
  try {
    const status = await control.status(options.signal)
    if (status.gatewayId === endpoint.gatewayId)
      return new FollowedGateway({ ...options, clock }, endpoint.gatewayId, control)
  } catch (error) {
    const nobody = error instanceof GatewayError && ['unreachable', 'unauthorised', 'bad_reply'].includes(error.code)
    if (!nobody) throw error
  }
  await control[Symbol.asyncDispose]()
  return null
}
