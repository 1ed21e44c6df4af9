import type { JsonValue, WitnessEntry } from '../witness/index.ts'
import { terminal } from './terminal.ts'
import { wrapped } from './paragraph.ts'

type RecordedEvent = WitnessEntry['event']

/** From here on a terminal has room for the date and for who asked, columns. */
const wideColumns = 100
const typeColumns = 22

/**
 * Prints events a line each. A narrow terminal gets the date as a line of its own where it changes, and lines that fit; what
 * is no terminal (a file, `grep`) gets whole lines, each with its date.
 */
export class EntryLines {
  readonly #columns: number | null
  #day = ''

  /** @param columns of the terminal; null when there is none */
  constructor(columns: number | null) {
    this.#columns = columns
  }

  of(entry: WitnessEntry): readonly string[] {
    const narrow = this.#columns !== null && this.#columns < wideColumns
    const [day = '', time = ''] = shownTime(entry.event.timestamp)
    const header = narrow && day !== this.#day ? [terminal.paint('dim', `${day} (times are UTC)`)] : []
    this.#day = day
    return [...header, this.#line(entry.event, narrow ? time : `${day} ${time}`.trim(), narrow)]
  }

  #line(event: RecordedEvent, time: string, narrow: boolean): string {
    const number = String(event.sequence).padStart(5)
    const type = plainText(event.event_type).padEnd(typeColumns)
    const gist = gistOf(event).join('  ')
    const actor = narrow ? '' : plainText(event.actor)
    const taken = number.length + time.length + type.length + 6
    const room = this.#columns === null ? Number.POSITIVE_INFINITY : this.#columns - taken - gap(actor)
    const who = actor === '' ? [] : [terminal.paint('dim', actor)]
    const parts = [cut(gist, Math.max(12, room)), ...who].filter((part) => part !== '')
    return `${terminal.paint('dim', number)}  ${time}  ${terminal.paint(colour(event), type)}  ${parts.join('  ')}`.trimEnd()
  }
}

/** Everything that one entry says, as lines of at most `width` characters. */
export function entryBlock(entry: WitnessEntry, width: number): readonly string[] {
  const { event } = entry
  const [day = '', time = ''] = shownTime(event.timestamp, 23)
  const title = `${terminal.paint('bold', `#${event.sequence}`)}  ${terminal.paint(colour(event), plainText(event.event_type))}`
  const rows: (readonly [string, string])[] = [
    ['when', `${day} ${time} UTC${event.late === true ? ' (written late, after a gap)' : ''}`],
    ['who', plainText(event.actor)],
    ...(event.operation_id === null ? [] : ([['operation', plainText(event.operation_id)]] as const)),
    ...flattened('', event.params),
    ...flattened('result', event.result),
    ...(event.epoch === null ? [] : ([['epoch', String(event.epoch)]] as const)),
    ['written', `${event.logged_at} by ${plainText(event.writer)}`],
    ['hash', entry.current_hash],
    ['before it', entry.previous_hash],
  ]
  return [title, ...rows.flatMap((row) => labelled(row, width))]
}

const labelColumns = 22

function labelled([label, text]: readonly [string, string], width: number): readonly string[] {
  const room = Math.max(20, width - labelColumns - 4)
  const lines = wrapped(text, room)
  const name = terminal.paint('dim', label.padEnd(labelColumns))
  const fits = label.length <= labelColumns && lines.every((line) => line.length <= room)
  // A hash, or a long path, has the width to itself.
  if (!fits) return [`  ${name.trimEnd()}`, ...wrapped(text, width - 4).map((line) => `    ${line}`)]
  return lines.map((line, index) => `  ${index === 0 ? name : ' '.repeat(labelColumns)}  ${line}`)
}

/** The values of an object, each with the way to it: `destination.name`. */
function flattened(path: string, value: JsonValue): (readonly [string, string])[] {
  if (value === null) return []
  if (typeof value !== 'object') return [[path, typeof value === 'string' ? plainText(value) : String(value)]]
  const members: [string, JsonValue][] = Object.entries(value)
  return members.flatMap(([name, member]) =>
    flattened(path === '' ? plainText(name) : `${path}.${plainText(name)}`, member),
  )
}

/** Day and time of day, UTC; what is no time stands as it is. */
function shownTime(timestamp: string, length = 19): readonly string[] {
  const text = plainText(timestamp)
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)
    ? text.replace(/Z$/, '').slice(0, length).split('T')
    : ['', text.slice(0, length)]
}

function colour({ event_type, result }: RecordedEvent): 'red' | 'green' | 'bold' {
  if (/_failed$|_lost$|_interrupted$|_gap$|^standby_started$/.test(event_type)) return 'red'
  if (event_type === 'health_changed' && textAt(result, 'after') === 'critical') return 'red'
  return /_started$|_recovered$|^standby_ended$/.test(event_type) ? 'green' : 'bold'
}

/** What it is about, in a few words. */
function gistOf({ event_type, params, result }: RecordedEvent): readonly string[] {
  const channel = params?.['channel']
  const stream = typeof channel === 'number' ? `Stream ${channel + 1}` : null
  const srt = srtOutput(params)
  const message = textAt(result, 'message')
  const call = callOf(event_type, params)
  const name = textAt(params?.['destination'] ?? null, 'name') ?? textAt(params, 'name') ?? textAt(params, 'filename')
  const said = [
    stream !== null && message?.startsWith(stream) === true ? null : stream,
    srt !== null && message?.includes(srt) === true ? null : srt,
    call ?? (event_type === 'operation_requested' ? textAt(params, 'kind') : null),
    name !== null && message?.includes(name) === true ? null : name,
    message ?? (call === null ? endOf(result) : failureOf(result)),
  ]
  return said.filter((part) => part !== null)
}

/** Which of vMix's outputs sends by SRT, where it is about that. */
function srtOutput(params: RecordedEvent['params']): string | null {
  const number = params?.['number']
  return params?.['output'] === 'srt' && typeof number === 'number' ? `Output ${number}` : null
}

/** What was called of vMix, and how often where one entry stands for many; null where the entry is of no call. */
function callOf(type: string, params: RecordedEvent['params']): string | null {
  if (!/^(?:operation_requested|function_called|function_call_failed|call_refused)$/.test(type)) return null
  const call = textAt(params, 'call') ?? textAt(params, 'function') ?? textAt(params, 'path')
  const burst: unknown = objectAt(params, 'burst')?.['count']
  return call === null || typeof burst !== 'number' ? call : `${call}  (the last of ${burst})`
}

function endOf(result: JsonValue): string | null {
  return textAt(result, 'duration') ?? textAt(result, 'verification')
}

/** vMix's own words, where it refused. */
function failureOf(result: JsonValue): string | null {
  return textAt(result, 'error') === null ? null : textAt(result, 'reply')
}

function objectAt(value: JsonValue, name: string): Readonly<Record<string, unknown>> | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  const member: unknown = Object.entries(value).find(([key]) => key === name)?.[1]
  return typeof member === 'object' && member !== null ? { ...member } : null
}

function textAt(value: JsonValue | undefined, name: string): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  const member: unknown = Object.entries(value).find(([key]) => key === name)?.[1]
  return typeof member === 'string' && member !== '' ? plainText(member) : null
}

/** Text from a log goes to a terminal: whoever named a destination may neither steer it nor turn its writing round. */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what must not reach the terminal
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '�')
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`
}

function gap(text: string): number {
  return text === '' ? 0 : text.length + 2
}
