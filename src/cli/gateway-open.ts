import type { Command } from 'commander'
import { connectionOf, withConnection } from './connection.ts'
import { exitCodes } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { requireRunningGateway } from './gateway-argument.ts'
import { terminal } from './terminal.ts'

export function addGatewayOpen(parent: Command): void {
  const command = parent
    .command('open')
    .description('a link to the page of all streams and destinations, for a browser on this machine')
    .action(ends(open))
  withConnection(command, ['data', 'json'])
  withExamples(command, [['gateway open', 'prints the link; it works once, within a minute']])
}

async function open(_options: unknown, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  await using gateway = await requireRunningGateway(connection)
  const { url, expiresInS } = await gateway.pageLink()
  if (connection.json) terminal.json({ success: true, url, expires_in_s: expiresInS })
  else {
    terminal.say(url)
    terminal.remark(`Open it in a browser on this machine within ${expiresInS} s; it works once.`)
  }
  return exitCodes.done
}
