import type { RecordedParams, RecordedResult } from './recorded-event.ts'
import type { LedgerState, RecorderShow, ShowRecord } from './records.ts'

/**
 * Where each stream went when it was on last, and whether vMix's recorder ran: what is to be brought back after vMix was away.
 * A stop forgets it; that vMix shows it off does not.
 */
export class LastShows {
  readonly #streams = new Map<number, ShowRecord>()
  #recorder: RecorderShow

  constructor(state?: LedgerState) {
    for (const [channel, show] of state?.shows ?? before(state)) this.#streams.set(channel, show)
    this.#recorder = state?.recorder ?? (state?.recording.on === true ? 'on' : 'off')
  }

  get state(): Required<Pick<LedgerState, 'shows' | 'recorder'>> {
    return { shows: [...this.#streams], recorder: this.#recorder }
  }

  /** Null: it was stopped, or the log never knew where it went. */
  stream(channel: number): ShowRecord | null {
    return this.#streams.get(channel) ?? null
  }

  get channels(): readonly number[] {
    return [...this.#streams.keys()].toSorted((a, b) => a - b)
  }

  get recorder(): RecorderShow {
    return this.#recorder
  }

  /** Takes one entry in. */
  apply(type: string, params: RecordedParams, result: RecordedResult): void {
    if (params === undefined || params === null) return
    this.#applyRecorder(type, params)
    // Of vMix's other outputs, which are no stream.
    if (params.output !== undefined) return
    // A call that was refused, or only asked for, has changed nothing.
    const isCalled = type === 'function_called' || (type === 'function_call_failed' && result?.sent === true)
    for (const channel of isCalled ? (params.streams ?? []) : []) this.#called(channel, params.function ?? '')
    const { channel } = params
    if (channel === undefined || channel === null) return
    const show = this.#streams.get(channel) ?? null
    const next = streamAfter(show, type, params, result)
    if (next === null) this.#streams.delete(channel)
    else this.#streams.set(channel, next)
  }

  #called(channel: number, name: string): void {
    const show = this.#streams.get(channel)
    if (show === undefined) return
    const plain = name.toLowerCase()
    if (plain === 'startstreaming') this.#streams.set(channel, { ...show, unseen: false })
    // Stopped, or set to another place; what it does now is not known.
    else if (show.via === 'direct' || plain.endsWith('stopstreaming')) this.#streams.delete(channel)
    else this.#streams.set(channel, { ...show, repointed: true })
  }

  #applyRecorder(type: string, params: NonNullable<RecordedParams>): void {
    if (params.recorder === 'vmix') {
      if (type === 'recording_started') this.#recorder = 'on'
      else if (type === 'recording_stopped') this.#recorder = 'off'
      else if (type === 'function_called') this.#recorder = calledRecorder(params.function ?? '')
      return
    }
    const isRecorders = type === 'recording_observed' && params.recorder === undefined && params.channel === undefined
    if (!isRecorders || params.on === undefined || params.output !== undefined) return
    if (params.on) this.#recorder = 'on'
    else this.#recorder = this.#recorder !== 'off' && params.unseen === true ? 'unseen' : 'off'
  }
}

/** Of an earlier version, which knew nothing of it: what was on then. */
function before(state: LedgerState | undefined): readonly (readonly [number, ShowRecord])[] {
  return (state?.channels ?? []).flatMap(([channel, { on, via, destinations }]) =>
    on === true && via !== null ? [[channel, { via, destinations, unseen: false }] as const] : [],
  )
}

function calledRecorder(name: string): RecorderShow {
  return name.toLowerCase() === 'startrecording' ? 'on' : 'off'
}

/** Whoever switches it on points it first; one more destination of what is on already does not. */
function stillRepointed(
  show: ShowRecord | null,
  via: ShowRecord['via'],
  result: RecordedResult,
): { readonly repointed?: true } {
  return show?.repointed === true && via === 'gateway' && result?.switched_on !== true ? { repointed: true } : {}
}

function streamAfter(
  show: ShowRecord | null,
  type: string,
  params: NonNullable<RecordedParams>,
  result: RecordedResult,
): ShowRecord | null {
  const { via, destination, destinations } = params
  switch (type) {
    case 'stream_started':
    case 'srt_stream_started': {
      if (destination === undefined || via === undefined) return show
      const ended = new Set([destination.id, ...(result?.ended_before ?? [])])
      const others = via === 'gateway' && show?.via === 'gateway' ? show.destinations : []
      const all = [...others.filter(({ id }) => !ended.has(id)), destination]
      return { via, destinations: all, unseen: false, ...stillRepointed(show, via, result) }
    }
    case 'stream_resumed':
      if (via === undefined) return show
      return {
        via,
        destinations: destinations ?? show?.destinations ?? [],
        unseen: false,
        ...stillRepointed(show, via, result),
      }
    case 'recording_started':
      if (params.recorder !== 'gateway') return show
      return {
        via: 'gateway',
        destinations: show?.via === 'gateway' ? show.destinations : [],
        unseen: false,
        ...stillRepointed(show, 'gateway', result),
      }
    case 'stream_stopped': {
      if (params.destination_id === undefined || params.destination_id === null) return null
      const left = show?.destinations.filter(({ id }) => id !== params.destination_id) ?? []
      return show === null ? null : { ...show, destinations: left }
    }
    case 'stream_start_failed':
      if (via !== 'direct' || result?.sent !== true) return show
      // What was on before has been ended for it, or it points elsewhere now. It was the same show, by another way: that can be tried again.
      return params.instead_of === 'gateway' && show?.via === 'gateway' ? { ...show, repointed: true } : null
    case 'operation_interrupted':
      return show?.via === 'direct' && params.interrupted_kind === 'stream_start' ? null : show
    case 'stream_observed':
      if (show === null || params.on === undefined) return show
      // Where vMix sends by itself, nobody tells whether somebody else's start goes to the same place.
      if (params.on) return show.via === 'direct' ? null : { ...show, unseen: false }
      return { ...show, unseen: params.unseen === true }
    default:
      return show
  }
}
