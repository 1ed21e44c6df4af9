/**
 * The audit trail of a show, handed on: a page for the producer, a table for the office, every entry for an archive, and the
 * shows as data for a program of your own.
 *
 *   DATA, INSTANCE   where the show log is: data folder, and the vMix's name (the system's place, localhost-8088)
 *   OUT              folder for the three files (the present one); none of them is written over
 *   DAYS             how far back (30)
 *
 *   OUT=audit node examples/audit-export.ts
 */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
// In your own program: from '@infrafabric/vmix/controller' and '@infrafabric/vmix/witness'
import { defaultDataFolder, instancePaths } from '../src/controller/index.ts'
import { entryMatcher, exportLog, readEntries, showReport, verifyLog } from '../src/witness/index.ts'

const { DATA = defaultDataFolder(), INSTANCE = 'localhost-8088', OUT = '.', DAYS = '30' } = process.env
const folder = instancePaths(DATA, INSTANCE).witness
const sinceMs = Date.now() - Number(DAYS) * 86_400_000

// First of all: is it what was written? The report says so on top.
const proof = await verifyLog({ folder })
console.log(proof.valid ? 'whole' : `broken: ${proof.reason}`, `${proof.totalEvents} entries, head ${proof.lastHash}`)

await write('show.html', exportLog(readEntries(folder), 'html', { proof, sinceMs }))
await write('show.csv', exportLog(recent(), 'csv'))
await write('show.json', exportLog(recent(), 'json'))

const { streams, recordings, failures } = await showReport(readEntries(folder), { sinceMs })
for (const { channel, startedBy, destinations } of streams) {
  for (const { name, from, to, interruptions } of destinations) {
    const until = to === null ? 'now' : new Date(to).toISOString()
    console.log(`Stream ${channel + 1} to ${name}, ${new Date(from).toISOString()} to ${until}, by ${startedBy}`)
    for (const { why } of interruptions) console.log(`  interrupted: ${why}`)
  }
}
for (const { files } of recordings) for (const { path, sha256 } of files) console.log(sha256 ?? 'not hashed', path)
for (const { message } of failures) console.log('failed:', message)
if (!proof.valid) process.exitCode = 1

async function* recent() {
  const wanted = entryMatcher({ sinceMs })
  for await (const entry of readEntries(folder)) if (wanted(entry)) yield entry
}

async function write(name: string, pieces: AsyncIterable<string>): Promise<void> {
  await using file = await open(join(OUT, name), 'wx')
  for await (const piece of pieces) await file.appendFile(piece)
  console.log(`written: ${name}`)
}
