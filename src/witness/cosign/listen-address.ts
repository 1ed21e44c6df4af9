import { CosignError } from './errors.ts'

/** Where a cosigner listens. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
  /** Only this machine reaches it. */
  readonly isLoopback: boolean
}

/** Reads `HOST:PORT`; an IPv6 host stands in brackets. Throws {@link CosignError} `bad_listen`. */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:\[(?<six>[0-9A-Fa-f:.]+)\]|(?<name>[^\s:[\]/@]+)):(?<port>\d{1,5})$/.exec(text)
  const port = Number(match?.groups?.['port'])
  const host = match?.groups?.['six'] ?? match?.groups?.['name']
  if (host === undefined || !(port <= 65_535)) {
    throw new CosignError('bad_listen', 'The address to listen on is HOST:PORT, for example 127.0.0.1:8490.')
  }
  const isLoopback = host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
  return { host, port, isLoopback }
}
