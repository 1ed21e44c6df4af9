import type { IncomingMessage } from 'node:http'
import type { Secret } from '../../secrets/index.ts'
import { isLoopback } from '../address.ts'
import { sameSecret } from '../targets.ts'

/** Why a request is turned away. */
export interface Refused {
  readonly status: number
  readonly message: string
}

/**
 * Who may speak to the control address: whoever has the token, addresses this machine by name, and is no web page. The
 * Host header keeps out pages whose name was pointed at 127.0.0.1 (DNS rebinding), Origin those that do not hide it.
 */
export function refuse(request: IncomingMessage, token: Secret): Refused | null {
  const host = request.headers.host?.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1')
  if (host === undefined || !isLoopback(host)) {
    return { status: 421, message: 'This address answers only to 127.0.0.1, [::1] and localhost.' }
  }
  if (request.headers.origin !== undefined)
    return { status: 403, message: 'This address does not answer to web pages.' }
  const given = /^Bearer (?<token>\S{1,256})$/.exec(request.headers.authorization ?? '')?.groups?.['token']
  if (given === undefined || !sameSecret(given, token.reveal())) {
    return {
      status: 401,
      message: 'The token is missing or wrong. It is in the file “token” of the gateway’s data folder.',
    }
  }
  return null
}
