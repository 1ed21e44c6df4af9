import { GatewayError } from './errors.ts'

/** Where something listens or is reached. */
export interface Address {
  readonly host: string
  readonly port: number
}

/**
 * Reads `HOST:PORT`; an IPv6 host stands in brackets.
 *
 * @throws {GatewayError} `bad_listen`
 * @example parseAddress('[::1]:1935') // { host: '::1', port: 1935 }
 */
export function parseAddress(text: string): Address {
  const match = /^(?:\[(?<six>[0-9A-Fa-f:.]+)\]|(?<name>[^\s:[\]/@]+)):(?<port>\d{1,5})$/.exec(text)
  const port = Number(match?.groups?.['port'])
  const host = match?.groups?.['six'] ?? match?.groups?.['name']
  if (host === undefined || !(port <= 65_535)) {
    throw new GatewayError('bad_listen', `Invalid address “${text}”. It is HOST:PORT, for example 127.0.0.1:1935.`)
  }
  return { host, port }
}

/** @example formatAddress({ host: '::1', port: 1935 }) // '[::1]:1935' */
export function formatAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Listens on every address of the machine: says nothing of how others reach it. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || /^[0:]+$/.test(host)
}

/** Only this machine reaches it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
