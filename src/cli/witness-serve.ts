import { type Command, InvalidArgumentError } from 'commander'
import type { CosignerEvent } from '../witness/index.ts'
import { connectionOf, withConnection } from './connection.ts'
import { usageError } from './exit-code.ts'
import { hostAndPort } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'

interface Options {
  readonly listen?: string
  readonly key?: string
  readonly trust?: readonly string[]
  readonly state?: string
  readonly name?: string
  readonly begin?: boolean
}

export function addWitnessServe(parent: Command): void {
  const command = parent
    .command('serve')
    .description("be the witness of other machines' show logs: cosign their checkpoints, never two histories of one")
    .option('--listen <HOST:PORT>', 'where logs ask (default: 127.0.0.1:8490, this machine alone)', hostAndPort)
    .option('--key <FILE>', 'its private key; made at the first start')
    .option(
      '--trust <VKEY>',
      'public key of logs, as "witness key" prints it on their machine; may be given several times',
      addKey,
    )
    .option('--state <DIR>', 'record of what it has cosigned, worth as much as the key (default: FILE.state)')
    .option('--name <NAME>', 'name of a new key (default: made of the name of this machine)')
    .option('--begin', 'begin the record of a key from elsewhere that has never cosigned anything')
    .action(ends(run))
  withConnection(command, ['json'])
  withExamples(command, [
    ['witness serve --key cosigner.key --trust studio-a/vmixctl-1f2e3d4c+0f1e2d3c+AXbm…', 'on this machine'],
    ['witness serve --listen 192.168.1.20:8490 --key cosigner.key --trust …', 'for the machines of this network'],
  ])
}

function addKey(text: string, before: readonly string[] = []): readonly string[] {
  if (before.length >= 1000) throw new InvalidArgumentError('These are too many.')
  return [...before, text]
}

async function run(options: Options, command: Command): Promise<number> {
  const { json } = await connectionOf(command)
  const { key: keyFile, trust = [], name, begin } = options
  if (keyFile === undefined) throw usageError('Name the file of its key: --key FILE. It is made at the first start.')
  if (trust.length === 0) throw usageError('Name the logs that it cosigns: --trust VKEY, once for each key.')
  const { startCosigner } = await import('../witness/index.ts')
  const folder = options.state ?? `${keyFile}.state`
  const report = (event: CosignerEvent): void => (json ? terminal.json(event) : terminal.say(eventLine(event)))
  using stop = stopsOnSignal()
  const listen = options.listen ?? '127.0.0.1:8490'
  await using cosigner = await startCosigner({ listen, keyFile, folder, trust, name, begin, report })
  const { url, vkey, isLoopback } = cosigner
  if (json) terminal.json({ event: 'started', url, vkey, isLoopback, keyFile, folder })
  else {
    terminal.say(`${terminal.paint('bold', 'Witness')} at ${url}`)
    terminal.say(`  public key     ${vkey}`)
    terminal.say(`  private key    ${keyFile}`)
    terminal.say(`  record         ${folder}`)
    if (!isLoopback) {
      terminal.say(
        terminal.paint(
          'yellow',
          '  Other machines can reach it. It cosigns only logs that are signed by a trusted key.',
        ),
      )
    }
    terminal.say('Ctrl-C ends it. What it is asked:')
  }
  await new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }))
  if (json) terminal.json({ event: 'ended' })
  return 0
}

/** One request on one line. What comes from outside goes to a terminal: it may not steer it. */
function eventLine(event: CosignerEvent): string {
  const plain = (text: string): string => text.replaceAll(/[^\u0020-\u007e\u00a0-\uffff]/g, '\ufffd').slice(0, 200)
  const about = event.origin === null ? '' : `  ${plain(event.origin)}, ${event.size ?? '?'} entries`
  if (event.kind === 'cosigned') return `${terminal.paint('green', 'cosigned')}${about}`
  return `${terminal.paint('yellow', `refused ${event.status}`)}${about}  ${plain(event.why)}`
}
