import { type Command, InvalidArgumentError } from 'commander'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../clock/index.ts'
import type { GatewayControl, RemoteGateway } from '../gateway/index.ts'
import type { Connection } from './connection.ts'
import { CommandFailed, exitCodes } from './exit-code.ts'

/** `--gateway`: absent, alone (the one of the data folder), or with its control address. */
export type GatewayChoice = string | true | undefined

function addressReader(wrong: string): (text: string) => string {
  return (text) => {
    if (/^(?:\[[0-9A-Fa-f:.]+\]|[^\s:[\]/@]+):\d{1,5}$/.test(text)) return text
    throw new InvalidArgumentError(wrong)
  }
}

/** For options whose value is `HOST:PORT`. */
export const hostAndPort = addressReader('It is HOST:PORT, such as 0.0.0.0:1935.')
/** Its value may be left away, so that it may have taken the next word for it. */
const gatewayAddress = addressReader('It is HOST:PORT; without it, put --gateway at the end.')

export function withGateway(command: Command, what: string): Command {
  return command.option('--gateway [HOST:PORT]', what, gatewayAddress)
}

/** The gateway that was asked for. @throws CommandFailed (unreachable) when it is not there */
export async function namedGateway(connection: Connection, choice: string | true): Promise<GatewayControl> {
  return choice === true ? await requireRunningGateway(connection) : await gatewayAt(connection, choice)
}

/** The data folder's. @throws CommandFailed (unreachable) when none runs */
export async function requireRunningGateway(connection: Connection): Promise<RemoteGateway> {
  const gateway = await runningGateway(connection)
  if (gateway !== null) return gateway
  throw new CommandFailed(
    exitCodes.unreachable,
    'gateway_unreachable',
    `No gateway is running for the data folder ${connection.dataFolder}. Start one with "vmixctl gateway", or name another folder with --data.`,
  )
}

/** For reading: the one that was named, else the data folder's where one runs, else none. */
export async function gatewayForReading(connection: Connection, choice: GatewayChoice): Promise<GatewayControl | null> {
  return choice === undefined ? await runningGateway(connection) : await namedGateway(connection, choice)
}

export async function runningGateway(connection: Connection): Promise<RemoteGateway | null> {
  const { findGateway } = await import('../gateway/index.ts')
  return await findGateway({ dataFolder: connection.dataFolder, clock: systemClock })
}

/** To be asked whether it is gone: the one that was named, else the one that has announced itself in the data folder; null: none has. */
export async function gatewayToAsk(connection: Connection, at: string | undefined): Promise<RemoteGateway | null> {
  if (at !== undefined) return await connected(connection, at)
  const { findGateway } = await import('../gateway/index.ts')
  return await findGateway({ dataFolder: connection.dataFolder, clock: systemClock, alsoSilent: true })
}

/** Whether a gateway has run on the data folder, and has taken its announcement back when it was ended; false where that cannot be told. */
export async function gatewayWasEnded({ dataFolder }: Connection): Promise<boolean> {
  const { gatewayFolder } = await import('../gateway/index.ts')
  const names = await readdir(gatewayFolder(dataFolder)).catch((): string[] => [])
  return names.length > 0 && !names.includes('endpoint.json')
}

async function gatewayAt(connection: Connection, at: string): Promise<GatewayControl> {
  const gateway = await connected(connection, at)
  await gateway.status()
  return gateway
}

async function connected(connection: Connection, at: string): Promise<RemoteGateway> {
  const { connectGateway, gatewayFolder } = await import('../gateway/index.ts')
  const { Secret } = await import('../secrets/index.ts')
  const file = join(gatewayFolder(connection.dataFolder), 'token')
  const token = process.env['VMIXCTL_GATEWAY_TOKEN'] ?? (await readFile(file, 'utf8').catch(() => ''))
  if (token.trim() === '') {
    throw new CommandFailed(
      exitCodes.unreachable,
      'gateway_unauthorised',
      `The token of the gateway at ${at} is not known: set VMIXCTL_GATEWAY_TOKEN, or name its data folder with --data.`,
    )
  }
  return connectGateway({ url: `http://${at}`, token: new Secret(token.trim()), clock: systemClock })
}
