import type { JsonValue, WitnessEntry } from '../entry.ts'

/** What to look for in a log; everything given must hold. */
export interface EntryQuery {
  /** Event types; `*` stands for any letters: `stream_*`. One of them must fit. */
  readonly types?: readonly string[]
  /** When it happened (`timestamp`), ms since 1970: not before `sinceMs`, before `untilMs`. */
  readonly sinceMs?: number
  readonly untilMs?: number
  /** Part of the name of who asked; capital letters do not matter. */
  readonly actor?: string
  /** vMix's stream, 0-based. */
  readonly channel?: number
  /** An operation's id, or how it begins: all parts of a show share the beginning. */
  readonly operation?: string
  /** Stands in any text of the event; capital letters do not matter. */
  readonly text?: string
}

/**
 * A test for entries, for use on a log of any length.
 *
 * @example const wanted = entryMatcher({ types: ['stream_*'], sinceMs: Date.now() - 3_600_000 })
 */
export function entryMatcher(query: EntryQuery): (entry: WitnessEntry) => boolean {
  const { sinceMs = -Infinity, untilMs = Infinity, channel, operation } = query
  const types = query.types?.map(typePattern)
  const actor = query.actor?.toLowerCase()
  const text = query.text?.toLowerCase()
  const anyTime = query.sinceMs === undefined && query.untilMs === undefined
  return ({ event }) => {
    if (types !== undefined && !types.some((type) => type.test(event.event_type))) return false
    if (operation !== undefined && event.operation_id?.startsWith(operation) !== true) return false
    if (channel !== undefined && event.params?.['channel'] !== channel) return false
    if (actor !== undefined && !event.actor.toLowerCase().includes(actor)) return false
    if (!anyTime) {
      const at = Date.parse(event.timestamp)
      // A caller's own event may hold any text there: what has no time is in no period.
      if (!(at >= sinceMs && at < untilMs)) return false
    }
    return text === undefined || holdsText({ ...event }, text)
  }
}

function typePattern(type: string): RegExp {
  const parts = type.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`)
}

function holdsText(value: JsonValue, text: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(text)
  if (value === null || typeof value !== 'object') return false
  return Object.values(value).some((member: JsonValue) => holdsText(member, text))
}
