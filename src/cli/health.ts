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

export function addHealth(parent: Command): void {
  const command = parent
    .command('health')
    .description('how good it is: a verdict, measured figures, and what to do')
    .action(ends(health))
  withWatch(command)
  withGateway(command, "ask this gateway (default: the data folder's, where one runs)")
  withServer(command)
  withConnection(command)
  withExamples(command, [
    ['health', 'once'],
    ['health --watch', 'watch the show that is on'],
    ['health --json', 'for a program; figures that nobody measured are null'],
  ])
}

async function health(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (options.server !== undefined) return await remoteHealth(options.server, options, connection)
  await using gateway = await gatewayForReading(connection, options.gateway)
  await using controller = await openController(connection, gateway)
  const [{ show }, { healthLines }] = await Promise.all([import('./watch.ts'), import('./health-text.ts')])
  return await show(
    { read: (signal) => controller.getStreamHealth({ signal }), lines: healthLines },
    { json: connection.json, watch: options.watch },
  )
}

async function remoteHealth(server: string, options: Options, connection: Connection): Promise<number> {
  refuseLocal({ ...options }, ['watch'])
  const [{ client, path }, { streamHealth }] = await Promise.all([
    remoteVMix(server, connection),
    import('./remote/answers.ts'),
  ])
  const [{ show }, { healthLines }] = await Promise.all([import('./watch.ts'), import('./health-text.ts')])
  return await show(
    { read: (signal) => client.read(`${path}/health`, streamHealth, signal), lines: healthLines },
    { json: connection.json, watch: options.watch },
  )
}
