import type { Command } from 'commander'
import { connectionOf, openController, withConnection } from './connection.ts'
import { type GatewayChoice, namedGateway, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { channel } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { ends } from './outcome.ts'
import { standbyLines } from './standby-text.ts'

interface Options {
  readonly channel?: number
  readonly gateway?: GatewayChoice
}

export function addFeedSlate(parent: Command): void {
  add(parent, 'slate', 'send the slate instead of the show, now and until told', [
    ['feed slate', 'whatever happens in vMix, viewers see the slate'],
  ])
}

export function addFeedBack(parent: Command): void {
  add(parent, 'back', 'back to the show, at its next key frame', [['feed back', 'and viewers see the show again']])
}

function add(
  parent: Command,
  name: 'slate' | 'back',
  description: string,
  examples: readonly (readonly [string, string])[],
): void {
  const command = parent
    .command(name)
    .description(description)
    .option('--channel <N>', 'the stream, from 0 (default: 0)', channel)
    .action(ends((options: Options, self: Command) => change(name, options, self)))
  withGateway(command, 'the gateway that runs (default: of the data folder)')
  withConnection(command, ['host', 'port', 'data', 'instance', 'json'])
  withExamples(command, examples)
}

async function change(name: 'slate' | 'back', options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  await using gateway = await namedGateway(connection, options.gateway ?? true)
  await using controller = await openController(connection, gateway)
  const request = options.channel === undefined ? {} : { channel: options.channel }
  const result = await (name === 'slate' ? controller.slateNow(request) : controller.backToShow(request))
  return sayResult(result, connection.json, result.success ? standbyLines(result.standby) : [])
}
