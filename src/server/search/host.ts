import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv4 } from 'node:net'

/** What no vMix of a studio has, and what lets others in where a server can be made to ask there: cloud metadata above all. */
const refused = new BlockList()
refused.addSubnet('0.0.0.0', 8, 'ipv4')
refused.addSubnet('169.254.0.0', 16, 'ipv4')
// Many at once, kept for later, everybody.
refused.addSubnet('224.0.0.0', 3, 'ipv4')
refused.addAddress('::', 'ipv6')
refused.addSubnet('fe80::', 10, 'ipv6')
refused.addSubnet('fec0::', 10, 'ipv6')
refused.addSubnet('ff00::', 8, 'ipv6')
// An IPv4 address in IPv6's clothes; those of `::ffff:` are known to the list itself.
refused.addSubnet('64:ff9b::', 96, 'ipv6')
refused.addAddress('fd00:ec2::254', 'ipv6')

/** Said of an address that is not asked. */
const whyRefused =
  "No vMix has this address: it is one machine's own, many machines' at once, or a cloud's. Give the name or address of vMix's machine."

/** What is wrong with the address, where it is one; null: nothing, or it is a name. */
export function addressProblem(host: string): string | null {
  const plain = host.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  const version = isIP(plain)
  return version !== 0 && refused.check(plain, version === 4 ? 'ipv4' : 'ipv6') ? whyRefused : null
}

/** How names become addresses; rejects where there is none. */
export type Lookup = (host: string) => Promise<readonly string[]>

export const systemLookup: Lookup = async (host) => (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Where a name leads now, so that nobody changes that between looking and asking; the name itself, where it leads nowhere.
 * Finds also what is written as nobody writes it, such as `0xa9fea9fe`.
 */
export async function whereTo(
  host: string,
  look: Lookup,
): Promise<{ readonly address: string } | { readonly problem: string }> {
  const addresses = isIP(host) === 0 ? await look(host).catch((): readonly string[] => []) : [host]
  const problem = addresses.map(addressProblem).find((one) => one !== null)
  if (problem != null) return { problem }
  return { address: addresses.find((address) => isIPv4(address)) ?? addresses[0] ?? host }
}
