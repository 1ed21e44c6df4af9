import type { Command } from 'commander'
import { connectionOf, ofTheLog, withConnection } from './connection.ts'
import { type FilterOptions, newest, queryOf, withFilter } from './entry-filter.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { printed } from './printed.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'
import { logFolder } from './witness-folder.ts'

interface Options extends FilterOptions {
  readonly follow?: boolean
  readonly last?: number
}

const usualLast = 10

export function addWitnessTail(parent: Command): void {
  const command = parent
    .command('tail')
    .description('the newest events; with -f also every further one as it is written, by whatever program')
    .option('-f, --follow', 'go on until Ctrl-C')
    .option('--last <N>', `begin with the last N (default: ${usualLast}); filters apply to them`, newest)
  withFilter(command).action(ends(tail))
  withConnection(command, ofTheLog)
  withExamples(command, [
    ['witness tail', 'the last ten'],
    ['witness tail -f', 'and what comes'],
    ['witness tail -f --last 0 --type destination_lost --json', 'for a program that is to be told'],
  ])
}

async function tail(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { entryMatcher, followEntries, readLastEntries } = await import('../witness/index.ts')
  const { systemClock } = await import('../clock/index.ts')
  const { EntryLines } = await import('./witness-entry.ts')
  const { entryLine } = await import('./entry-line.ts')
  const folder = await logFolder(connection)
  const last = options.last ?? usualLast
  const query = queryOf(options)
  const matches = query === null ? () => true : entryMatcher(query)
  const lines = new EntryLines(terminal.columns)
  using stop = stopsOnSignal()
  const following = {
    clock: systemClock,
    signal: stop.signal,
    last,
    onRewound: () => terminal.remark('The last write was taken back (a full or failing disk); going on behind it.'),
  }
  const entries =
    options.follow === true ? followEntries(folder, following) : (await readLastEntries(folder, last)).entries
  let any = false
  for await (const entry of entries) {
    if (!matches(entry)) continue
    any = true
    await printed(connection.json ? entryLine(entry) : `${lines.of(entry).join('\n')}\n`)
  }
  if (!any && options.follow !== true && !connection.json) {
    terminal.remark(`None of the last ${last} entries is such a one. "vmixctl witness list" looks at all.`)
  }
  return 0
}
