import type { Command } from 'commander'

/** Examples below a command's help, each with what it is for. */
export function withExamples(command: Command, examples: readonly (readonly [string, string])[]): Command {
  const lines = examples.map(([args, what]) => `  $ vmixctl ${args}\n      ${what}`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}
