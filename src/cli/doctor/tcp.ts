import type { Finding } from './finding.ts'
import { isWeb, type Ports } from './ports.ts'

/**
 * vMix's second port. Without it everything works, and what happens in vMix is seen by asking once a second instead of at
 * once.
 */
export function tcpFinding({ web, tcp }: Ports): Finding {
  const { port, found } = tcp
  const finding = { check: 'tcp', about: 'vMix, TCP', facts: { port, answers: found.kind } } as const
  const slower = 'Without it changes in vMix are seen by polling, up to a second later'
  if (found.kind === 'vmix_tcp') {
    const other = web.found.kind === 'vmix_web' && web.found.version !== found.version ? web.found.version : null
    if (other === null) {
      const message = `vMix ${found.version} answers on TCP port ${port}: changes are seen at once.`
      return { ...finding, state: 'ok', message, action: null }
    }
    const message = `on TCP port ${port} another vMix answers (${found.version}) than on the web port (${other}).`
    return { ...finding, state: 'warn', message, action: 'Give both ports of the same one: --port, --tcp-port.' }
  }
  if (isWeb(found)) {
    const message = `port ${port} is vMix's web port, not its TCP API. ${slower}.`
    return { ...finding, state: 'warn', message, action: 'Its TCP API is on port 8099: leave --tcp-port away.' }
  }
  if (found.kind === 'refused' || found.kind === 'timeout') {
    const how = found.kind === 'refused' ? 'is closed' : 'does not answer'
    const action =
      port === 8099
        ? "vMix has it open while it runs: look at the firewall of vMix's machine (TCP 8099). A simulator may have another: --tcp-port."
        : "A real vMix has it on 8099: leave --tcp-port away, or look at the firewall of vMix's machine."
    return { ...finding, state: 'warn', message: `TCP port ${port} ${how}. ${slower}.`, action }
  }
  if (found.kind === 'dns' || found.kind === 'unreachable') {
    return { ...finding, state: 'warn', message: found.message, action: null }
  }
  const message = `what answers on port ${port} is not vMix's TCP API. ${slower}.`
  return {
    ...finding,
    state: 'warn',
    message,
    action: 'End what has taken that port, or give the right one: --tcp-port.',
  }
}
