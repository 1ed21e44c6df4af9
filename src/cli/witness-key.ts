import type { Command } from 'commander'
import { connectionOf, withConnection } from './connection.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'
import { signerFolder } from './witness-folder.ts'

export function addWitnessKey(parent: Command): void {
  const command = parent
    .command('key')
    .description('the public key that verifies the show logs of this machine: hand it to whoever is to check them')
    .action(ends(show))
  withConnection(command, ['data', 'json'])
  withExamples(command, [
    ['witness key', 'made at the first start; the private one never leaves its file'],
    ['witness key > studio.vkey', 'to send it'],
  ])
}

async function show(_options: unknown, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { openSigner } = await import('../witness/index.ts')
  const { systemClock } = await import('../clock/index.ts')
  const folder = await signerFolder(connection)
  const { vkey } = await openSigner({
    folder,
    clock: systemClock,
    onUnpublished: ({ message }) =>
      terminal.remark(`The key is good; its file for the public key is not there: ${message}`),
  })
  if (connection.json) terminal.json({ success: true, key: vkey, folder })
  else {
    terminal.say(vkey)
    terminal.remark(
      `The private key is in ${folder}, and signs for whoever can read it: keep a copy of it nowhere else.`,
    )
  }
  return 0
}
