import { Writable } from 'node:stream'
import { pino } from 'pino'
import type { Redactor } from '../../secrets/index.ts'
import type { RoomLog } from '../room/index.ts'

export interface ServerLoggerOptions {
  /** Every line goes through it as a whole, whatever was put into it. */
  readonly redactor: Redactor
  /** Takes whole lines. */
  readonly write: (line: string) => void
  /** `json`: an object a line, for programs; `text`: time, level and sentence, for a terminal. */
  readonly as: 'json' | 'text'
}

/** The server's own log: what happens to it, for whoever runs it. Nothing that is a secret gets out of it. */
export function serverLogger({ redactor, write, as }: ServerLoggerOptions): RoomLog {
  const lines = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      const line = redactor.redact(chunk)
      write(as === 'json' ? line : textOf(line))
      done()
    },
  })
  return pino(
    {
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    lines,
  )
}

/** `12:30:05 warn  studio: vMix cannot be reached.` */
function textOf(line: string): string {
  const entry: unknown = JSON.parse(line)
  const field = (name: string): string => {
    const value = typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined
    return typeof value === 'string' ? value : ''
  }
  const instance = field('instance')
  const time = field('time').slice(11, 19)
  const about = instance === '' ? '' : `${instance}: `
  return `${time} ${field('level').padEnd(5)} ${about}${field('message')}\n`
}
