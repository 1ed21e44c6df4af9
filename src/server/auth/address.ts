import { BlockList, isIP, isIPv4 } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether a connection from this address came from this machine. */
export function isLoopbackAddress(address: string): boolean {
  const plain = plainAddress(address)
  const version = isIP(plain)
  return version !== 0 && loopback.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}

/** Without zone, and an IPv4 address in IPv6's clothes as what it is. */
export function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(?<v4>[\d.]+)$/.exec(bare)?.groups?.['v4']
  return mapped !== undefined && isIPv4(mapped) ? mapped : bare
}

/** The name in a Host header or an origin, without port and brackets; null where there is none. */
export function hostName(host: string | undefined): string | null {
  const match = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<name>[A-Za-z0-9._-]{1,253}))(?::\d{1,5})?$/.exec(host ?? '')
  const name = match?.groups?.['v6'] ?? match?.groups?.['name']
  return name === undefined ? null : name.toLowerCase().replace(/\.$/, '')
}
