import type { IncomingMessage } from 'node:http'
import { Problem } from '../http/problem.ts'
import { isLoopbackAddress } from './address.ts'
import type { Caller } from './caller.ts'
import { foreignOrigin, isKnownHost, type RequestOrigin, unproven } from './origin.ts'

export interface GatekeeperOptions {
  /** Names, beside localhost and the address that was reached, by which this server may be called. */
  readonly hosts: readonly string[]
}

/** Says who a request is from, or refuses it. */
export class Gatekeeper {
  readonly #hosts: readonly string[]

  constructor(options: GatekeeperOptions) {
    this.#hosts = options.hosts
  }

  /** @throws Problem for a name or a page that is not ours */
  checkOrigin(request: IncomingMessage): void {
    const origin = originOf(request)
    if (!isKnownHost(origin, this.#hosts)) {
      throw new Problem(
        421,
        'foreign_host',
        'This server is called by a name that it does not know. Use localhost or its address, or add the name to "hosts" in the configuration.',
      )
    }
  }

  /** @throws Problem where nobody may come in */
  async identify(request: IncomingMessage): Promise<Caller> {
    const origin = originOf(request)
    const foreign = foreignOrigin(origin)
    if (foreign !== null) throw new Problem(403, 'foreign_origin', foreign)
    const caller = await this.#caller(request)
    const why = unproven(origin, caller.by)
    if (why !== null) throw new Problem(403, 'origin_missing', why)
    return caller
  }

  /** Whether who came in would still be let in: its token is there, and not past its time. */
  isStillIn(caller: Caller): boolean {
    return caller.by === 'local'
  }

  async #caller(request: IncomingMessage): Promise<Caller> {
    if (isLocal(request)) return { role: 'admin', name: 'local', by: 'local', tokenId: null }
    throw new Problem(401, 'token_needed', 'From another machine a token is needed. Make one: vmixctl token add NAME')
  }
}

/** From this machine, and not passed on by something on this machine. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined) return false
  return isLoopbackAddress(socket.remoteAddress ?? '')
}

function originOf({ method, headers, socket }: IncomingMessage): RequestOrigin {
  const fetchSite = headers['sec-fetch-site']
  return {
    method: method ?? 'GET',
    host: headers.host,
    origin: headers.origin,
    fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
    contentType: headers['content-type'],
    localAddress: socket.localAddress ?? '',
    secure: 'encrypted' in socket && socket.encrypted === true,
  }
}
