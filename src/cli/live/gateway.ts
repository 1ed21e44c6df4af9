import { systemClock } from '../../clock/index.ts'
import { spawnGateway, type GatewayControl } from '../../gateway/index.ts'
import type { Connection } from '../connection.ts'
import { usageError } from '../exit-code.ts'
import { type GatewayChoice, namedGateway, runningGateway } from '../gateway-argument.ts'
import { ownProgram } from '../own-program.ts'
import { terminal } from '../terminal.ts'
import { isLoopback, isThisMachine } from '../this-machine.ts'

export interface GatewayWish {
  readonly gateway: GatewayChoice
  readonly rtmpListen: string | undefined
  readonly advertise: string | undefined
}

/** A gateway that was started for a show ends by itself this long after the show, s. */
const idleSeconds = 600

/** The gateway of the show: the one that was named, the data folder's, or a new one in a process that outlives this one. */
export async function gatewayOfShow(
  connection: Connection,
  wish: GatewayWish,
  signal: AbortSignal,
): Promise<GatewayControl> {
  if (wish.gateway !== undefined) return await namedGateway(connection, wish.gateway)
  const running = await runningGateway(connection)
  if (running !== null) {
    if (wish.rtmpListen !== undefined || wish.advertise !== undefined) {
      terminal.remark('A gateway runs already and is used as it is; --rtmp-listen and --advertise change nothing.')
    }
    await checkReachable(connection, running)
    return running
  }
  if (!isThisMachine(connection.host) && wish.rtmpListen === undefined) throw usageError(elsewhere)
  const { command, args } = ownProgram([
    'gateway',
    '--data',
    connection.dataFolder,
    // Found through the data folder: any free port will do.
    '--control',
    '127.0.0.1:0',
    '--exit-when-idle',
    String(idleSeconds),
    ...(wish.rtmpListen === undefined ? [] : ['--rtmp-listen', wish.rtmpListen]),
    ...(wish.advertise === undefined ? [] : ['--advertise', wish.advertise]),
  ])
  return await spawnGateway({ command, args, dataFolder: connection.dataFolder, clock: systemClock, signal })
}

const elsewhere =
  'vMix is on another machine, so it must be told how it reaches the gateway on this one: ' +
  "--rtmp-listen 0.0.0.0:1935 --advertise ADDRESS:1935, with this machine's address."

/** A gateway that only this machine reaches is of no use to a vMix elsewhere. */
async function checkReachable(connection: Connection, gateway: GatewayControl): Promise<void> {
  const { rtmp } = await gateway.status()
  if (isThisMachine(connection.host) || !isLoopback(rtmp.advertise.replace(/:\d+$/, ''))) return
  await gateway[Symbol.asyncDispose]()
  throw usageError(`The gateway that runs takes streams of this machine only (${rtmp.advertise}). End it. ${elsewhere}`)
}
