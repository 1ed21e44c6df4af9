import type { Clock } from '../../clock/index.ts'
import { probePort, type ProbeResult } from '../../vmix/index.ts'

/** What answers on vMix's two ports, or on those that were given for them. */
export interface Ports {
  readonly host: string
  readonly web: { readonly port: number; readonly found: ProbeResult }
  /** Null: it was not asked. */
  readonly tcp: { readonly port: number; readonly found: ProbeResult } | null
  /** vMix's usual web port, where another one was given and is not vMix's. */
  readonly usualWeb: ProbeResult | null
}

const usualWebPort = 8088

interface Asked {
  readonly host: string
  readonly port: number
  readonly tcpPort: number | null
  readonly signal?: AbortSignal
  readonly clock?: Clock
}

/** Connects to each once, and reads no more than who is there. */
export async function probePorts({ host, port, tcpPort, ...given }: Asked): Promise<Ports> {
  const [web, tcp] = await Promise.all([
    probePort({ host, port, ...given }),
    tcpPort === null ? null : probePort({ host, port: tcpPort, ...given }),
  ])
  const elsewhere = port !== usualWebPort && !isWeb(web) && web.kind !== 'dns'
  const usualWeb = elsewhere ? await probePort({ host, port: usualWebPort, ...given }) : null
  return {
    host,
    web: { port, found: web },
    tcp: tcp === null || tcpPort === null ? null : { port: tcpPort, found: tcp },
    usualWeb,
  }
}

export function isWeb({ kind }: ProbeResult): boolean {
  return kind === 'vmix_web' || kind === 'vmix_web_password'
}
