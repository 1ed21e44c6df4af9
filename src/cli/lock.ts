import type { Command } from 'commander'
import type { ShowLocked } from '../controller/index.ts'
import { connectionOf, ofTheLog, openController, withConnection } from './connection.ts'
import { CommandFailed, exitCodes } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'

const actions = {
  on: 'from now on whatever ends a stream, a recording or an output needs --confirm',
  off: 'stops are stops again',
  status: 'is it on, since when, and by whom?',
} as const

/** `lock on`, `lock off` and `lock status`. */
export function addLock(parent: Command): void {
  for (const name of ['on', 'off', 'status'] as const) {
    const command = parent
      .command(name)
      .description(actions[name])
      .action(ends((_: unknown, self: Command) => lock(name, self)))
    withConnection(command, ofTheLog)
    withExamples(command, [[`lock ${name}`, actions[name]]])
  }
}

async function lock(name: keyof typeof actions, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  await using controller = await openController(connection)
  const now = await done(name === 'status' ? controller.showLock() : controller.lockShow(name === 'on'))
  if (connection.json)
    terminal.json({ success: true, locked: now !== null, since: now?.since ?? null, by: now?.by ?? null })
  else terminal.say(textOf(now, controller.instance))
  return exitCodes.done
}

async function done(work: Promise<ShowLocked | null>): Promise<ShowLocked | null> {
  try {
    return await work
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailed(exitCodes.failed, 'configuration_error', `The show lock cannot be used: ${why}.`, { cause })
  }
}

function textOf(lock: ShowLocked | null, instance: string): string {
  if (lock === null) return `The show lock of ${instance} is off.`
  return `The show lock of ${instance} is on, since ${lock.since}, by ${lock.by}.`
}
