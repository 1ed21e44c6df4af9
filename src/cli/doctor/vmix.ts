import { examineVMix as examine, type ExamineWords } from '../../preflight/index.ts'
import { type Connection, credentials } from '../connection.ts'
import type { Finding } from './finding.ts'

/** What to change, as it is typed. */
const words: ExamineWords = {
  bothPorts: 'Give both ports of the same one: --port, --tcp-port.',
  usualTcpPort: 'Its TCP API is on port 8099: leave --tcp-port away.',
  closedTcpPort:
    "vMix has it open while it runs: look at the firewall of vMix's machine (TCP 8099). A simulator may have another: --tcp-port.",
  otherTcpPort: "A real vMix has it on 8099: leave --tcp-port away, or look at the firewall of vMix's machine.",
  takenTcpPort: 'End what has taken that port, or give the right one: --tcp-port.',
  usualWebPort: 'vMix answers on port 8088: leave --port away.',
  givePassword: 'Put the password into a variable, and name both: --user NAME --password-env VARIABLE.',
  missingFunctions:
    '"vmixctl functions" says since when each exists; a call of one that is missing is refused before it is sent.',
  newerVersion: 'Call what is not listed with --unchecked.',
}

/** Is it there, is it vMix, on which of its ports; what it is, what it can, and what it does now. */
export function examineVMix(connection: Connection, tcpPort: number): AsyncGenerator<Finding, void, undefined> {
  const { host, port, passwordEnv } = connection
  const asked = passwordEnv === undefined ? null : () => credentials(connection)
  return examine({ host, port, tcpPort, credentials: asked, words })
}
