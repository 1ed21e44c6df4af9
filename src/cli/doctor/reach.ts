import { isLoopback, isOwnAddress, isThisMachine } from '../this-machine.ts'
import type { Finding } from './finding.ts'

/** What is known of the way from vMix to the gateway. */
export interface Reach {
  readonly vmixHost: string
  /** `HOST:PORT` that vMix is given. */
  readonly advertise: string
  /** `HOST:PORT` where the gateway really listens. */
  readonly listen: string
  /** Streams that arrive there now. */
  readonly feeds: number
}

/**
 * Whether vMix's machine can reach the gateway's address: what can be known from this side, and what cannot. What speaks
 * against it is said; a firewall or a route between the machines is seen by a stream that arrives, and by nothing else.
 */
export function reachFinding({ vmixHost, advertise, listen, feeds }: Reach): Finding {
  const finding = { check: 'gateway-address', about: 'Way to it', facts: { advertise, listen, feeds } } as const
  const host = hostOf(advertise)
  if (feeds > 0) {
    const message = `a stream arrives at the gateway now, so ${advertise} is reached by whoever sends it.`
    return { ...finding, state: 'ok', message, action: null }
  }
  const restart = 'Start the gateway with --rtmp-listen 0.0.0.0:1935 --advertise ADDRESS:1935'
  if (isThisMachine(vmixHost)) {
    if (isThisMachine(host)) {
      const message = `vMix and the gateway are on this machine: ${advertise} is reached.`
      return { ...finding, state: 'ok', message, action: null }
    }
    const message = `vMix is on this machine, and ${advertise} is no address of it: whether it leads back here is not known.`
    return { ...finding, state: 'unknown', message, action: 'For a vMix on this machine leave --advertise away.' }
  }
  if (isLoopback(host)) {
    const message = `vMix is on ${vmixHost}, and ${advertise} means vMix's own machine there: it is not reached.`
    return { ...finding, state: 'fail', message, action: `${restart}, with this machine's address.` }
  }
  if (isLoopback(hostOf(listen))) {
    const message = `the gateway listens for this machine alone (${listen}), so vMix on ${vmixHost} does not reach ${advertise}.`
    return { ...finding, state: 'fail', message, action: `${restart}.` }
  }
  const open = 'whether a firewall lets vMix through is not known until its stream arrives'
  const action = `Allow TCP ${advertise.replace(/^.*:/, '')} to this machine, and try one stream before the show.`
  const message = isOwnAddress(host)
    ? `${advertise} is an address of this machine; ${open}.`
    : `${advertise} is no address of this machine: it is right where a router or a name leads here, and which is not known from here; ${open}.`
  return { ...finding, state: 'unknown', message, action }
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '')
}
