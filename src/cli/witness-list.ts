import type { Command } from 'commander'
import type { WitnessEntry } from '../witness/index.ts'
import { connectionOf, ofTheLog, withConnection } from './connection.ts'
import { type FilterOptions, newest, queryOf, withFilter } from './entry-filter.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { printed } from './printed.ts'
import { terminal } from './terminal.ts'
import { logFolder } from './witness-folder.ts'

interface Options extends FilterOptions {
  readonly last?: number
}

export function addWitnessList(parent: Command): void {
  const command = parent.command('list').description('what happened, in order: who asked for what, and how it ended')
  withFilter(command).option('--last <N>', 'only the last N of them', newest).action(ends(list))
  withConnection(command, ofTheLog)
  withExamples(command, [
    ['witness list --last 20', 'the newest'],
    ['witness list --type destination_lost,destination_recovered', 'every time a destination was lost, and came back'],
    ['witness list --since 2h --text twitch', 'the last two hours of one destination'],
    ['witness list --type "*_failed" --json', 'whatever failed, an entry a line, as in the log'],
  ])
}

async function list(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { EntryLines } = await import('./witness-entry.ts')
  const { entryLine } = await import('./entry-line.ts')
  const folder = await logFolder(connection)
  const lines = new EntryLines(terminal.columns)
  let any = false
  for await (const entry of chosen(folder, options)) {
    any = true
    await printed(connection.json ? entryLine(entry) : `${lines.of(entry).join('\n')}\n`)
  }
  if (!any && !connection.json) terminal.remark('No entry of the show log is such a one.')
  return 0
}

async function* chosen(folder: string, options: Options): AsyncGenerator<WitnessEntry> {
  const { entryMatcher, readEntries, readLastEntries } = await import('../witness/index.ts')
  const query = queryOf(options)
  const last = options.last ?? null
  if (query === null && last !== null) {
    yield* (await readLastEntries(folder, last)).entries
    return
  }
  const matches = query === null ? () => true : entryMatcher(query)
  const [type, ...more] = query?.types ?? []
  // One whole name is looked for before a line is read as data, which is many times quicker.
  const single = type !== undefined && more.length === 0 && !type.includes('*') ? { eventType: type } : {}
  const kept: WitnessEntry[] = []
  for await (const entry of readEntries(folder, single)) {
    if (!matches(entry)) continue
    if (last === null) yield entry
    else {
      kept.push(entry)
      if (kept.length > last) kept.shift()
    }
  }
  yield* kept
}
