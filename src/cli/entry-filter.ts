import { type Command, InvalidArgumentError } from 'commander'
import type { EntryQuery } from '../witness/index.ts'
import { channel } from './number-arguments.ts'
import { moment } from './time-argument.ts'

/** What `--type` and its like were given. */
export interface FilterOptions {
  readonly type?: readonly string[]
  readonly since?: number
  readonly until?: number
  readonly actor?: string
  readonly channel?: number
  readonly operation?: string
  readonly text?: string
}

function types(text: string, before: readonly string[] = []): readonly string[] {
  const named = text
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '')
  if (named.length === 0) throw new InvalidArgumentError('Name a type of event, such as stream_started.')
  return [...before, ...named]
}

/** So many of the newest entries are held in memory. */
const mostLast = 100_000

/** How many of the newest: what could not be shown is refused, and never cut off unsaid. */
export function newest(text: string): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (number <= mostLast) return number
  throw new InvalidArgumentError('It is a whole number up to 100,000; "witness list" without it shows all there are.')
}

/** Adds the options that choose entries of the show log. */
export function withFilter(command: Command): Command {
  return command
    .option(
      '--type <TYPE>',
      'only events of this type, such as stream_started; several with commas or again, * for any letters',
      types,
    )
    .option('--since <TIME>', 'only from then on: 30m, 2h, 7d (ago), 2026-11-22, or 2026-11-22T19:30 (UTC)', moment)
    .option('--until <TIME>', 'only before then', moment)
    .option('--actor <NAME>', 'only what was asked by someone of this name, or a part of it')
    .option('--channel <N>', "only vMix's stream N, from 0", channel)
    .option('--operation <ID>', 'only this operation; how its id begins is enough')
    .option('--text <TEXT>', 'only events that hold this text')
}

/** Null when nothing was asked for. */
export function queryOf(options: FilterOptions): EntryQuery | null {
  const { type, since, until, actor, channel: number, operation, text } = options
  const query: EntryQuery = {
    ...(type === undefined ? {} : { types: type }),
    ...(since === undefined ? {} : { sinceMs: since }),
    ...(until === undefined ? {} : { untilMs: until }),
    ...(actor === undefined ? {} : { actor }),
    ...(number === undefined ? {} : { channel: number }),
    ...(operation === undefined ? {} : { operation }),
    ...(text === undefined ? {} : { text }),
  }
  return Object.keys(query).length === 0 ? null : query
}
