import { type Command, InvalidArgumentError } from 'commander'
import type { GatewayOptions } from '../gateway/index.ts'

/** The limits of a gateway that can be set, by their names on the command line. */
const limits = {
  feeds: { least: 1, most: 1000, of: 'limits', name: 'feeds' },
  'outputs-per-feed': { least: 1, most: 1000, of: 'limits', name: 'outputsPerFeed' },
  connections: { least: 1, most: 10_000, of: 'rtmpLimits', name: 'connections' },
  'connections-per-address': { least: 1, most: 10_000, of: 'rtmpLimits', name: 'connectionsPerAddress' },
  'handshake-ms': { least: 100, most: 60_000, of: 'rtmpLimits', name: 'handshakeMs' },
  'publish-ms': { least: 100, most: 60_000, of: 'rtmpLimits', name: 'publishMs' },
  'bytes-before-publish': { least: 4096, most: 1_048_576, of: 'rtmpLimits', name: 'bytesBeforePublish' },
  'idle-ms': { least: 1000, most: 600_000, of: 'rtmpLimits', name: 'idleMs' },
} as const
type LimitName = keyof typeof limits

/** What was given with `--limit`, as the gateway takes it. */
export type GivenLimits = Required<Pick<GatewayOptions, 'limits' | 'rtmpLimits'>>

export const noLimits: GivenLimits = { limits: {}, rtmpLimits: {} }

export function withLimits(command: Command): Command {
  const names = Object.keys(limits).join(', ')
  return command.option('--limit <NAME=NUMBER>', `what it takes at most; may be repeated: ${names}`, readLimit)
}

function readLimit(text: string, before: GivenLimits = noLimits): GivenLimits {
  const [, name = '', figure = ''] = /^([a-z-]{1,32})=(\d{1,9})$/.exec(text) ?? []
  if (!isLimit(name))
    throw new InvalidArgumentError(`It is NAME=NUMBER, with one of: ${Object.keys(limits).join(', ')}.`)
  const { least, most, of, name: field } = limits[name]
  const value = Number(figure)
  if (value < least || value > most) throw new InvalidArgumentError(`${name} is a number from ${least} to ${most}.`)
  return { ...before, [of]: { ...before[of], [field]: value } }
}

function isLimit(name: string): name is LimitName {
  return Object.hasOwn(limits, name)
}
