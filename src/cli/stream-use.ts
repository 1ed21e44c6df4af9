import { Argument, type Command } from 'commander'
import { connectionOf, openController, withConnection } from './connection.ts'
import { type GatewayChoice, namedGateway, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { channel } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { ends } from './outcome.ts'

interface Options {
  readonly channel?: number
  readonly destination: string
  readonly gateway?: GatewayChoice
}

export function addStreamUse(parent: Command): void {
  const command = parent
    .command('use')
    .description('send a destination to its main or its backup address; no frame is lost between the two')
    .addArgument(new Argument('<address>', 'which of its addresses').choices(['main', 'backup']))
    .requiredOption('--destination <ID>', 'which destination (its id stands in "vmixctl status --json")')
    .option('--channel <N>', "vMix's stream, from 0 (default: 0)", channel)
    .action(ends(use))
  withGateway(command, 'the gateway that runs (default: of the data folder)')
  withConnection(command, ['host', 'port', 'data', 'instance', 'json'])
  withExamples(command, [
    ['stream use main --destination tv', 'back to the main address, after the backup had to help'],
  ])
}

async function use(address: 'main' | 'backup', options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  await using gateway = await namedGateway(connection, options.gateway ?? true)
  await using controller = await openController(connection, gateway)
  const { channel: number = 0, destination } = options
  return sayResult(
    await controller.useAddress({ channel: number, destinationId: destination, address }),
    connection.json,
  )
}
