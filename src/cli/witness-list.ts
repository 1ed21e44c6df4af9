import type { Command } from 'commander'
import { connectionOf, withConnection } from './connection.ts'
import { withExamples } from './help-examples.ts'
import { count } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'
import { logFolder } from './witness-folder.ts'

interface Options {
  readonly type?: string
  readonly last?: number
}

export function addWitnessList(parent: Command): void {
  const command = parent
    .command('list')
    .description('what happened, in order: who asked for what, and how it ended')
    .option('--type <TYPE>', 'only events of this type, such as stream_started')
    .option('--last <N>', 'only the last N', count)
    .action(ends(list))
  withConnection(command)
  withExamples(command, [
    ['witness list --last 20', 'the newest'],
    ['witness list --type destination_lost', 'every time a destination was lost'],
    ['witness list --json', 'an entry a line, as in the log'],
  ])
}

async function list(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { readEntries } = await import('../witness/index.ts')
  const { entryLine } = await import('./witness-text.ts')
  const folder = await logFolder(connection)
  const print = (entry: Parameters<typeof entryLine>[0]) =>
    connection.json ? terminal.json(entry) : terminal.say(entryLine(entry))
  const last: Parameters<typeof entryLine>[0][] = []
  for await (const entry of readEntries(folder, options.type === undefined ? {} : { eventType: options.type })) {
    if (options.last === undefined) print(entry)
    else {
      last.push(entry)
      if (last.length > options.last) last.shift()
    }
  }
  for (const entry of last) print(entry)
  return 0
}
