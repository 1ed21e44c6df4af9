import type { Command } from 'commander'
import { connectionOf, openController, withConnection } from './connection.ts'
import { CommandFailed, exitCodes } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { channel } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'

interface Options {
  readonly channel?: number
}

export function addPreview(parent: Command): void {
  const command = parent
    .command('preview')
    .description('a link that shows a stream in a browser on this machine: it works once, within a minute')
    .option('--channel <N>', 'the stream, from 0 (default: 0)', channel)
    .action(ends(show))
  withConnection(command, ['host', 'port', 'data', 'instance', 'json'])
  withExamples(command, [['preview --channel 0', 'watch what goes out of Stream 1']])
}

async function show({ channel: number = 0 }: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { findGateway } = await import('../gateway/index.ts')
  await using gateway = await findGateway({ dataFolder: connection.dataFolder })
  if (gateway === null) {
    const what = `No gateway is running for the data folder ${connection.dataFolder}.`
    throw new CommandFailed(exitCodes.unreachable, 'gateway_unreachable', what)
  }
  await using controller = await openController(connection, gateway)
  const link = await gateway.previewLink(controller.instance, number)
  if (connection.json) terminal.json({ success: true, ...link })
  else {
    terminal.say(link.url)
    terminal.say(`Open it in a browser on this machine within ${link.expiresInS} seconds. It works once.`)
  }
  return exitCodes.done
}
