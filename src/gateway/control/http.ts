import { request, type IncomingMessage } from 'node:http'
import type { Secret } from '../../secrets/index.ts'
import { GatewayError, systemCode } from '../errors.ts'

export interface ControlRequest {
  readonly method: 'GET' | 'POST'
  /** Address of the gateway: `http://127.0.0.1:8481`. */
  readonly url: string
  readonly path: string
  readonly token: Secret
  readonly body?: unknown
  readonly signal: AbortSignal
}

/**
 * One request on a connection of its own: a kept connection that the other side is just closing would make it unclear
 * whether a command was carried out. Resolves with the answer's head; its body is still to be read.
 */
export function requestControl(options: ControlRequest): Promise<IncomingMessage> {
  const { method, url, path, token, signal } = options
  const body = options.body === undefined ? null : Buffer.from(JSON.stringify(options.body))
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, {
      method,
      agent: false,
      signal,
      headers: {
        authorization: `Bearer ${token.reveal()}`,
        ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
      },
    })
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
    outgoing.end(body ?? undefined)
  })
}

/** Why there was no answer, as an error of ours. The system's own error may quote nothing secret: it is kept as `cause`. */
export function connectionError(url: string, cause: unknown, timedOut: boolean, aborted: boolean): GatewayError {
  if (timedOut) return new GatewayError('timeout', `The gateway at ${url} did not answer in time.`, { cause })
  if (aborted) return new GatewayError('aborted', 'The request to the gateway was aborted.', { cause })
  const why = systemCode(cause) === 'ECONNREFUSED' ? 'nothing answers there' : 'the connection broke'
  return new GatewayError('unreachable', `Cannot reach the gateway at ${url}: ${why}. Is it running?`, { cause })
}
