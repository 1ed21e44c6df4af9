import type { WitnessEntry } from '../entry.ts'
import type { HealthWord } from './facts.ts'
import { flagOf, numberOf, objectOf, textOf, textsOf } from './fields.ts'
import { SharedTexts } from './shared-texts.ts'

interface Base {
  readonly at: number
  readonly sequence: number
  readonly channel: number
}

interface StartedHappening extends Base {
  readonly kind: 'started'
  readonly who: string
  readonly operation: string | null
  readonly via: 'direct' | 'gateway'
  readonly verification: string | null
  readonly destination: { readonly id: string; readonly name: string; readonly url: string }
  readonly endedBefore: readonly string[]
}

/** What happened to one of vMix's streams, read from an entry. */
export type Happening = Base &
  (
    | { readonly kind: 'asked'; readonly operation: string | null }
    | StartedHappening
    | {
        /** As it was before: one start for each destination. */
        readonly kind: 'resumed'
        readonly starts: readonly StartedHappening[]
      }
    | { readonly kind: 'stopped'; readonly who: string; readonly whole: boolean; readonly ids: readonly string[] }
    | { readonly kind: 'stop_asked' | 'stop_failed' | 'switched_on' | 'switched_off' }
    | { readonly kind: 'live' | 'lost' | 'recovered' | 'closed' | 'failed'; readonly id: string; readonly why: string }
    | { readonly kind: 'feed_lost' | 'feed_back' | 'standby_on' | 'standby_off'; readonly why: string }
    | { readonly kind: 'address'; readonly id: string; readonly why: string }
    | { readonly kind: 'health'; readonly id: string | null; readonly after: HealthWord }
  )

const outputKinds = new Map([
  ['output.live', 'live'],
  ['output.lost', 'lost'],
  ['output.recovered', 'recovered'],
  ['output.closed', 'closed'],
  ['output.failed', 'failed'],
] as const)
const feedKinds = new Map([
  ['feed.live', 'feed_back'],
  ['feed.resumed', 'feed_back'],
  ['feed.stalled', 'feed_lost'],
  ['feed.lost', 'feed_lost'],
  ['feed.ended', 'feed_lost'],
  // It had died with the stream, which is back when it says so.
  ['gateway.restarted', 'feed_lost'],
] as const)

/** By the entry's own type. What was sent after `standby_changed` is something else than before, and no show either. */
const standbyKinds = new Map([
  ['standby_started', 'standby_on'],
  ['standby_changed', 'standby_on'],
  ['standby_ended', 'standby_off'],
] as const)

/**
 * Null for what concerns no stream.
 *
 * @param texts where many are kept: what is said again and again is then kept once
 */
export function happeningOf({ event }: WitnessEntry, texts: SharedTexts = new SharedTexts()): Happening | null {
  const { params, sequence, operation_id: operation } = event
  const who = texts.of(event.actor)
  const result = objectOf(event.result)
  const channel = numberOf(params, 'channel')
  if (channel === null) return null
  const base = { at: timeOf(event), sequence, channel }
  switch (event.event_type) {
    case 'operation_requested': {
      const kind = textOf(params, 'kind')
      if (kind === 'stream_start' || kind === 'stream_resume') return { ...base, kind: 'asked', operation }
      return kind === 'stream_stop' ? { ...base, kind: 'stop_asked' } : null
    }
    case 'stream_started':
    case 'srt_stream_started':
      return startOf(event, base, objectOf(params?.['destination']), texts)
    case 'stream_resumed': {
      const all = params?.['destinations']
      const destinations = Array.isArray(all) ? all.map(objectOf) : []
      return { ...base, kind: 'resumed', starts: destinations.map((one) => startOf(event, base, one, texts)) }
    }
    case 'stream_stopped':
      return {
        ...base,
        kind: 'stopped',
        who,
        whole: textOf(params, 'destination_id') === null,
        ids: textsOf(result?.['ended']).map((one) => texts.of(one)),
      }
    case 'stream_stop_failed':
      return { ...base, kind: 'stop_failed' }
    case 'operation_interrupted':
      return textOf(params, 'interrupted_kind') === 'stream_stop' ? { ...base, kind: 'stop_failed' } : null
    default:
      return observationOf(event, base, texts)
  }
}

function startOf(
  event: WitnessEntry['event'],
  base: Base,
  destination: ReturnType<typeof objectOf>,
  texts: SharedTexts,
): StartedHappening {
  const { params, actor, operation_id: operation } = event
  const result = objectOf(event.result)
  const name = textOf(destination, 'name') ?? textOf(destination, 'url') ?? 'unnamed'
  const id = textOf(destination, 'id') ?? name
  return {
    ...base,
    kind: 'started',
    who: texts.of(actor),
    operation,
    via: textOf(params, 'via') === 'gateway' ? 'gateway' : 'direct',
    verification: texts.orNull(textOf(result, 'verification')),
    destination: { id: texts.of(id), name: texts.of(name), url: texts.of(textOf(destination, 'url') ?? '') },
    endedBefore: textsOf(result?.['ended_before']).map((one) => texts.of(one)),
  }
}

/** When it happened; where that is no time, when it was written. */
export function timeOf({ timestamp, logged_at }: WitnessEntry['event']): number {
  const at = Date.parse(timestamp)
  return Number.isFinite(at) ? at : Date.parse(logged_at) || 0
}

function observationOf(event: WitnessEntry['event'], base: Base, texts: SharedTexts): Happening | null {
  const { params } = event
  const result = objectOf(event.result)
  const id = texts.orNull(textOf(params, 'destination_id'))
  const why = texts.of(textOf(result, 'message') ?? '')
  const observation = textOf(params, 'observation') ?? ''
  if (event.event_type === 'health_changed') {
    const after = healthWord(textOf(result, 'after'))
    return after === null ? null : { ...base, kind: 'health', id, after }
  }
  for (const [type, kind] of standbyKinds) if (type === event.event_type) return { ...base, kind, why }
  if (event.event_type === 'destination_switched') return id === null ? null : { ...base, kind: 'address', id, why }
  const on = event.event_type === 'stream_observed' ? flagOf(params, 'on') : null
  if (on !== null) return { ...base, kind: on ? 'switched_on' : 'switched_off' }
  for (const [name, kind] of outputKinds) if (name === observation && id !== null) return { ...base, kind, id, why }
  for (const [name, kind] of feedKinds) if (name === observation) return { ...base, kind, why }
  return null
}

function healthWord(text: string | null): HealthWord | null {
  return text === 'healthy' || text === 'warning' || text === 'critical' || text === 'unknown' ? text : null
}
