import type { Command } from 'commander'
import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { InvalidArgumentError, Option } from 'commander'
import { type Connection, connectionOf, ofTheLog, withConnection } from './connection.ts'
import { usageError } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { cores, count } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'
import type { CheckpointDemand, VerifyResult } from '../witness/index.ts'
import { remoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'
import { logFolder } from './witness-folder.ts'
import { verdictOf, verdicts } from './witness-verdict.ts'

interface Options extends ServerChoice {
  readonly expectSize?: number
  readonly expectHead?: string
  readonly checkpoint?: string
  readonly key?: string
  readonly witnessKey: readonly string[]
  readonly format: 'own' | 'original'
  readonly cores?: number
}

const hash = (text: string): string => {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  throw new InvalidArgumentError('It is a hash of 64 hex digits, as "witness verify" prints it.')
}

export function addWitnessVerify(parent: Command): void {
  const command = parent
    .command('verify')
    .description('check every entry and every link of the show log')
    .argument('[LOG]', "a log's folder, or one of its segments (default: that of this vMix)")
    .option('--expect-size <N>', 'anchor: the log had at least N entries', count)
    .option('--expect-head <HASH>', 'anchor: its head, now or earlier, was HASH', hash)
    .option('--checkpoint <FILE>', 'a signed checkpoint that was kept elsewhere: the log must go on from it')
    .option('--key <VKEY>', 'the log\'s key, as "witness key" prints it: its signature must be there')
    .addOption(
      new Option('--witness-key <VKEY>', "a witness's key, again for each: its cosignature must be there")
        .argParser((vkey: string, before: readonly string[]) => [...before, vkey])
        .default([], 'none'),
    )
    .addOption(
      new Option('--format <FORMAT>', "own, or original: a file of entries that InfraFabric's Python wrote")
        .choices(['own', 'original'])
        .default('own'),
    )
    .option('--cores <N>', 'use so many processor cores (default: 1, and 2 for a log of 128 MB or more)', cores)
    .action(ends(verify))
  withServer(command)
  withConnection(command, ofTheLog)
  withExamples(command, [
    ['witness verify', 'whole? and what to note down elsewhere, so that a cut-off end shows too'],
    ['witness verify --expect-size 42 --expect-head 9f86d0…', 'against what was noted down'],
    ['witness verify --key studio+1b2c3d4e+AYg3…', 'against the newest checkpoint beside the log'],
    ['witness verify --checkpoint kept.txt --key studio+1b2c3d4e+AYg3…', 'against one that was kept elsewhere'],
    ['witness verify copy/000001.jsonl', 'a copy'],
    ['witness verify --format original chain.json --host localhost', "a chain of the original's, of that vMix"],
  ])
  command.addHelpText(
    'after',
    '\nExit codes: 0 proved against an anchor (size, head, or a checkpoint that a given key has signed), 1 broken, or a ' +
      'signature that was asked for is not there, 2 whole but not anchored, 3 unreadable, or wrong usage.',
  )
}

async function verify(log: string | undefined, options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (options.server !== undefined) return await remoteVerify(options.server, log, options, connection)
  const { coresFor, NoteError, verifyLog, verifyOriginal, WitnessError } = await import('../witness/index.ts')
  const { verifyLines } = await import('./witness-text.ts')
  const { expectSize, expectHead, format } = options
  const signed = await demandOf(options)
  if (format === 'original' && log === undefined) throw usageError("Name the file of the original's entries.")
  if (format === 'original' && signed !== null) throw usageError("The original's entries have no checkpoints.")
  const path = log ?? (await logFolder(connection))
  const anchors = {
    ...(expectSize === undefined ? {} : { expectSize }),
    ...(expectHead === undefined ? {} : { expectHead }),
  }
  try {
    const isFile = (await stat(path).catch(() => null))?.isFile() === true
    const place = isFile ? { file: path } : { folder: path }
    const result =
      format === 'original'
        ? await verifyOriginal({ file: path, ...givenAddress(command), ...anchors })
        : await verifyLog({ ...place, ...anchors, ...signed, cores: options.cores ?? (await coresFor(place)) })
    if (connection.json) terminal.json({ ...result, log: path })
    else for (const line of [...verifyLines(result, terminal.width), terminal.paint('dim', path)]) terminal.say(line)
    if (!connection.json && format === 'own' && isNoEntryAtAll(result)) {
      terminal.remark(
        'Its first line is no entry. Is it the right file? What the original wrote takes --format original.',
      )
    }
    return verdictOf(result)
  } catch (error) {
    if (error instanceof NoteError) throw usageError(error.message, { cause: error })
    if (!(error instanceof WitnessError)) throw error
    if (connection.json) terminal.json({ success: false, error: `witness_${error.code}`, message: error.message })
    else terminal.complain(error.message)
    return verdicts.unreadable
  }
}

/** By the server, which has the log; what it says is only as good as the server is. */
async function remoteVerify(
  server: string,
  log: string | undefined,
  { witnessKey, format, ...options }: Options,
  connection: Connection,
): Promise<number> {
  refuseLocal({ ...options }, [])
  if (log !== undefined || witnessKey.length > 0 || format !== 'own') {
    throw usageError('With --server its log is verified as it stands there; anchors and copies are verified here.')
  }
  const [{ client, path }, { logVerdict }, { verifyLines }] = await Promise.all([
    remoteVMix(server, connection),
    import('./remote/answers.ts'),
    import('./witness-text.ts'),
  ])
  const result = await client.read(`${path}/log/verify`, logVerdict)
  if (connection.json) terminal.json(result)
  else for (const line of verifyLines(result, terminal.width)) terminal.say(line)
  return verdictOf(result)
}

/** What it begins with is not an entry that was changed, but something else. */
function isNoEntryAtAll({ brokenAt, reason }: VerifyResult): boolean {
  return brokenAt === 0 && reason?.startsWith('expected {"current_hash"') === true
}

/** Which checkpoint and whose signatures are asked for; null when none. */
async function demandOf({ checkpoint, key, witnessKey }: Options): Promise<CheckpointDemand | null> {
  if (checkpoint === undefined && key === undefined && witnessKey.length === 0) return null
  return {
    ...(checkpoint === undefined ? {} : { checkpoint: await readNote(checkpoint) }),
    ...(key === undefined ? {} : { key }),
    witnessKeys: witnessKey,
  }
}

/** Far more than any checkpoint with its signatures. */
const mostNoteBytes = 1024 * 1024

async function readNote(path: string): Promise<Buffer> {
  const unusable = `${path} cannot be read, or is no checkpoint. Name the file of one.`
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const room = Buffer.alloc(mostNoteBytes)
    const { bytesRead } = await file.read(room, 0, room.length, 0)
    if (bytesRead < room.length) return room.subarray(0, bytesRead)
  } catch (cause) {
    throw usageError(unusable, { cause })
  }
  throw usageError(unusable)
}

/** The vMix's address where it was typed: the original's entries do not name it, and a default is no claim. */
function givenAddress(command: Command): { readonly host?: string; readonly port?: number } {
  const { host, port }: { readonly host?: string; readonly port?: number } = command.optsWithGlobals()
  return { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) }
}
