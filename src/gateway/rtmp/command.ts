import { amfObject, decodeAmf0, type AmfValue } from '../codec/index.ts'
import { MessageType } from './protocol.ts'

/** A decoded command message (7.2). What it holds comes from the peer. */
export interface Command {
  readonly name: string
  readonly transaction: number
  /** A text of its command object. */
  text(property: string): string | null
  /** What follows the command object, from 0. */
  argument(index: number): AmfValue
}

/** Reads a command; null where the message has no name. Throws `AmfError` when it is no AMF0. */
export function readCommand(type: number, body: Buffer): Command | null {
  // An AMF3 command is a zero byte and AMF0 values, as long as nobody switches to AMF3 inside.
  const values = decodeAmf0(body, type === MessageType.commandAmf3 ? 1 : 0)
  const [name, transaction] = values
  if (typeof name !== 'string') return null
  const object = amfObject(values[2])
  return {
    name,
    transaction: typeof transaction === 'number' && Number.isFinite(transaction) ? transaction : 0,
    text: (property) => {
      const value = object?.[property]
      return typeof value === 'string' ? value : null
    },
    argument: (index) => values[3 + index],
  }
}

/** What an `onStatus`, `_result` or `_error` says: code and description of its information object. */
export interface StatusInfo {
  readonly level: string
  readonly code: string
  readonly description: string
}

export function statusInfo(value: AmfValue): StatusInfo {
  const object = amfObject(value)
  const text = (name: string) => {
    const item = object?.[name]
    return typeof item === 'string' ? item : ''
  }
  return { level: text('level'), code: text('code'), description: text('description') }
}
