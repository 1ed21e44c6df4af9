import type { WitnessEntry } from '../entry.ts'
import type { Failure, Gap, Seen } from './facts.ts'
import { flagOf, numberOf, objectOf, textOf, textsOf } from './fields.ts'
import { timeOf } from './happening.ts'

/** Collects what did not go well, what others did, and what the log itself lacks. */
export class Troubles {
  readonly failures: Failure[] = []
  readonly seen: Seen[] = []
  readonly gaps: Gap[] = []
  readonly #open = new Map<string, Failure>()

  /** How much was collected. */
  get count(): number {
    return this.failures.length + this.seen.length + this.gaps.length + this.#open.size
  }

  take(entry: WitnessEntry): void {
    const { event } = entry
    const { event_type: type, params } = event
    this.#follow(entry)
    if (type.endsWith('_failed') || type === 'operation_interrupted') this.failures.push(failureOf(entry))
    if ((type === 'stream_observed' || type === 'recording_observed') && flagOf(params, 'on') !== null) {
      this.seen.push({ at: timeOf(event), message: textOf(objectOf(event.result), 'message') ?? type })
    }
    if (type === 'witness_gap') this.gaps.push(gapOf(entry))
    if (type === 'log_recovered') {
      const message =
        'A write was interrupted; what was left of it was cut off. Nobody had been told that it was written.'
      this.gaps.push({ at: timeOf(event), firstAt: null, lastAt: null, count: 0, message })
    }
  }

  /** Operations that were asked for, and of whose end the log says nothing. */
  unfinished(): readonly Failure[] {
    const message = 'The log does not say how it ended: it was still under way, or whoever carried it out ended before.'
    return [...this.#open.values()].map((asked) => ({ ...asked, error: 'no_outcome', message }))
  }

  #follow(entry: WitnessEntry): void {
    const { event_type: type, operation_id: id } = entry.event
    if (id === null) return
    if (type !== 'operation_requested') this.#open.delete(id)
    else if (!this.#open.has(id)) this.#open.set(id, failureOf(entry))
  }
}

function failureOf({ event }: WitnessEntry): Failure {
  const { params } = event
  const result = objectOf(event.result)
  const kind = textOf(params, 'kind') ?? textOf(params, 'interrupted_kind') ?? event.event_type.replace(/_failed$/, '')
  return {
    at: timeOf(event),
    who: event.actor,
    kind,
    channel: numberOf(params, 'channel'),
    name: textOf(objectOf(params?.['destination']), 'name') ?? textOf(params, 'filename'),
    error: event.event_type === 'operation_interrupted' ? 'interrupted' : textOf(result, 'error'),
    message: textOf(result, 'message') ?? '',
    leftOn: textsOf(result?.['left_on']),
    sequence: event.sequence,
  }
}

function gapOf({ event }: WitnessEntry): Gap {
  const { params } = event
  const count = flagOf(params, 'left_by_earlier_process') === true ? null : numberOf(params, 'count')
  const time = (name: string): number | null => Date.parse(textOf(params, name) ?? '') || null
  const cause = textOf(params, 'cause') ?? 'unknown'
  const message = `Entries are missing (${cause}); ${numberOf(params, 'recorded_late') ?? 0} of them were written late.`
  return { at: timeOf(event), firstAt: time('first_at'), lastAt: time('last_at'), count, message }
}
