import type { Command } from 'commander'
import { connectionOf, withConnection } from './connection.ts'
import { withExamples } from './help-examples.ts'
import { seconds } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { stopsOnSignal } from './stop-signal.ts'

interface Options {
  readonly seconds?: number
  readonly out?: string
  readonly keep?: boolean
}

/** Long enough for the verdict to be healthy again at the end: ten clean seconds after the return. */
const usualSeconds = 24

export function addDemo(parent: Command): void {
  const command = parent
    .command('demo')
    .description('a whole show on this machine, SIMULATED: vMix, gateway and three destinations, with one that fails')
    .option('--seconds <N>', `how long the show is on (default: ${usualSeconds})`, seconds(1, 3600))
    .option(
      '--out <DIR>',
      "folder for what is left (default: the system's temporary files); each run makes its own in it",
    )
    .option('--keep', "keep everything, also the gateway's own files; recording, log and the tampered copy stay anyway")
    .action(ends(demo))
  withConnection(command, ['json'])
  withExamples(command, [
    ['demo', 'watch it'],
    ['demo --seconds 8 --json', 'for a program: one object at the end'],
    ['demo --out demo-output --keep', 'and look at what is left'],
  ])
  command.addHelpText('after', '\nNothing is sent to any other machine. Exit code 1 if any part of it did not work.')
}

async function demo(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { runDemo } = await import('./demo/demo.ts')
  using stop = stopsOnSignal()
  return await runDemo({
    seconds: options.seconds ?? usualSeconds,
    out: options.out,
    keep: options.keep === true,
    json: connection.json,
    signal: stop.signal,
  })
}
