import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { plainAddress } from './call/address.ts'
import { ProxyError } from './error.ts'

/**
 * Refuses a vMix that is the proxy itself. A circle by way of other machines shows in the requests, which carry the
 * proxy's mark.
 *
 * @throws {ProxyError} `loop`
 */
export async function refuseItself(vmix: Place, listen: Place): Promise<void> {
  if (!vmix.ports.some((port) => port !== 0 && listen.ports.includes(port))) return
  const own = await ownAddresses(listen.host)
  const asked = await addressesOf(vmix.host)
  const everywhere = own.has('0.0.0.0') || own.has('::')
  if (!asked.some((address) => own.has(address) || (everywhere && address.startsWith('127.')))) return
  throw new ProxyError(
    'loop',
    `The vMix at ${vmix.host} has the proxy's own address and port. Give the proxy other ports (--http-port, --tcp-port), or run it on another machine.`,
  )
}

export interface Place {
  readonly host: string
  readonly ports: readonly number[]
}

async function ownAddresses(host: string): Promise<ReadonlySet<string>> {
  const listening = await addressesOf(host)
  if (!listening.some((address) => address === '0.0.0.0' || address === '::')) return new Set(listening)
  const all = Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).map(({ address }) => plainAddress(address)),
  )
  return new Set([...listening, ...all, '127.0.0.1', '::1'])
}

/** Names that nobody knows have none; connecting says so. */
async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [plainAddress(host)]
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.map(({ address }) => plainAddress(address))
}
