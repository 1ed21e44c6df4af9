import type { Command } from 'commander'
import { confirmedBy, type ConfirmChoice, withConfirm } from './confirm-option.ts'
import { connectionOf, openController, withConnection } from './connection.ts'
import { withExamples } from './help-examples.ts'
import { output } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { ends } from './outcome.ts'
import { stopsOnSignal } from './stop-signal.ts'

interface Options extends ConfirmChoice {
  readonly output: number
}

export function addSrtOutputStart(parent: Command): void {
  add(parent, 'start', "switch SRT of one of vMix's outputs on, with what is set in vMix (Settings, Outputs)", [
    ['srt-output start --output 1', "vMix's Output 1; confirmed by its state from vMix 28 on"],
  ])
}

export function addSrtOutputStop(parent: Command): void {
  add(parent, 'stop', 'switch it off', [['srt-output stop --output 1', 'this output alone; the others go on']])
}

function add(
  parent: Command,
  name: 'start' | 'stop',
  description: string,
  examples: readonly (readonly [string, string])[],
): void {
  const command = parent
    .command(name)
    .description(description)
    .requiredOption('--output <N>', 'the output, from 1 as in vMix', output)
    .action(ends((options: Options, self: Command) => change(name, options, self)))
  if (name === 'stop') withConfirm(command)
  withConnection(command)
  withExamples(command, examples)
}

async function change(name: 'start' | 'stop', options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  await using controller = await openController(connection, null)
  const request = { output: options.output, ...confirmedBy(options) }
  if (name === 'stop') return sayResult(await controller.stopSrtOutput(request), connection.json)
  using stop = stopsOnSignal()
  return sayResult(await controller.startSrtOutput({ ...request, signal: stop.signal }), connection.json)
}
