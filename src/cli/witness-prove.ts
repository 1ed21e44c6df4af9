import type { Command } from 'commander'
import type { EntryProof, WitnessEntry } from '../witness/index.ts'
import { type Connection, connectionOf, ofTheLog, withConnection } from './connection.ts'
import { CommandFailed, exitCodes } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { openNew } from './new-file.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'
import { operationNamed } from './witness-operation.ts'
import { logFolder, signerFolder } from './witness-folder.ts'

interface Options {
  readonly out?: string
}

export function addWitnessProve(parent: Command): void {
  const command = parent
    .command('prove')
    .description('a proof of one entry, which anyone who has the public key can check without the log')
    .argument(
      '<ID>',
      "an entry's number, or an operation's id (its outcome is proved) or an entry's hash, or how they begin",
    )
    .option('--out <FILE>', 'write the proof there (never over another file) instead of printing it')
    .action(ends(prove))
  withConnection(command, ofTheLog)
  withExamples(command, [
    ['witness prove 17 --out on-air.tlog-proof', 'entry 17, as a file to hand on'],
    ['witness prove 7eff4c8b --out on-air.tlog-proof', 'how an operation ended'],
    ['witness key', 'the key that goes with it'],
  ])
}

async function prove(id: string, options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const folder = await logFolder(connection)
  const entry = await entryNumber(folder, id)
  const proof = await proofOf(connection, folder, entry)
  if (options.out !== undefined) {
    await using file = await openNew(options.out)
    await file.writeFile(proof.text)
  }
  const { event } = proof.entry
  const what = `Entry ${event.sequence}, ${event.event_type} of ${event.timestamp}`
  const { origin, size } = proof.checkpoint
  if (connection.json) {
    const { text, entry: proved } = proof
    const where = options.out === undefined ? { proof: text } : { file: options.out }
    terminal.json({ success: true, ...where, entry: proved, checkpoint: { origin, size } })
  } else if (options.out === undefined) {
    process.stdout.write(proof.text)
    terminal.remark(`${what}, proved by the checkpoint of ${size} entries.`)
  } else {
    terminal.say(`${what}: proved in ${options.out} by the checkpoint of ${size} entries.`)
    terminal.say(
      'Whoever gets it checks it with "vmixctl witness verify-proof FILE --key VKEY"; VKEY is what "witness key" prints.',
    )
  }
  return 0
}

/** The number of the entry that is meant: by an operation's id its outcome, or its intent where there is none. */
async function entryNumber(folder: string, id: string): Promise<number> {
  if (/^[1-9]\d{0,8}$/.test(id)) return Number(id)
  const { entries } = await operationNamed(folder, id)
  const byHash = entries.find(({ current_hash }) => current_hash.startsWith(id.toLowerCase()))
  const chosen = byHash ?? outcomeOf(entries, id)
  if (chosen === undefined) {
    throw new CommandFailed(exitCodes.failed, 'not_found', 'The show log has no operation, entry or hash of this name.')
  }
  return chosen.event.sequence
}

/** An operation may have parts, named after it; the one that is named is meant, else the first that there is. */
function outcomeOf(entries: readonly WitnessEntry[], id: string): WitnessEntry | undefined {
  const named = entries.find(({ event }) => event.operation_id?.startsWith(id))?.event.operation_id
  return entries.findLast(({ event }) => event.operation_id === named)
}

/** Where no checkpoint covers the entry yet, one is made now. */
async function proofOf(connection: Connection, folder: string, entry: number): Promise<EntryProof> {
  const { proveEntry, ProofError } = await import('../witness/index.ts')
  try {
    return await proveEntry({ folder, entry })
  } catch (error) {
    const isTooNew = error instanceof ProofError && (error.code === 'not_covered' || error.code === 'no_checkpoint')
    if (!isTooNew) throw error
    await makeCheckpoint(connection, folder)
    return await proveEntry({ folder, entry })
  }
}

async function makeCheckpoint(connection: Connection, folder: string): Promise<void> {
  const { openWitness } = await import('../witness/index.ts')
  await using witness = await openWitness({
    folder,
    // Of a log that exists these are not used.
    instance: connection.instance ?? '',
    host: connection.host,
    port: connection.port,
    actor: 'witness prove',
    checkpoints: { signerFolder: await signerFolder(connection), closeMs: 60_000 },
  })
  const failure = (await witness.checkpointNow())?.failure
  if (failure) throw new CommandFailed(exitCodes.failed, failure.code, failure.message)
}
