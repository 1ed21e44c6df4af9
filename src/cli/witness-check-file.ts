import type { Command } from 'commander'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { FileFinding } from '../witness/index.ts'
import { type Connection, connectionOf, ofTheLog, withConnection } from './connection.ts'
import { usageError } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { hanging } from './paragraph.ts'
import { size } from './recording-text.ts'
import { terminal } from './terminal.ts'
import { plainText } from './witness-entry.ts'
import { logFolder } from './witness-folder.ts'

/** What was found, and in which log; of several logs the one that says most. */
interface Found extends FileFinding {
  readonly log: string
  /** Whether that log itself verifies. */
  readonly logValid: boolean
}

interface CheckedFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

export function addWitnessCheckFile(parent: Command): void {
  const command = parent
    .command('check-file')
    .description('which recording a file is, when it was made, and whether a single byte of it has changed')
    .argument('<FILE>', 'a recording of the gateway, wherever it is now and whatever it is called')
    .action(ends(checkFile))
  withConnection(command, ofTheLog)
  withExamples(command, [
    ['witness check-file show.mp4', 'in all logs of the data folder'],
    ['witness check-file /media/usb/copy.mp4 --instance studio', "in this vMix's log alone"],
  ])
  command.addHelpText(
    'after',
    '\nExit codes: 0 unchanged, 1 changed, or not known to a log that verifies, 2 wrong usage.',
  )
}

async function checkFile(path: string, _options: unknown, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const file = await hashOf(resolve(path))
  const found = await find(await logsOf(connection, command), file)
  const proved = found?.state === 'unchanged' && found.logValid && found.asWritten !== false
  if (connection.json)
    terminal.json({ success: proved, file: file.path, bytes: file.bytes, sha256: file.sha256, found })
  else for (const line of lines(file, found)) terminal.say(line)
  return proved ? 0 : 1
}

async function hashOf(path: string): Promise<CheckedFile> {
  if ((await stat(path).catch(() => null))?.isFile() !== true) throw usageError(`There is no file ${path}.`)
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    if (!Buffer.isBuffer(chunk)) continue
    hash.update(chunk)
    bytes += chunk.length
  }
  return { path, bytes, sha256: hash.digest('hex') }
}

/** The named vMix's log, or every one of the data folder: a file does not say whose it is. */
async function logsOf(connection: Connection, command: Command): Promise<readonly string[]> {
  const given: { host?: string; port?: number } = {
    ...command.parent?.parent?.opts(),
    ...command.parent?.opts(),
    ...command.opts(),
  }
  const own = await logFolder(connection)
  if (connection.instance !== undefined || given.host !== undefined || given.port !== undefined) return [own]
  const all = await readdir(dirname(own), { withFileTypes: true }).catch(() => [])
  return all.filter((each) => each.isDirectory()).map((each) => join(dirname(own), each.name))
}

const telling = ['unchanged', 'changed', 'unhashed', 'unknown'] as const

async function find(logs: readonly string[], file: CheckedFile): Promise<Found | null> {
  const { checkRecordedFile, readEntries, verifyLog, WitnessError } = await import('../witness/index.ts')
  let best: Found | null = null
  for (const log of logs) {
    try {
      const { valid } = await verifyLog({ folder: log })
      const finding = await checkRecordedFile(readEntries(log), { name: file.path, sha256: file.sha256 })
      // What a log says that does not verify counts only where no other says the same.
      const rank = (one: Found | null): number =>
        one === null ? 2 * telling.length : 2 * telling.indexOf(one.state) + Number(!one.logValid)
      const found: Found = { ...finding, log, logValid: valid }
      if (rank(found) < rank(best)) best = found
    } catch (error) {
      if (!(error instanceof WitnessError)) throw error
      terminal.remark(`${log}: ${error.message}`)
    }
  }
  return best
}

function lines(file: CheckedFile, found: Found | null): readonly string[] {
  const { width } = terminal
  const sha256 = [`  ${size(file.bytes)}, SHA-256`, `  ${file.sha256}`]
  if (found === null || found.state === 'unknown') {
    return [
      ...hanging(
        terminal.paint('yellow', '–'),
        `${file.path}: no log here knows a recording of this hash or name.`,
        width,
      ),
      ...sha256,
    ]
  }
  const { state, log, logValid, hashedAt, sequence, asWritten, recording } = found
  const said = {
    unchanged:
      asWritten === false
        ? [
            terminal.paint('red', '✗'),
            `${file.path} is what was hashed, and that was not what had been written: it was changed before.`,
          ]
        : [terminal.paint('green', '✓'), `${file.path} is unchanged: not a byte differs from the recording.`],
    changed: [
      terminal.paint('red', '✗'),
      `${file.path} is not what was recorded under this name: the log has another hash.`,
    ],
    unhashed: [
      terminal.paint('yellow', '–'),
      `${file.path}: the log has a recording of this name, and no hash of it yet${recording?.endedAt == null ? '; it may still be written' : ''}.`,
    ],
  }[state]
  const [mark = '', text = ''] = said
  const when =
    hashedAt === null
      ? []
      : [`  The log: hashed ${new Date(hashedAt).toISOString()}, entry ${sequence ?? '?'} of ${log}`]
  const broken = logValid
    ? []
    : hanging(
        terminal.paint('red', '!'),
        'That log does not verify, so this proves nothing: "vmixctl witness verify".',
        width,
      )
  const logged = state === 'changed' && found.sha256 !== null ? [`  In the log:  ${plainText(found.sha256)}`] : []
  return [...hanging(mark, text, width), ...sha256, ...logged, ...recordingOf(found), ...when, ...broken]
}

function recordingOf({ recording, path }: Found): readonly string[] {
  if (recording === null) return []
  const { channel, startedAt, startedBy, endedAt, durationMs, frames } = recording
  const time = (at: number | null): string =>
    at === null ? 'unknown' : new Date(at).toISOString().slice(0, 19).replace('T', ' ')
  const what = channel === null ? "vMix's recorder" : `Stream ${channel + 1}`
  const length = [
    durationMs === null ? null : `${(durationMs / 1000).toFixed(1)} s`,
    frames === null ? null : `${frames} frames`,
  ]
  return [
    `  The recording: ${what}, ${time(startedAt)} to ${time(endedAt)} UTC, started by ${plainText(startedBy ?? 'unknown')}`,
    `  Recorded as:   ${plainText(path ?? 'unknown')} (${length.filter((part) => part !== null).join(', ') || 'length unknown'})`,
  ]
}
