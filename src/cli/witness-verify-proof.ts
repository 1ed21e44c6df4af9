import { type Command, Option } from 'commander'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { NoteVerifier, ProvedEntry } from '../witness/index.ts'
import { withConnection, connectionOf } from './connection.ts'
import { CommandFailed, exitCodes, usageError } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { hanging } from './paragraph.ts'
import { terminal } from './terminal.ts'

interface Options {
  readonly key: readonly string[]
  readonly witnessKey: readonly string[]
}

const gather = (vkey: string, before: readonly string[] = []): readonly string[] => [...before, vkey]

export function addWitnessVerifyProof(parent: Command): void {
  const command = parent
    .command('verify-proof')
    .description('check a proof of one entry; the log is not needed')
    .argument('<FILE>', 'what "witness prove" made')
    .requiredOption(
      '--key <VKEY>',
      'the public key of the log, as "witness key" prints it where it was written',
      gather,
    )
    .addOption(
      new Option('--witness-key <VKEY>', 'the public key of a witness that must have cosigned; may be given again')
        .argParser(gather)
        .default([], 'none'),
    )
    .action(ends(verify))
  withConnection(command, ['json'])
  withExamples(command, [['witness verify-proof on-air.tlog-proof --key studio/vmixctl-3f1c09a2+1f8b…', 'is it true?']])
  command.addHelpText('after', '\nExit codes: 0 proved, 1 not proved, 2 wrong usage, 3 the file cannot be read.')
}

async function verify(file: string, options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { NoteError, ProofError, verifyProof } = await import('../witness/index.ts')
  const keys = await keysOf(options)
  const proof = await readProof(file)
  try {
    const proved = verifyProof(proof, keys)
    if (connection.json) terminal.json({ success: true, ...asData(proved) })
    else await print(proved)
    return exitCodes.done
  } catch (error) {
    if (!(error instanceof NoteError) && !(error instanceof ProofError)) throw error
    throw new CommandFailed(exitCodes.failed, error.code, `NOT PROVED: ${error.message}`, { cause: error })
  }
}

async function keysOf({ key, witnessKey }: Options): Promise<readonly NoteVerifier[]> {
  const { cosignatureVerifier, NoteError, noteVerifier } = await import('../witness/index.ts')
  try {
    return [...key.map((vkey) => noteVerifier(vkey)), ...witnessKey.map((vkey) => cosignatureVerifier(vkey))]
  } catch (error) {
    if (error instanceof NoteError) throw usageError(error.message, { cause: error })
    throw error
  }
}

/** No more of it than any proof has: it may be anything. */
async function readProof(path: string): Promise<Uint8Array> {
  const { maxProofBytes } = await import('../witness/index.ts')
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxProofBytes + 1), 0, maxProofBytes + 1, 0)
    return buffer.subarray(0, bytesRead)
  } catch (cause) {
    throw new CommandFailed(exitCodes.unreachable, 'unreadable', `${path} cannot be read.`, { cause })
  }
}

function asData({ entry, checkpoint: { origin, size, root }, signedBy, cosigned }: ProvedEntry) {
  return { entry, checkpoint: { origin, size, root: root.toString('base64') }, signedBy, cosigned }
}

async function print({ entry, checkpoint, signedBy, cosigned }: ProvedEntry): Promise<void> {
  const { entryBlock } = await import('./witness-entry.ts')
  const width = Math.min(terminal.width, 110)
  const { origin, size } = checkpoint
  const proved = `This is entry ${entry.event.sequence} of the log ${origin}, as it was when it had ${size} entries, signed by ${signedBy.join(', ')}.`
  const notProved = 'Whether the event tells the truth, and whether the clock was right.'
  for (const line of [
    terminal.paint(['bold', 'green'], 'PROVED'),
    ...hanging(terminal.paint('green', '✓'), proved, width),
    ...cosigned.flatMap(({ name, at }) =>
      hanging(terminal.paint('green', '✓'), `The witness ${name} saw it at ${at}, by its own clock.`, width),
    ),
    ...hanging(terminal.paint('yellow', '–'), notProved, width),
    '',
    ...entryBlock(entry, width),
  ]) {
    terminal.say(line)
  }
}
