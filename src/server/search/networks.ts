import { BlockList, isIPv4 } from 'node:net'

/** An IPv4 network that this machine is in. */
export interface Network {
  /** This machine's own address in it. */
  readonly address: string
  /** How many of the 32 bits name the network. */
  readonly prefix: number
}

/** What the system tells of its network cards, as `os.networkInterfaces()` has it. */
export type Interfaces = Readonly<
  Record<
    string,
    | readonly {
        readonly address: string
        readonly family: string
        readonly internal: boolean
        readonly cidr: string | null
      }[]
    | undefined
  >
>

/** How many networks are searched; a machine with more is one with virtual ones. */
const mostNetworks = 4
/** The smallest prefix that is searched: 254 machines. Of a larger network the part around this machine. */
const widest = 24

const privateOnes = new BlockList()
privateOnes.addSubnet('10.0.0.0', 8, 'ipv4')
privateOnes.addSubnet('172.16.0.0', 12, 'ipv4')
privateOnes.addSubnet('192.168.0.0', 16, 'ipv4')

/** The private IPv4 networks of this machine's own cards (RFC 1918): nobody else's machines are in them. */
export function privateNetworks(interfaces: Interfaces): readonly Network[] {
  const found = Object.values(interfaces).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ address, internal, cidr }) => {
      const prefix = Number(/\/(?<bits>\d{1,2})$/.exec(cidr ?? '')?.groups?.['bits'] ?? 32)
      const isPrivate = isIPv4(address) && privateOnes.check(address, 'ipv4')
      return internal || !isPrivate || prefix > 30 ? [] : [{ address, prefix: Math.max(prefix, widest) }]
    }),
  )
  const once = new Map(found.map((network) => [networkText(network), network]))
  return [...once.values()].slice(0, mostNetworks)
}

/** @example networkText({ address: '192.168.1.20', prefix: 24 }) // '192.168.1.0/24' */
export function networkText({ address, prefix }: Network): string {
  return `${textOf(firstOf(address, prefix))}/${prefix}`
}

/** Every machine that may be in it, but this one; of a network larger than 256 none. */
export function machinesIn({ address, prefix }: Network): readonly string[] {
  if (prefix < widest || prefix > 30) return []
  const first = firstOf(address, prefix)
  // Without the first, which names the network, and the last, which means all of them.
  const all = Array.from({ length: 2 ** (32 - prefix) - 2 }, (_, n) => textOf(first + 1 + n))
  return all.filter((machine) => machine !== address)
}

function firstOf(address: string, prefix: number): number {
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - prefix)
  return Math.floor(number / size) * size
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.')
}
