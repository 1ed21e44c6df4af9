import { canonicalJson, canonicalString } from './canonical.ts'
import { type EventParts, maxLineBytes } from './chain.ts'
import type { WitnessEvent } from './entry.ts'
import { WitnessError } from './errors.ts'

/** What an event takes from the witness where it does not say so itself. */
export interface EventDefaults {
  readonly actor: string
  /** ISO 8601. */
  readonly timestamp: string
  readonly redact?: ((text: string) => string) | undefined
}

/** An event in canonical form, ready for its line; later changes to the caller's objects do not matter. */
export interface PreparedEvent {
  readonly eventType: string
  readonly parts: EventParts
  /** The same fields as they read, redacted. */
  readonly texts: EventTexts
  /** Characters of its parts: what it costs to keep. */
  readonly length: number
}

/** The fields of an event that are no JSON of the caller's. */
interface EventTexts {
  readonly actor: string
  readonly epoch: number | null
  readonly eventType: string
  readonly operationId: string | null
  readonly timestamp: string
}

/** What the line holds besides the event's own parts, generously. */
const frameBytes = 1024
const maxTextLength = 1024

/** Checks, redacts and freezes an event. Throws {@link WitnessError} `bad_event`. */
export function prepareEvent(event: WitnessEvent, defaults: EventDefaults): PreparedEvent {
  const { redact } = defaults
  const text = (value: unknown, name: string): string => {
    if (typeof value !== 'string' || value === '' || value.length > maxTextLength) {
      throw badEvent(`${name} must be a text of 1 to ${maxTextLength} characters`)
    }
    return redact ? redact(value) : value
  }
  const { eventType, operationId, epoch, params } = event
  if (params !== undefined && params !== null && (typeof params !== 'object' || Array.isArray(params))) {
    throw badEvent('params must be an object')
  }
  if (epoch !== undefined && epoch !== null && !Number.isSafeInteger(epoch))
    throw badEvent('epoch must be a whole number')
  const limits = { maxLength: maxLineBytes - frameBytes, transform: redact }
  const json = (value: unknown): string =>
    value === undefined || value === null ? 'null' : canonicalJson(value, limits)
  const texts: EventTexts = {
    actor: text(event.actor ?? defaults.actor, 'actor'),
    epoch: epoch ?? null,
    eventType: text(eventType, 'eventType'),
    operationId: operationId === undefined || operationId === null ? null : text(operationId, 'operationId'),
    timestamp: text(event.timestamp ?? defaults.timestamp, 'timestamp'),
  }
  const parts: EventParts = {
    actor: canonicalString(texts.actor),
    epoch: String(texts.epoch),
    eventType: canonicalString(texts.eventType),
    operationId: texts.operationId === null ? 'null' : canonicalString(texts.operationId),
    params: json(params),
    result: json(event.result),
    timestamp: canonicalString(texts.timestamp),
  }
  const length =
    parts.actor.length +
    parts.epoch.length +
    parts.eventType.length +
    parts.operationId.length +
    parts.params.length +
    parts.result.length +
    parts.timestamp.length
  if (length > maxLineBytes - frameBytes) throw badEvent(`it is longer than ${maxLineBytes - frameBytes} characters`)
  return { eventType: texts.eventType, parts, texts, length }
}

function badEvent(why: string): WitnessError {
  return new WitnessError('bad_event', `The event was not recorded: ${why}.`)
}
