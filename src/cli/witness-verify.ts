import type { Command } from 'commander'
import { stat } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import { connectionOf, withConnection } from './connection.ts'
import { withExamples } from './help-examples.ts'
import { count } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'
import { logFolder } from './witness-folder.ts'

interface Options {
  readonly expectSize?: number
  readonly expectHead?: string
}

/** What `witness verify` ends with. */
const verdicts = { proved: 0, broken: 1, unanchored: 2, unreadable: 3 } as const

const hash = (text: string): string => {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  throw new InvalidArgumentError('It is a hash of 64 hex digits, as "witness verify" prints it.')
}

export function addWitnessVerify(parent: Command): void {
  const command = parent
    .command('verify')
    .description('check every entry and every link of the show log')
    .argument('[LOG]', "a log's folder or file (default: that of this vMix)")
    .option('--expect-size <N>', 'anchor: the log had at least N entries', count)
    .option('--expect-head <HASH>', 'anchor: its head, now or earlier, was HASH', hash)
    .action(ends(verify))
  withConnection(command)
  withExamples(command, [
    ['witness verify', 'whole? and what to note down elsewhere, so that a cut-off end shows too'],
    ['witness verify --expect-size 42 --expect-head 9f86d0…', 'against what was noted down'],
    ['witness verify copy/000001.jsonl', 'a copy'],
  ])
  command.addHelpText(
    'after',
    '\nExit codes: 0 proved against an anchor, 1 broken, 2 whole but not anchored, 3 unreadable, or wrong usage.',
  )
}

async function verify(log: string | undefined, options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { verifyLog, WitnessError } = await import('../witness/index.ts')
  const { verifyLines } = await import('./witness-text.ts')
  const { expectSize, expectHead } = options
  const path = log ?? (await logFolder(connection))
  try {
    const isFile = (await stat(path).catch(() => null))?.isFile() === true
    const result = await verifyLog({
      ...(isFile ? { file: path } : { folder: path }),
      ...(expectSize === undefined ? {} : { expectSize }),
      ...(expectHead === undefined ? {} : { expectHead }),
    })
    if (connection.json) terminal.json({ ...result, log: path })
    else for (const line of [...verifyLines(result, terminal.width), terminal.paint('dim', path)]) terminal.say(line)
    if (!result.valid) return verdicts.broken
    return result.anchored ? verdicts.proved : verdicts.unanchored
  } catch (error) {
    if (!(error instanceof WitnessError)) throw error
    if (connection.json) terminal.json({ success: false, error: `witness_${error.code}`, message: error.message })
    else terminal.complain(error.message)
    return verdicts.unreadable
  }
}
