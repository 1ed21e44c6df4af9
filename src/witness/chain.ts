import { hash } from 'node:crypto'
import { expectText, type MemberSpans, NotCanonical, scanCanonical, unquote } from './canonical-text.ts'
import { canonicalString } from './canonical.ts'
import type { WitnessHead } from './entry.ts'

/** Longest line, bytes, the newline included. */
export const maxLineBytes = 65_536

/** SHA-256 of a text (UTF-8), 64 lower-case hex digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/**
 * What the first entry of an instance's log refers to as its `previous_hash`.
 *
 * @param host and @param port as first configured for the instance
 */
export function genesisHash(host: string, port: number): string {
  return sha256(`vmix-witness-genesis-${host}:${port}`)
}

/** An event's own part, each field already in canonical form. */
export interface EventParts {
  readonly actor: string
  readonly epoch: string
  readonly eventType: string
  readonly operationId: string
  readonly params: string
  readonly result: string
  readonly timestamp: string
}

/** What is the same for all entries of one batch. */
export interface LineContext {
  readonly logId: string
  readonly writer: string
  /** ISO 8601; becomes `logged_at` and `witness_timestamp`. */
  readonly loggedAt: string
}

/** One finished line and the head after it. */
export interface BuiltLine {
  readonly line: string
  readonly previous: string
  readonly head: WitnessHead
  readonly loggedAt: string
  readonly logId: string
  readonly writer: string
}

/** The next line after `head`. */
export function buildLine(head: WitnessHead, parts: EventParts, context: LineContext, late: boolean): BuiltLine {
  return lineBuilder(context)(head, parts, late)
}

/** Builds lines of one batch. The order of the fields is the canonical one (sorted), fixed here for speed. */
export function lineBuilder(context: LineContext): (head: WitnessHead, parts: EventParts, late: boolean) => BuiltLine {
  const { loggedAt, logId, writer } = context
  const stamp = canonicalString(loggedAt)
  const where = `"log_id": ${canonicalString(logId)}, "logged_at": ${stamp}, `
  const end = `, "writer": ${canonicalString(writer)}}`
  return (head, parts, late) => {
    const size = head.size + 1
    const event =
      `{"actor": ${parts.actor}, "epoch": ${parts.epoch}, "event_type": ${parts.eventType}, ` +
      `${late ? '"late": true, ' : ''}${where}` +
      `"operation_id": ${parts.operationId}, "params": ${parts.params}, "result": ${parts.result}, ` +
      `"sequence": ${size}, "timestamp": ${parts.timestamp}${end}`
    const current = sha256(head.hash + event)
    const line = `{"current_hash": "${current}", "event": ${event}, "previous_hash": "${head.hash}", "witness_timestamp": ${stamp}}\n`
    return { line, previous: head.hash, head: { size, hash: current }, loggedAt, logId, writer }
  }
}

/** What one line says of its place in the chain, after it was checked by itself. */
export interface CheckedLine {
  readonly head: WitnessHead
  readonly previous: string
  readonly logId: string
  readonly eventType: string
  /** ISO 8601. */
  readonly loggedAt: string
}

const hexHash = /[0-9a-f]{64}/y
const text = '"'
const number = '-0123456789'
/** What an event holds, and what the value of each begins with. Further fields are allowed: a later version's. */
const eventFields = Object.entries({
  actor: text,
  epoch: `${number}n`,
  event_type: text,
  log_id: text,
  logged_at: text,
  operation_id: `${text}n`,
  params: '{n',
  result: `${text}${number}{[ntf`,
  sequence: number,
  timestamp: text,
  writer: text,
})

/**
 * Checks one line (without its newline) by itself: canonical byte for byte, these four fields and no others, the event's
 * own fields, its hash. Throws {@link NotCanonical} with the reason. Its link to its neighbours is the caller's to check.
 */
export function checkLine(line: string): CheckedLine {
  if (line.length >= maxLineBytes) throw new NotCanonical(maxLineBytes, 'it is longer than any entry')
  const current = expectHash(line, expectText(line, 0, '{"current_hash": "'))
  const begin = expectText(line, current.end, '", "event": ')
  const members: MemberSpans = new Map()
  const end = scanCanonical(line, begin, members)
  const previous = expectHash(line, expectText(line, end, ', "previous_hash": "'))
  const stampBegin = expectText(line, previous.end, '", "witness_timestamp": ')
  const stampEnd = scanCanonical(line, stampBegin)
  if (expectText(line, stampEnd, '}') !== line.length) throw new NotCanonical(stampEnd + 1, 'something follows')
  for (const [name, begins] of eventFields) {
    const span = members.get(name)
    if (span === undefined || !begins.includes(line.charAt(span[0]))) {
      throw new NotCanonical(begin, `the event has no ${name}, or one of another kind`)
    }
  }
  if (line.slice(stampBegin, stampEnd) !== memberText(line, members, 'logged_at')) {
    throw new NotCanonical(stampBegin, 'witness_timestamp is not the hashed logged_at')
  }
  if (sha256(previous.hash + line.slice(begin, end)) !== current.hash) {
    throw new NotCanonical(0, 'current_hash is not the hash of this event and the previous hash')
  }
  const sequence = memberText(line, members, 'sequence')
  const size = Number(sequence)
  if (!Number.isSafeInteger(size) || size < 1 || String(size) !== sequence) {
    throw new NotCanonical(begin, 'its sequence is no whole number from 1 on')
  }
  return {
    head: { size, hash: current.hash },
    previous: previous.hash,
    logId: unquote(memberText(line, members, 'log_id')),
    eventType: unquote(memberText(line, members, 'event_type')),
    loggedAt: unquote(memberText(line, members, 'logged_at')),
  }
}

function expectHash(line: string, at: number): { hash: string; end: number } {
  hexHash.lastIndex = at
  if (!hexHash.test(line)) throw new NotCanonical(at, 'expected 64 lower-case hex digits')
  return { hash: line.slice(at, at + 64), end: at + 64 }
}

/** A member's value as it stands in the text; empty when there is none. */
export function memberText(text: string, members: MemberSpans, name: string): string {
  const span = members.get(name)
  return span === undefined ? '' : text.slice(span[0], span[1])
}
