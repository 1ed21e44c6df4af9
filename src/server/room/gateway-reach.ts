import { hostname, networkInterfaces } from 'node:os'

/** Every name and address of this machine. */
export function namesOfThisMachine(): ReadonlySet<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
  return new Set([hostname().toLowerCase(), ...addresses])
}

/**
 * Whether a vMix can reach a gateway: one that takes streams of its own machine only is of no use to a vMix elsewhere.
 *
 * @param advertise by which address the gateway is to be reached: `HOST:PORT`
 * @param own names and addresses of this machine
 * @returns what is wrong and what to do; null: nothing
 */
export function reachProblem(host: string, advertise: string, own: ReadonlySet<string>): string | null {
  const isHere = isLoopback(host) || own.has(host.toLowerCase().replace(/\.$/, ''))
  if (isHere || !isLoopback(advertise.replace(/:\d+$/, '').replaceAll(/[[\]]/g, ''))) return null
  return (
    `This vMix is on another machine, and the gateway takes streams of this machine only (${advertise}). ` +
    'Set gateway: rtmpListen and advertise in the configuration, then start the gateway anew while it carries nothing.'
  )
}

function isLoopback(host: string): boolean {
  return /^(?:localhost\.?|127(?:\.\d{1,3}){3}|::1)$/i.test(host)
}
