import { type Command } from 'commander'
import { connectionOf, withConnection } from './connection.ts'
import { hostAndPort } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { usageError } from './exit-code.ts'

interface Options {
  readonly config?: string
  readonly listen?: string
  readonly demo?: boolean
  readonly keep?: boolean
}

/** Where a configuration is looked for when nobody says where. */
export const usualConfig = 'vmixctl.yaml'

export function addServe(parent: Command): void {
  const command = parent
    .command('serve')
    .description('the control room: a server that watches and drives any number of vMix, with a page and an API')
    .option('--config <FILE>', `the configuration (default: ${usualConfig}; without one the page says how to begin)`)
    .option(
      '--listen <HOST:PORT>',
      "where page and API are (default: the configuration's, 127.0.0.1:8480)",
      hostAndPort,
    )
    .option('--demo', 'everything simulated, on this machine: a vMix, a gateway and three destinations')
    .option('--keep', 'with --demo: keep the folder of the demo')
    .action(ends(serve))
  withConnection(command, ['data', 'json'])
  withExamples(command, [
    ['serve --demo', 'look at it, without vMix'],
    ['config init', 'write a configuration to begin with'],
    ['serve', 'with vmixctl.yaml of this folder'],
    ['serve --config /etc/vmixctl/vmixctl.yaml --data /var/lib/vmixctl', 'as a service'],
  ])
  command.addHelpText(
    'after',
    `
Ending it ends no stream: vMix, the gateway and what they send go on, and it finds them again.
SIGHUP reads the configuration again; a wrong one changes nothing. The log goes to the standard error, one JSON object a line
where that is no terminal, or with --json.`,
  )
}

async function serve(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (options.keep === true && options.demo !== true) throw usageError('--keep is for --demo.')
  if (options.demo === true && options.config !== undefined) {
    throw usageError('--demo has settings of its own. Leave --config away, or --demo.')
  }
  const { runServer } = await import('./serve/run-server.ts')
  return await runServer({
    connection,
    config: options.config,
    listen: options.listen,
    demo: options.demo === true ? { keep: options.keep === true } : null,
  })
}
