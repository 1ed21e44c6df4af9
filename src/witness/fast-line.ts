import {
  hashEnd,
  integerEnd,
  literalEnd,
  nullEnd,
  numberAt,
  objectEnd,
  sameEnd,
  textEnd,
  valueEnd,
} from './canonical-bytes.ts'

const literal = (text: string): Buffer => Buffer.from(text, 'latin1')
const parts = {
  current: literal('{"current_hash": "'),
  event: literal('", "event": {"actor": '),
  epoch: literal(', "epoch": '),
  type: literal(', "event_type": '),
  late: literal(', "late": true'),
  logId: literal(', "log_id": '),
  loggedAt: literal(', "logged_at": '),
  operation: literal(', "operation_id": '),
  params: literal(', "params": '),
  result: literal(', "result": '),
  sequence: literal(', "sequence": '),
  timestamp: literal(', "timestamp": '),
  writer: literal(', "writer": '),
  previous: literal('}, "previous_hash": "'),
  stamp: literal('", "witness_timestamp": '),
}
/** What `parts.event` has of the event itself. */
const eventLead = '{"actor": '.length
const letterN = 0x6e
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * Proves in one pass over the bytes that a line is canonical and has the fields of the format, building nothing. It may
 * doubt a line that is right, never accept one that is not: where it doubts, `checkLine` decides, and says why. It
 * doubts fractions, escapes in keys, further fields, and what is very long or deep. Hashes are not compared here.
 *
 * What it found are offsets into the bytes, which hold until the next line is read.
 */
export class FastLine {
  /** The 64 digits of `current_hash` begin here. */
  current = 0
  eventBegin = 0
  eventEnd = 0
  /** The 64 digits of `previous_hash` begin here. */
  previous = 0
  typeBegin = 0
  typeEnd = 0
  logIdBegin = 0
  logIdEnd = 0
  loggedAtBegin = 0
  loggedAtEnd = 0
  /** -1 for null. */
  operationBegin = 0
  operationEnd = 0
  sequence = 0

  /** Reads the line from `begin` to its newline at `end`, and no byte behind that; false in doubt. */
  read(bytes: Uint8Array, begin: number, end: number): boolean {
    this.current = literalEnd(bytes, begin, parts.current)
    let at = literalEnd(bytes, hashEnd(bytes, this.current), parts.event)
    this.eventBegin = at - eventLead
    at = literalEnd(bytes, textEnd(bytes, at), parts.epoch)
    at = bytes[at] === letterN ? nullEnd(bytes, at) : integerEnd(bytes, at)
    this.typeBegin = literalEnd(bytes, at, parts.type)
    this.typeEnd = textEnd(bytes, this.typeBegin)
    const late = literalEnd(bytes, this.typeEnd, parts.late)
    this.logIdBegin = literalEnd(bytes, late < 0 ? this.typeEnd : late, parts.logId)
    this.logIdEnd = textEnd(bytes, this.logIdBegin)
    this.loggedAtBegin = literalEnd(bytes, this.logIdEnd, parts.loggedAt)
    this.loggedAtEnd = textEnd(bytes, this.loggedAtBegin)
    const operation = literalEnd(bytes, this.loggedAtEnd, parts.operation)
    const isNull = bytes[operation] === letterN
    this.operationBegin = isNull ? -1 : operation
    this.operationEnd = isNull ? nullEnd(bytes, operation) : textEnd(bytes, operation)
    at = literalEnd(bytes, this.operationEnd, parts.params)
    at = bytes[at] === openBrace ? objectEnd(bytes, at, 1) : nullEnd(bytes, at)
    const sequence = literalEnd(bytes, valueEnd(bytes, literalEnd(bytes, at, parts.result), 1), parts.sequence)
    at = integerEnd(bytes, sequence)
    this.sequence = numberAt(bytes, sequence, at)
    at = literalEnd(bytes, textEnd(bytes, literalEnd(bytes, at, parts.timestamp)), parts.writer)
    at = textEnd(bytes, at)
    this.eventEnd = at + 1
    this.previous = literalEnd(bytes, at, parts.previous)
    at = literalEnd(bytes, hashEnd(bytes, this.previous), parts.stamp)
    at = sameEnd(bytes, at, this.loggedAtBegin, this.loggedAtEnd)
    return at >= 0 && bytes[at] === closeBrace && at + 1 === end && this.sequence >= 1
  }
}
