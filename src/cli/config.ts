import type { Command } from 'commander'
import { resolve } from 'node:path'
import { connectionOf, withConnection } from './connection.ts'
import { CommandFailed, exitCodes } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { openNew } from './new-file.ts'
import { ends } from './outcome.ts'
import { usualConfig } from './serve.ts'
import { terminal } from './terminal.ts'

interface Options {
  readonly file?: string
}

export function addConfig(parent: Command): void {
  const config = parent.command('config').description('the configuration of "vmixctl serve"')
  addInit(config)
  addCheck(config)
}

function addInit(parent: Command): void {
  const command = parent
    .command('init')
    .description('write one to begin with; an existing file is never overwritten')
    .option('--file <FILE>', `where (default: ${usualConfig})`)
    .action(ends(init))
  withConnection(command, ['json'])
  withExamples(command, [['config init', 'then change it to your vMix, and "vmixctl config check"']])
}

function addCheck(parent: Command): void {
  const command = parent
    .command('check')
    .description('say what is wrong in one, by line and column; nothing is connected')
    .option('--file <FILE>', `which (default: ${usualConfig})`)
    .action(ends(check))
  withConnection(command, ['json'])
  withExamples(command, [['config check --file /etc/vmixctl/vmixctl.yaml', 'before the server reads it again']])
}

async function init(options: Options, command: Command): Promise<number> {
  const { json } = await connectionOf(command)
  const { configTemplate } = await import('../server/index.ts')
  const path = resolve(options.file ?? usualConfig)
  await using file = await openNew(path)
  await file.writeFile(configTemplate)
  if (json) terminal.json({ success: true, file: path })
  else {
    terminal.say(`${path} is there. Change it to your vMix, then: vmixctl config check`)
  }
  return exitCodes.done
}

async function check(options: Options, command: Command): Promise<number> {
  const { json } = await connectionOf(command)
  const { ConfigError, readConfigFile } = await import('../server/index.ts')
  const path = options.file ?? usualConfig
  try {
    const { instances, destinations = [] } = await readConfigFile(path)
    if (json) terminal.json({ success: true, file: path, instances: instances.map(({ id }) => id) })
    else terminal.say(`${path} can be used: ${instances.length} vMix, ${destinations.length} destinations.`)
    return exitCodes.done
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const code = error.code === 'wrong' ? exitCodes.failed : exitCodes.usage
    if (!json || error.code !== 'wrong')
      throw new CommandFailed(code, `config_${error.code}`, error.message, { cause: error })
    terminal.json({ success: false, error: 'config_wrong', message: error.message, problems: error.problems })
    return code
  }
}
