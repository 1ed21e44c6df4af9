import type { SrtDestination, StreamDestination } from '../../controller/index.ts'
import { validateRtmpUrl } from '../../destinations/index.ts'
import { green, red, type PreflightLine } from '../line.ts'
import { nameOf } from './keys.ts'
import { tryConnection, type Reached } from './reach.ts'

/** Does its name resolve, and does it take a connection (RTMPS: with a valid certificate)? Nothing is published. */
export async function checkDestination(
  destination: StreamDestination | SrtDestination,
  options: { readonly ca?: string; readonly signal?: AbortSignal },
): Promise<readonly PreflightLine[]> {
  const name = nameOf(destination)
  if ('srtAddress' in destination) return [await checkSrt(name, destination, options)]
  const { backup } = destination
  return await Promise.all([
    checkRtmp(name, destination.rtmpUrl, options),
    ...(backup === undefined ? [] : [checkRtmp(`${name}, backup`, backup.rtmpUrl, options)]),
  ])
}

async function checkRtmp(
  about: string,
  rtmpUrl: string,
  options: { readonly ca?: string; readonly signal?: AbortSignal },
): Promise<PreflightLine> {
  const [problem] = validateRtmpUrl(rtmpUrl)
  if (problem !== undefined) {
    return red({ check: 'destination', about, message: problem.message, action: 'Correct the address.' })
  }
  const { hostname, port, protocol } = new URL(rtmpUrl)
  const tls = protocol === 'rtmps:'
  const host = hostname.replaceAll(/^\[|\]$/g, '')
  const reached = await tryConnection({ ...options, host, port: Number(port || (tls ? 443 : 1935)), tls })
  return reachedLine(about, reached)
}

/** By SRT nobody answers who is not called: more than the name cannot be looked at. */
async function checkSrt(
  about: string,
  { srtAddress, mode }: SrtDestination,
  { signal }: { readonly signal?: AbortSignal },
): Promise<PreflightLine> {
  if (mode === 'listener') return green('destination', about, 'We listen here: whoever wants it calls.')
  const host = URL.parse(srtAddress.replace(/^srt:/i, 'http:'))?.hostname.replaceAll(/^\[|\]$/g, '') ?? ''
  const found = await tryConnection({ host, port: null, tls: false, ...(signal === undefined ? {} : { signal }) })
  if (found.kind !== 'reached') return reachedLine(about, found)
  return green('destination', about, 'Its name is known. Whether it answers by SRT shows when it is called.')
}

function reachedLine(about: string, reached: Reached): PreflightLine {
  const line = { check: 'destination', about } as const
  switch (reached.kind) {
    case 'reached':
      return green('destination', about, `${reached.where} takes a connection.`)
    case 'unknown_name':
      return red({
        ...line,
        message: `${reached.where} is not known to DNS.`,
        action: "Look at the address, and at this machine's network.",
      })
    case 'refused':
      return red({
        ...line,
        message: `${reached.where} refuses connections.`,
        action: 'Look at the port, and whether the server runs.',
      })
    case 'certificate':
      return red({
        ...line,
        message: `${reached.where} has a certificate that cannot be trusted (${reached.code}).`,
        action: "Look at the address and at this machine's clock; else the server's owner must renew it.",
      })
    default:
      return red({
        ...line,
        message: `${reached.where} cannot be reached (${reached.code}).`,
        action: 'Look at the address, the line, and the firewalls in between.',
      })
  }
}
