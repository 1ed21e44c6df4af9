import { type Command, Option } from 'commander'
import { connectionOf, withConnection } from './connection.ts'
import { withExamples } from './help-examples.ts'
import { openNew } from './new-file.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'
import { logFolder } from './witness-folder.ts'

interface Options {
  readonly format: 'json' | 'csv'
  readonly out?: string
}

export function addWitnessExport(parent: Command): void {
  const command = parent
    .command('export')
    .description('hand the show log on, as JSON or as a table for a spreadsheet')
    .addOption(new Option('--format <FORMAT>', 'json or csv').choices(['json', 'csv']).makeOptionMandatory())
    .option('--out <FILE>', 'write there (never over another file) instead of printing it')
    .action(ends(write))
  withConnection(command)
  withExamples(command, [
    ['witness export --format csv --out show.csv', 'for a spreadsheet'],
    ['witness export --format json > show.json', 'every field, in one array'],
  ])
}

async function write(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { exportLog, readEntries } = await import('../witness/index.ts')
  const folder = await logFolder(connection)
  const pieces = exportLog(readEntries(folder), options.format)
  if (options.out === undefined) {
    for await (const piece of pieces) await printed(piece)
    return 0
  }
  await using file = await openNew(options.out)
  for await (const piece of pieces) await file.appendFile(piece)
  if (connection.json) terminal.json({ success: true, file: options.out })
  else terminal.say(`Written to ${options.out}.`)
  return 0
}

/** Waits for a reader that is slower than the log is read, so that it does not pile up in memory. */
async function printed(text: string): Promise<void> {
  if (process.stdout.write(text)) return
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve))
}
