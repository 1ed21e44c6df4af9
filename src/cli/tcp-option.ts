import type { Command } from 'commander'
import { freePort } from './number-arguments.ts'

interface Given {
  readonly tcpPort?: number
  readonly tcp?: boolean
}

/** For commands that watch vMix: by its TCP API it tells of changes at once. */
export function withTcpPort(command: Command): Command {
  return command
    .option('--tcp-port <PORT>', "port of vMix's TCP API, which tells of changes at once (default: 8099)", freePort)
    .option('--no-tcp', 'do not ask it (as --tcp-port 0): changes are seen by polling')
}

/** The port; null: it is not to be asked. */
export function tcpPortOf({ tcpPort = 8099, tcp }: Given): number | null {
  return tcp === false || tcpPort === 0 ? null : tcpPort
}
