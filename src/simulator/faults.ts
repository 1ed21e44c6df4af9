import { SimulatorError } from './error.ts'

interface FaultDescription {
  /** What stands after `=`; null for a fault without a value. */
  readonly value: string | null
  readonly description: string
  /** Gives the value back as it is kept, or null when it is none. */
  readonly read: (text: string) => string | null
}

const without = (text: string) => (text === '' ? '' : null)
const number = (min: number, max: number) => (text: string) =>
  /^\d+(?:\.\d+)?$/.test(text) && Number(text) >= min && Number(text) <= max ? text : null

/** Every fault that can be asked for: by `--fault NAME[=VALUE]`, and at run time. Help texts are made from this table. */
export const FAULTS = {
  'ignore-commands': {
    value: null,
    description: 'answers that commands are completed, and does nothing',
    read: without,
  },
  slow: {
    value: 'MS',
    description: 'carries requests out at once, and answers them MS milliseconds later',
    read: number(0, 3_600_000),
  },
  'error-500': { value: null, description: 'refuses every command; the state can be read', read: without },
  refuse: { value: null, description: 'closes both ports, as when vMix is not running', read: without },
  drop: {
    value: '[after|before]',
    description: 'breaks the connection instead of answering, after (or before) carrying the command out',
    read: (text) => (text === '' ? 'after' : text === 'after' || text === 'before' ? text : null),
  },
  'half-open': {
    value: null,
    description:
      'accepts connections and says nothing more, on those that are there too; what is asked is not carried out. A TCP connection that has gone silent stays so',
    read: without,
  },
  'one-byte': { value: null, description: 'TCP: sends each byte by itself', read: without },
  'split-xml': {
    value: null,
    description: 'TCP: where events are subscribed, puts one between the length and the body of the state',
    read: without,
  },
  restart: {
    value: 'VERSION[@SECONDS]',
    description:
      'closes everything, at once or so many seconds later, and comes back on the same ports as a vMix of that VERSION that was just started',
    read: (text) => (/^\d{2,4}(?:\.\d{1,6}){0,3}(?:@\d{1,5}(?:\.\d{1,3})?)?$/.test(text) ? text : null),
  },
  'stream-dies': {
    value: 'SECONDS',
    description: 'each stream ends by itself SECONDS after it began, and stays stopped',
    read: number(0, 86_400),
  },
  stall: { value: null, description: 'streams send no more frames and keep the connection open', read: without },
  thin: { value: 'FPS', description: 'streams send only FPS frames a second', read: number(0.1, 240) },
  gaps: { value: 'PERCENT', description: 'streams leave out PERCENT of the frames', read: number(0, 100) },
  destination: {
    value: '[CHANNEL:]NAME',
    description:
      'the destination chosen in vMix is the service NAME (Twitch, …) and not Custom RTMP, on all streams or on CHANNEL (from 0): URL and key are accepted and change nothing, and the stream goes elsewhere',
    read: (text) => (/^(?:\d{1,2}:)?[^\r\n:]{1,60}$/.test(text) ? text : null),
  },
} as const satisfies Record<string, FaultDescription>

/** The names of {@link FAULTS}. */
export type FaultName = keyof typeof FAULTS

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name)
}

/** @throws {SimulatorError} `unknown_fault`, with all that are known */
export function faultName(name: string): FaultName {
  if (isFaultName(name)) return name
  const known = Object.keys(FAULTS).join(', ')
  throw new SimulatorError('unknown_fault', `There is no fault "${name}". Known are: ${known}.`)
}

/**
 * Reads `NAME` or `NAME=VALUE` as given on a command line.
 *
 * @throws {SimulatorError} `unknown_fault` with all that are known, `bad_fault_value` with the shape that is expected
 * @example parseFault('slow=500') // { name: 'slow', value: '500' }
 */
export function parseFault(text: string): { readonly name: FaultName; readonly value: string } {
  const equals = text.indexOf('=')
  const name = faultName(equals < 0 ? text : text.slice(0, equals))
  const value = FAULTS[name].read(equals < 0 ? '' : text.slice(equals + 1))
  if (value === null) {
    throw new SimulatorError('bad_fault_value', `Give this fault as ${faultUsage(name)}: ${FAULTS[name].description}.`)
  }
  return { name, value }
}

/** How a fault is written: `slow=MS`, `stall`, `drop[=after|before]`. */
export function faultUsage(name: FaultName): string {
  const { value } = FAULTS[name]
  if (value === null) return name
  return value.startsWith('[') && value.endsWith(']') ? `${name}[=${value.slice(1)}` : `${name}=${value}`
}

/** The faults that are on. */
export class ActiveFaults {
  readonly #active = new Map<FaultName, string>()

  set(name: FaultName, value: string | null): void {
    if (value === null) this.#active.delete(name)
    else this.#active.set(name, value)
  }

  has(name: FaultName): boolean {
    return this.#active.has(name)
  }

  text(name: FaultName): string | null {
    return this.#active.get(name) ?? null
  }

  number(name: FaultName): number | null {
    const value = this.#active.get(name)
    return value === undefined ? null : Number(value)
  }

  /** The service that a stream is set to in vMix; null for Custom RTMP. */
  destinationOf(channel: number): string | null {
    const value = this.#active.get('destination')
    const [, only, name] = /^(?:(\d{1,2}):)?(.*)$/.exec(value ?? '') ?? []
    if (value === undefined || name === undefined) return null
    return only === undefined || Number(only) === channel ? name : null
  }

  list(): string[] {
    return [...this.#active].map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  }
}
