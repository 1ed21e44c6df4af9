import type { IncomingMessage } from 'node:http'
import { hostName, isLoopbackAddress, plainAddress } from './address.ts'

/** What a request says of where it is from and what it is for; all of it is the sender's to choose, but a browser tells the truth. */
export interface RequestOrigin {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `sec-fetch-site`: every browser of today sends it. */
  readonly fetchSite: string | undefined
  readonly contentType: string | undefined
  /** By which of its addresses this machine was reached. */
  readonly localAddress: string
  readonly secure: boolean
}

export function originOf({ method, headers, headersDistinct, socket }: IncomingMessage): RequestOrigin {
  const fetchSite = headers['sec-fetch-site']
  return {
    method: method ?? 'GET',
    // Of two, whoever passed this on may have looked at the other one.
    host: headersDistinct['host']?.length === 1 ? headers.host : undefined,
    origin: headers.origin,
    fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
    contentType: headers['content-type'],
    localAddress: socket.localAddress ?? '',
    secure: isSecure(socket),
  }
}

/** Whether this connection is encrypted. */
export function isSecure(socket: IncomingMessage['socket']): boolean {
  return 'encrypted' in socket && socket.encrypted === true
}

/**
 * Names that a Host header may have: a page whose name was pointed at this address (DNS rebinding) has another one. An
 * address in figures cannot be pointed anywhere, so the one that was really reached is good.
 */
export function isKnownHost(request: RequestOrigin, configured: readonly string[]): boolean {
  const name = hostName(request.host)
  if (name === null) return false
  if (name === 'localhost' || isLoopbackAddress(name) || name === plainAddress(request.localAddress)) return true
  return configured.some((host) => host.toLowerCase() === name)
}

const reading = new Set(['GET', 'HEAD'])

/** Why a browser's request is not one of our own page; null: it is, or no browser sent it. */
export function foreignOrigin(request: RequestOrigin): string | null {
  const { origin, fetchSite } = request
  if (origin !== undefined && origin !== `${request.secure ? 'https' : 'http'}://${request.host ?? ''}`) {
    return 'This request was made by a page of another site.'
  }
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') {
    return 'This request was made by a page of another site.'
  }
  return null
}

/**
 * What comes without a token in its head (a cookie, or this machine alone) changes something only with proof that no other
 * site's page sent it: its origin, or, for programs, a kind of content that no form can send.
 */
export function unproven(request: RequestOrigin, by: 'local' | 'session' | 'token'): string | null {
  if (by === 'token' || reading.has(request.method)) return null
  if (request.origin !== undefined || request.fetchSite === 'same-origin') return null
  if (by === 'local' && isJson(request.contentType)) return null
  return 'This request does not say which page it is from (no Origin header). Programs send a token, and content-type: application/json.'
}

export function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(?:;|$)/i.test(contentType ?? '')
}
