import { unlink } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ExportFormat, WitnessEntry } from '../witness/index.ts'
import { connectionOf, ofTheLog, withConnection } from './connection.ts'
import { queryOf } from './entry-filter.ts'
import { CommandFailed } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { openNew } from './new-file.ts'
import { ends } from './outcome.ts'
import { printed } from './printed.ts'
import { terminal } from './terminal.ts'
import { moment } from './time-argument.ts'
import { logFolder } from './witness-folder.ts'

interface Options {
  readonly format: ExportFormat
  readonly out?: string
  readonly since?: number
  readonly until?: number
  readonly timeZone?: string
}

const formats: readonly ExportFormat[] = ['json', 'csv', 'html']

export function addWitnessExport(parent: Command): void {
  const command = parent
    .command('export')
    .description('hand the show log on: as JSON, as a table for a spreadsheet, or as a report to read and print')
    .addOption(
      new Option('--format <FORMAT>', 'for programs, for a spreadsheet, for people')
        .choices(formats)
        .makeOptionMandatory(),
    )
    .option('--out <FILE>', 'write there (never over another file) instead of printing it')
    .option('--since <TIME>', 'only from then on: 2h, 7d (ago), 2026-11-22, or 2026-11-22T19:30 (UTC)', moment)
    .option('--until <TIME>', 'only before then', moment)
    .option('--time-zone <ZONE>', "of the report's times, such as Europe/Berlin (default: this machine's)", zone)
    .action(ends(write))
  withConnection(command, ofTheLog)
  withExamples(command, [
    ['witness export --format html --out show.html', 'one page: who went live where, what broke, what was recorded'],
    ['witness export --format csv --since 7d --out week.csv', 'a week, for a spreadsheet'],
    ['witness export --format json > show.json', 'every field, in one array'],
  ])
}

const zone = (text: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    throw new InvalidArgumentError('It is a time zone, such as UTC or Europe/Berlin.')
  }
}

async function write(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const folder = await logFolder(connection)
  const pieces = options.format === 'html' ? report(folder, options) : await entries(folder, options)
  if (options.out === undefined) {
    for await (const piece of pieces) await printed(piece)
    return 0
  }
  try {
    await using file = await openNew(options.out)
    for await (const piece of pieces) await file.appendFile(piece)
  } catch (error) {
    // Half an export could pass for a whole one. What was there before is not ours to remove.
    if (!(error instanceof CommandFailed)) await unlink(options.out).catch(() => undefined)
    throw error
  }
  if (connection.json) terminal.json({ success: true, file: options.out })
  else terminal.say(`Written to ${options.out}.`)
  return 0
}

async function entries(folder: string, options: Options): Promise<AsyncGenerator<string>> {
  const { entryMatcher, exportLog, readEntries } = await import('../witness/index.ts')
  const { since, until } = options
  const query = queryOf({ ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) })
  const all = readEntries(folder)
  return exportLog(query === null ? all : matching(all, entryMatcher(query)), options.format)
}

/** The report says whether the log is whole, so that is found out first; what is appended meanwhile is not in it. */
async function* report(folder: string, { since, until, timeZone }: Options): AsyncGenerator<string> {
  const { exportLog, readEntries, verifyLog } = await import('../witness/index.ts')
  const proof = await verifyLog({ folder })
  const upTo = proof.brokenAt ?? proof.totalEvents
  const verified = first(readEntries(folder), upTo)
  yield* exportLog(verified, 'html', {
    proof,
    timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(since === undefined ? {} : { sinceMs: since }),
    ...(until === undefined ? {} : { untilMs: until }),
  })
}

async function* matching(
  all: AsyncIterable<WitnessEntry>,
  matches: (entry: WitnessEntry) => boolean,
): AsyncGenerator<WitnessEntry> {
  for await (const entry of all) if (matches(entry)) yield entry
}

async function* first(all: AsyncIterable<WitnessEntry>, count: number): AsyncGenerator<WitnessEntry> {
  if (count === 0) return
  let read = 0
  for await (const entry of all) {
    yield entry
    read += 1
    if (read === count) return
  }
}
