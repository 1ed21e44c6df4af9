import type { Command } from 'commander'
import { type Connection, connectionOf, openController, withConnection } from './connection.ts'
import { type GatewayChoice, gatewayForReading, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { remoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'
import { type WatchChoice, withWatch } from './watch-option.ts'

interface Options extends ServerChoice {
  readonly watch?: WatchChoice
  readonly gateway?: GatewayChoice
}

export function addStatus(parent: Command): void {
  const command = parent
    .command('status')
    .description('what is on: streams, destinations, recordings')
    .action(ends(status))
  withWatch(command)
  withGateway(command, "also ask this gateway (default: the data folder's, where one runs)")
  withServer(command)
  withConnection(command)
  withExamples(command, [
    ['status', 'once'],
    ['status --server http://control:8480', 'what the server of the control room sees'],
    ['status --watch 5', 'again every five seconds'],
    ['status --host 192.168.1.20 --json', 'of a vMix on another machine, for a program'],
  ])
}

async function status(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (options.server !== undefined) return await remoteStatus(options.server, options, connection)
  await using gateway = await gatewayForReading(connection, options.gateway)
  await using controller = await openController(connection, gateway)
  const [{ show }, { statusLines }] = await Promise.all([import('./watch.ts'), import('./status-text.ts')])
  return await show(
    {
      read: (signal) => controller.getStreamStatus({ signal }),
      lines: (value, width) => statusLines(value, `${connection.host}:${connection.port}`, width),
    },
    { json: connection.json, watch: options.watch },
  )
}

async function remoteStatus(server: string, options: Options, connection: Connection): Promise<number> {
  refuseLocal({ ...options }, ['watch'])
  const [{ client, path, address }, { streamStatus }] = await Promise.all([
    remoteVMix(server, connection),
    import('./remote/answers.ts'),
  ])
  const [{ show }, { statusLines }] = await Promise.all([import('./watch.ts'), import('./status-text.ts')])
  return await show(
    {
      read: (signal) => client.read(`${path}/status`, streamStatus, signal),
      lines: (value, width) => statusLines(value, address, width),
    },
    { json: connection.json, watch: options.watch },
  )
}
