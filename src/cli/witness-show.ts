import type { Command } from 'commander'
import { connectionOf, ofTheLog, withConnection } from './connection.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'
import { logFolder } from './witness-folder.ts'
import { operationNamed } from './witness-operation.ts'

export function addWitnessShow(parent: Command): void {
  const command = parent
    .command('show')
    .description('all that the show log has of one operation: what was asked, what was seen, how it ended')
    .argument('<ID>', "an operation's id, an entry's number, or its hash; how id or hash begins is enough")
    .action(ends(show))
  withConnection(command, ofTheLog)
  withExamples(command, [
    ['witness show 12', 'entry 12, and the rest of its operation'],
    ['witness show 7eff4c8b', 'an operation'],
    ['witness show 7eff4c8b --json', 'its entries in one array'],
  ])
}

async function show(id: string, _options: unknown, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { entries, more } = await operationNamed(await logFolder(connection), id)
  if (connection.json) terminal.json(entries)
  else {
    const { entryBlock } = await import('./witness-entry.ts')
    for (const [index, entry] of entries.entries()) {
      if (index > 0) terminal.say('')
      for (const line of entryBlock(entry, Math.min(terminal.width, 110))) terminal.say(line)
    }
  }
  if (more) terminal.remark('There is more of it; these are the first. "vmixctl witness list --operation ID" has all.')
  return 0
}
