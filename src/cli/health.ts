import type { Command } from 'commander'
import { connectionOf, openController, withConnection } from './connection.ts'
import { type GatewayChoice, gatewayForReading, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { type WatchChoice, withWatch } from './watch-option.ts'

interface Options {
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
  withConnection(command)
  withExamples(command, [
    ['health', 'once'],
    ['health --watch', 'watch the show that is on'],
    ['health --json', 'for a program; figures that nobody measured are null'],
  ])
}

async function health(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  await using gateway = await gatewayForReading(connection, options.gateway)
  await using controller = await openController(connection, gateway)
  const [{ show }, { healthLines }] = await Promise.all([import('./watch.ts'), import('./health-text.ts')])
  return await show(
    { read: (signal) => controller.getStreamHealth({ signal }), lines: healthLines },
    { json: connection.json, watch: options.watch },
  )
}
