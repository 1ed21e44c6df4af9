import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { SrtError } from '../errors.ts'

const IPV4_BYTES = 16
const IPV6_BYTES = 28
/** The family's number differs from system to system, and BSD's systems put the length before it. */
const IPV6_FAMILY: Readonly<Record<string, number>> = { darwin: 30, freebsd: 28, openbsd: 24, win32: 23 }
const WITH_LENGTH = new Set(['darwin', 'freebsd', 'openbsd'])

/** An IP address as the system's functions take it (`sockaddr_in`, `sockaddr_in6`). */
export function socketAddress(ip: string, port: number, platform: string = process.platform): Buffer {
  const six = isIP(ip) === 6
  const address = Buffer.alloc(six ? IPV6_BYTES : IPV4_BYTES)
  const family = six ? (IPV6_FAMILY[platform] ?? 10) : 2
  if (WITH_LENGTH.has(platform)) {
    address[0] = address.length
    address[1] = family
  } else {
    address.writeUInt16LE(family, 0)
  }
  address.writeUInt16BE(port, 2)
  if (six) ipv6Bytes(ip).copy(address, 8)
  else address.set(ip.split('.').map(Number), 4)
  return address
}

/** The other way: what a caller's address is, for people; null when it is neither. */
export function readableAddress(address: Buffer, platform: string = process.platform): string | null {
  const family = WITH_LENGTH.has(platform) ? (address[1] ?? 0) : address.readUInt16LE(0)
  const port = address.readUInt16BE(2)
  if (family === 2) return `${[...address.subarray(4, 8)].join('.')}:${port}`
  if (family !== (IPV6_FAMILY[platform] ?? 10)) return null
  const groups = Array.from({ length: 8 }, (_, at) => address.readUInt16BE(8 + at * 2).toString(16))
  return `[${groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::')}]:${port}`
}

function ipv6Bytes(ip: string): Buffer {
  const plain = ip.split('%')[0] ?? ip
  // The address parser of URLs writes every form in groups of hexadecimal digits, an IPv4 tail too.
  const [head = '', tail] = new URL(`http://[${plain}]/`).hostname.slice(1, -1).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const bytes = Buffer.alloc(16)
  for (const [at, group] of [...before, ...zeros, ...after].entries())
    bytes.writeUInt16BE(Number.parseInt(group, 16), at * 2)
  return bytes
}

/** The IP address of a host; an empty one is every IPv4 address of this machine. @throws {SrtError} `dns` */
export async function resolveHost(host: string): Promise<string> {
  if (host === '') return '0.0.0.0'
  const plain = host.replace(/^\[(.*)\]$/, '$1')
  if (isIP(plain) !== 0) return plain
  try {
    return (await lookup(plain)).address
  } catch (cause) {
    throw new SrtError('dns', `The name ${plain} is not known. Check the address and the network's name server.`, {
      cause,
    })
  }
}
