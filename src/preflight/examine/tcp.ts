import type { ExamineWords, VMixFinding } from './finding.ts'
import { isWeb, type Ports } from './ports.ts'

/**
 * vMix's second port. Without it everything works, and what happens in vMix is seen by asking once a second instead of at
 * once.
 */
export function tcpFinding(web: Ports['web'], tcp: NonNullable<Ports['tcp']>, words: ExamineWords): VMixFinding {
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
    return { ...finding, state: 'warn', message, action: words.bothPorts }
  }
  if (isWeb(found)) {
    const message = `port ${port} is vMix's web port, not its TCP API. ${slower}.`
    return { ...finding, state: 'warn', message, action: words.usualTcpPort }
  }
  if (found.kind === 'refused' || found.kind === 'timeout') {
    const how = found.kind === 'refused' ? 'is closed' : 'does not answer'
    const action = port === 8099 ? words.closedTcpPort : words.otherTcpPort
    return { ...finding, state: 'warn', message: `TCP port ${port} ${how}. ${slower}.`, action }
  }
  if (found.kind === 'dns' || found.kind === 'unreachable') {
    return { ...finding, state: 'warn', message: found.message, action: null }
  }
  const message = `what answers on port ${port} is not vMix's TCP API. ${slower}.`
  return { ...finding, state: 'warn', message, action: words.takenTcpPort }
}
