import type { Command } from 'commander'
import type { WitnessEntry } from '../witness/index.ts'
import { type Connection, connectionOf, ofTheLog, withConnection } from './connection.ts'
import { type FilterOptions, newest, queryOf, withFilter } from './entry-filter.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { printed } from './printed.ts'
import { terminal } from './terminal.ts'
import { logFolder } from './witness-folder.ts'
import { remoteVMix, type RemoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'

interface Options extends FilterOptions, ServerChoice {
  readonly last?: number
}

export function addWitnessList(parent: Command): void {
  const command = parent.command('list').description('what happened, in order: who asked for what, and how it ended')
  withFilter(command).option('--last <N>', 'only the last N of them', newest).action(ends(list))
  withServer(command)
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
  const source =
    options.server === undefined ? await localLog(connection) : await remoteLog(options.server, options, connection)
  const lines = new EntryLines(terminal.columns)
  let any = false
  for await (const entry of chosen(source, options)) {
    any = true
    await printed(connection.json ? entryLine(entry) : `${lines.of(entry).join('\n')}\n`)
  }
  if (!any && !connection.json) terminal.remark('No entry of the show log is such a one.')
  return 0
}

/** A show log, here or at a server. */
interface LogSource {
  /** All of one type, where one is named; a source may give others too. */
  all(filter: { readonly eventType?: string }): AsyncIterable<WitnessEntry>
  last(count: number): Promise<readonly WitnessEntry[]>
}

async function localLog(connection: Connection): Promise<LogSource> {
  const { readEntries, readLastEntries } = await import('../witness/index.ts')
  const folder = await logFolder(connection)
  return {
    all: (filter) => readEntries(folder, filter),
    last: async (count) => (await readLastEntries(folder, count)).entries,
  }
}

async function remoteLog(server: string, options: Options, connection: Connection): Promise<LogSource> {
  refuseLocal({ ...options }, ['type', 'since', 'until', 'actor', 'channel', 'operation', 'text', 'last'])
  const { mostRemoteLast, remoteEntries, remoteLastEntries } = await import('./remote/remote-log.ts')
  const vmix: RemoteVMix = await remoteVMix(server, connection)
  return {
    all: () => remoteEntries(vmix),
    last: async (count) => {
      if (count > 0 && count <= mostRemoteLast) return await remoteLastEntries(vmix, count)
      const all: WitnessEntry[] = []
      for await (const entry of remoteEntries(vmix)) {
        all.push(entry)
        if (all.length > count) all.shift()
      }
      return all
    },
  }
}

async function* chosen(log: LogSource, options: Options): AsyncGenerator<WitnessEntry> {
  const { entryMatcher } = await import('../witness/index.ts')
  const query = queryOf(options)
  const last = options.last ?? null
  if (query === null && last !== null) {
    yield* await log.last(last)
    return
  }
  const matches = query === null ? () => true : entryMatcher(query)
  const [type, ...more] = query?.types ?? []
  // One whole name is looked for before a line is read as data, which is many times quicker.
  const single = type !== undefined && more.length === 0 && !type.includes('*') ? { eventType: type } : {}
  const kept: WitnessEntry[] = []
  for await (const entry of log.all(single)) {
    if (!matches(entry)) continue
    if (last === null) yield entry
    else {
      kept.push(entry)
      if (kept.length > last) kept.shift()
    }
  }
  yield* kept
}
