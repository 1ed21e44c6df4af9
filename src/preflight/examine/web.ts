import type { ExamineWords, VMixFinding } from './finding.ts'
import { isWeb, type Ports } from './ports.ts'

/** What a web port that is not vMix's (or refuses) means, seen together with the TCP port. */
export function webFinding(ports: Ports, words: ExamineWords): VMixFinding {
  const { web } = ports
  const finding = { check: 'vmix', about: 'vMix', facts: { port: web.port, answers: web.found.kind } } as const
  if (web.found.kind === 'vmix_web') return { ...finding, state: 'ok', message: web.found.message, action: null }
  return { ...finding, state: 'fail', message: web.found.message, action: actionFor(ports, words) }
}

function actionFor({ host, web, tcp, usualWeb }: Ports, words: ExamineWords): string | null {
  if (usualWeb !== null && isWeb(usualWeb)) return words.usualWebPort
  if (web.found.kind === 'other_http' && web.found.status === 403) {
    return "vMix, or what stands before it, answers local networks only: look at the Web Controller's settings (LAN only)."
  }
  // Its TCP API is always there while vMix runs; its web server has a switch.
  if (web.found.kind === 'refused' && tcp?.found.kind === 'vmix_tcp') {
    return `vMix ${tcp.found.version} runs there (its TCP port ${tcp.port} answers): switch on Settings → Web Controller, or look there for its port.`
  }
  if (web.found.kind === 'vmix_web_password') return words.givePassword
  if (web.found.kind === 'timeout' || web.found.kind === 'unreachable') {
    return `Is ${host} the address of vMix's machine, is it on, and does its firewall let TCP ${web.port} through?`
  }
  return null
}
