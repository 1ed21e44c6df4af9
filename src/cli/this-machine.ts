import { hostname, networkInterfaces } from 'node:os'

/** Whether an address names this machine, as far as that can be told without asking the network. */
export function isThisMachine(host: string): boolean {
  return isLoopback(host) || host === hostname() || isOwnAddress(host)
}

/** An address of one of this machine's network cards. */
export function isOwnAddress(host: string): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return addresses.some(({ address }) => address === withoutBrackets(host))
}

/** Means another machine wherever it is read. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || withoutBrackets(host) === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}
