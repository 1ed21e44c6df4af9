import type { Command } from 'commander'
import { connectionOf, openController, withConnection } from './connection.ts'
import { exitCodes } from './exit-code.ts'
import { requireRunningGateway } from './gateway-argument.ts'
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
  await using gateway = await requireRunningGateway(connection)
  await using controller = await openController(connection, gateway)
  const { url, expiresInS } = await gateway.previewLink(controller.instance, number)
  if (connection.json) terminal.json({ success: true, url, expires_in_s: expiresInS })
  else {
    terminal.say(url)
    terminal.remark(`Open it in a browser on this machine within ${expiresInS} s; it works once.`)
  }
  return exitCodes.done
}
