import { probePort, type ProbeResult } from '../../vmix/index.ts'

/** What answers on vMix's two ports, or on those that were given for them. */
export interface Ports {
  readonly host: string
  readonly web: { readonly port: number; readonly found: ProbeResult }
  readonly tcp: { readonly port: number; readonly found: ProbeResult }
  /** vMix's usual web port, where another one was given and is not vMix's. */
  readonly usualWeb: ProbeResult | null
}

const usualWebPort = 8088

/** Connects to each once, and reads no more than who is there. */
export async function probePorts(host: string, webPort: number, tcpPort: number): Promise<Ports> {
  const [web, tcp] = await Promise.all([probePort({ host, port: webPort }), probePort({ host, port: tcpPort })])
  const elsewhere = webPort !== usualWebPort && !isWeb(web) && web.kind !== 'dns'
  const usualWeb = elsewhere ? await probePort({ host, port: usualWebPort }) : null
  return { host, web: { port: webPort, found: web }, tcp: { port: tcpPort, found: tcp }, usualWeb }
}

export function isWeb({ kind }: ProbeResult): boolean {
  return kind === 'vmix_web' || kind === 'vmix_web_password'
}
