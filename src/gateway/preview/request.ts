import type { IncomingMessage } from 'node:http'
import { id } from '../control/protocol.ts'
import { isLoopback } from '../address.ts'
import { isPageName, type PageName } from './pages.ts'
import { PREVIEW_PROTOCOL } from './protocol.ts'

/** What is asked for below `/preview/`. */
export type PreviewRoute =
  | { readonly kind: 'file'; readonly name: PageName }
  | { readonly kind: 'watch' | 'page' | 'still' | 'ticket'; readonly instance: string; readonly channel: number }

const kinds = { '': 'watch', '/page': 'page', '/still.jpg': 'still', '/ticket': 'ticket' } as const

/** Reads `/preview/{instance}/{channel}`, with or without a part after it; null for what is none. */
export function previewRoute(url: string | undefined): PreviewRoute | null {
  const path = (url ?? '').split('?', 1)[0] ?? ''
  const file = /^\/preview\/player\/(?<name>[a-z.-]{1,32})$/.exec(path)?.groups?.['name']
  if (file !== undefined) return isPageName(file) ? { kind: 'file', name: file } : null
  const match = /^\/preview\/(?<instance>[^/]{1,128})\/(?<channel>\d{1,3})(?<rest>\/[a-z.]{1,16})?$/.exec(path)?.groups
  const instance = id.safeParse(match?.['instance'])
  const rest = match?.['rest'] ?? ''
  if (!instance.success || !isKnown(rest)) return null
  return { kind: kinds[rest], instance: instance.data, channel: Number(match?.['channel']) }
}

function isKnown(rest: string): rest is keyof typeof kinds {
  return Object.hasOwn(kinds, rest)
}

/** This machine, by its own name, or null: pages whose name was pointed at 127.0.0.1 have another. */
export function ownHost(request: IncomingMessage): string | null {
  const { host } = request.headers
  const name = /^(?<name>\[[0-9a-f:]{2,39}\]|[a-z0-9.]{1,64})(?::\d{1,5})?$/i.exec(host ?? '')?.groups?.['name']
  return host !== undefined && name !== undefined && isLoopback(name.replace(/^\[(.*)\]$/, '$1')) ? host : null
}

/** No page of another origin asks. Programs that are no browser have none. */
export function ownOrigin(request: IncomingMessage, host: string): boolean {
  const { origin } = request.headers
  return origin === undefined || origin === `http://${host}`
}

/**
 * The token or ticket: as a header where the client can set one, else as a subprotocol, which is all that a browser's
 * WebSocket can send along. Never in the address: addresses are logged and remembered.
 */
export function credentialOf(request: IncomingMessage): string | null {
  const header = /^Bearer (?<credential>\S{1,256})$/.exec(request.headers.authorization ?? '')?.groups?.['credential']
  if (header !== undefined) return header
  const offered = (request.headers['sec-websocket-protocol'] ?? '').slice(0, 1024).split(',')
  const named = offered.map((one) => /^(?:token|ticket)\.(?<credential>\S{1,256})$/.exec(one.trim())?.groups)
  return named.find((groups) => groups !== undefined)?.['credential'] ?? null
}

/** Speaks our protocol. */
export function offersProtocol(protocols: ReadonlySet<string>): string | false {
  return protocols.has(PREVIEW_PROTOCOL) ? PREVIEW_PROTOCOL : false
}

/** `?sound=0` asks for pictures alone. */
export function wantsSound(request: IncomingMessage): boolean {
  return !/\?(?:.*&)?sound=0(?:&|$)/.test((request.url ?? '').slice(0, 1024))
}
