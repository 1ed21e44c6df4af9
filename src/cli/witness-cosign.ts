import type { Command } from 'commander'
import { systemClock } from '../clock/index.ts'
import type { ReceiverState } from '../witness/index.ts'
import { connectionOf, ofTheLog, withConnection } from './connection.ts'
import { CommandFailed, exitCodes } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { hanging } from './paragraph.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'
import { cosignersFile, logFolder } from './witness-folder.ts'

export function addWitnessCosign(parent: Command): void {
  const command = parent
    .command('cosign')
    .description(
      "hand the show log's newest checkpoint to the witnesses, folders and webhooks of cosigners.json now, and show how it stands",
    )
    .action(ends(cosign))
  withConnection(command, ofTheLog)
  withExamples(command, [['witness cosign', 'otherwise done by itself; here it shows who fails, and why']])
  command.addHelpText(
    'after',
    `\n${form}\n\nExit codes: 0 everyone has it, 1 someone has not, or there is nobody or nothing to hand on.`,
  )
}

/** A folder of data has none of its own accord. */
const form =
  'cosigners.json, in the data folder: {"witnesses": [{"url": "http://HOST:8490", "vkey": "…"}], "folders": ["DIR"], "webhooks": ["https://…"]}'

async function cosign(_options: unknown, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { publishNow, readLatestCheckpoint } = await import('../witness/index.ts')
  const [folder, to] = [await logFolder(connection), await cosignersFile(connection)]
  if ((await readLatestCheckpoint(folder)) === null) {
    throw new CommandFailed(exitCodes.failed, 'no_checkpoint', `There is no checkpoint of a show log in ${folder} yet.`)
  }
  using stop = stopsOnSignal()
  const receivers = await publishNow({ folder, to, clock: systemClock, signal: stop.signal })
  if (receivers.length === 0) {
    throw new CommandFailed(
      exitCodes.failed,
      'no_receivers',
      `Nobody gets the checkpoints: ${to} names nobody. ${form}`,
    )
  }
  const success = receivers.every(({ failure }) => failure === null)
  if (connection.json) terminal.json({ success, receivers })
  else for (const line of receivers.flatMap(receiverLines)) terminal.say(line)
  return success ? exitCodes.done : exitCodes.failed
}

function receiverLines({ kind, name, size, failure }: ReceiverState): readonly string[] {
  const [mark, said] =
    failure === null
      ? [terminal.paint('green', '✓'), `${kind} ${name}: ${size === null ? 'has it' : `${size} entries`}`]
      : [terminal.paint('red', '✗'), `${kind} ${name}: ${failure.message}`]
  return hanging(mark, said, terminal.width)
}
