import { type Command, InvalidArgumentError } from 'commander'

export type WatchChoice = number | true | undefined

/** Of `--watch` alone. */
export const usualSeconds = 2

const interval = (text: string): number => {
  const value = /^\d{1,5}(?:\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN
  if (value >= 0.5 && value <= 86_400) return value
  throw new InvalidArgumentError('It is a number of seconds, from 0.5.')
}

export function withWatch(command: Command): Command {
  return command.option('--watch [SECONDS]', `go on looking, every so many seconds (alone: ${usualSeconds})`, interval)
}
