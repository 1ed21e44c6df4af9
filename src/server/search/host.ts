import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { raced } from './raced.ts'

/** What no vMix of a studio has, and what lets others in where a server can be made to ask there: cloud metadata above all. */
const refused = new BlockList()
refused.addSubnet('0.0.0.0', 8, 'ipv4')
refused.addSubnet('169.254.0.0', 16, 'ipv4')
// Many at once, kept for later, everybody.
refused.addSubnet('224.0.0.0', 3, 'ipv4')
refused.addSubnet('fe80::', 10, 'ipv6')
refused.addSubnet('fec0::', 10, 'ipv6')
refused.addSubnet('ff00::', 8, 'ipv6')
// IPv4 addresses in IPv6's clothes; those of `::ffff:` are known to the list itself.
refused.addSubnet('::', 96, 'ipv6')
refused.addSubnet('::ffff:0:0:0', 96, 'ipv6')
refused.addSubnet('64:ff9b::', 96, 'ipv6')
refused.addSubnet('64:ff9b:1::', 48, 'ipv6')
refused.addSubnet('2002::', 16, 'ipv6')
// Where clouds answer their own machines: Alibaba, Azure, Oracle, AWS.
refused.addAddress('100.100.100.200', 'ipv4')
refused.addAddress('168.63.129.16', 'ipv4')
refused.addAddress('192.0.0.192', 'ipv4')
refused.addAddress('fd00:ec2::254', 'ipv6')

/** This machine itself, which is within what is refused. */
const own = new BlockList()
own.addAddress('::1', 'ipv6')

/** Said of an address that is not asked. */
const whyRefused =
  "No vMix has this address: it is one machine's own, many machines' at once, or a cloud's. Give the name or address of vMix's machine."

/** What is wrong with the address, where it is one; null: nothing, or it is a name. */
export function addressProblem(host: string): string | null {
  const plain = plainOf(host.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, ''))
  const version = isIP(plain)
  if (version === 0) return null
  const family = version === 4 ? 'ipv4' : 'ipv6'
  return refused.check(plain, family) && !own.check(plain, family) ? whyRefused : null
}

/** As everybody writes it: systems take `0xa9fea9fe`, `2852039166` and `169.254.43518` for one and the same address. */
function plainOf(host: string): string {
  if (isIP(host) !== 0 || !URL.canParse(`http://${host}`)) return host
  const { hostname } = new URL(`http://${host}`)
  return isIPv4(hostname) ? hostname : host
}

/** How names become addresses; rejects where there is none. */
export type Lookup = (host: string) => Promise<readonly string[]>

export const systemLookup: Lookup = async (host) => (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Where a name leads now, so that nobody changes that between looking and asking; null: nowhere. It is then not asked by its
 * name: a second look could lead elsewhere.
 *
 * @throws the signal's reason, as soon as it is aborted: the system's own look cannot be ended
 */
export async function whereTo(
  host: string,
  look: Lookup,
  signal: AbortSignal,
): Promise<{ readonly address: string } | { readonly problem: string } | null> {
  const written = addressProblem(host)
  if (written !== null) return { problem: written }
  const looked = isIP(host) === 0 ? look(host).catch((): readonly string[] => []) : Promise.resolve([host])
  const addresses = await raced(looked, signal)
  const problem = addresses.map(addressProblem).find((one) => one !== null)
  if (problem != null) return { problem }
  const address = addresses.find((one) => isIPv4(one)) ?? addresses[0]
  return address === undefined ? null : { address }
}
