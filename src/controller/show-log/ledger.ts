import { type Wanted, wantedAfter } from './wanted.ts'
import { LastShows } from './last-shows.ts'
import { recordedEvent, type RecordedParams, type RecordedResult } from './recorded-event.ts'
import type { ChannelRecord, LedgerState, RecordingRecord, UnfinishedOperation } from './records.ts'

/**
 * What the log says of a show so far: read entry by entry, in the log's order. It answers the questions that vMix cannot:
 * which destination a channel was started to, by whom what was last seen on, and which operations have no outcome.
 */
export class ShowLedger {
  readonly #channels = new Map<number, ChannelRecord>()
  readonly #unfinished = new Map<string, UnfinishedOperation>()
  readonly #gatewayEvents = new Map<string, number>()
  readonly #outputs = new Map<string, boolean>()
  readonly #wanted = new Map<number, Wanted>()
  /** Where each stream went when it was on last, and whether vMix's recorder was. */
  readonly shows: LastShows
  #recording: RecordingRecord = { on: null, since: null }

  /** @param state where to go on from; an empty log's unless told */
  constructor(state?: LedgerState) {
    this.shows = new LastShows(state)
    if (state === undefined) return
    for (const [channel, record] of state.channels) this.#channels.set(channel, record)
    for (const operation of state.unfinished) this.#unfinished.set(operation.operationId, operation)
    for (const [journal, seq] of state.gatewayEvents) this.#gatewayEvents.set(journal, seq)
    for (const [output, on] of state.outputs) this.#outputs.set(output, on)
    for (const [channel, wanted] of state.wanted ?? []) this.#wanted.set(channel, wanted)
    this.#recording = state.recording
  }

  /** All that it knows. */
  get state(): LedgerState {
    return {
      channels: [...this.#channels],
      gatewayEvents: [...this.#gatewayEvents],
      recording: this.#recording,
      outputs: [...this.#outputs],
      unfinished: this.unfinished,
      wanted: [...this.#wanted],
      ...this.shows.state,
    }
  }

  /** The channel as last recorded; a channel that the log never named is unknown. */
  channel(channel: number): ChannelRecord {
    return this.#channels.get(channel) ?? unknownChannel
  }

  /** Whether the channel should be on: it was started, or seen on, and nobody has stopped it; null: the log does not know. */
  shouldBeOn(channel: number): boolean | null {
    const wanted = this.#wanted.get(channel)
    return wanted === undefined ? null : wanted !== 'no'
  }

  /** A stop of the whole channel was asked for since then (ms of the wall clock), and how it ended is not known yet. */
  isStopping(channel: number, sinceMs: number): boolean {
    return this.unfinished.some(
      (operation) =>
        operation.kind === 'stream_stop' &&
        (operation.channel === null || operation.channel === channel) &&
        Date.parse(operation.requestedAt) > sinceMs,
    )
  }

  get channels(): ReadonlyMap<number, ChannelRecord> {
    return this.#channels
  }

  /** vMix's own recorder as last recorded. */
  get recording(): RecordingRecord {
    return this.#recording
  }

  /** Whether one of vMix's other outputs was on at the last word of it; null: the log does not know. */
  output(name: string): boolean | null {
    return this.#outputs.get(name) ?? null
  }

  /** Intents without an outcome, oldest first: still under way, or interrupted. */
  get unfinished(): readonly UnfinishedOperation[] {
    return [...this.#unfinished.values()]
  }

  /** Number of the last event of this gateway journal that the log holds; 0 when none. */
  lastGatewayEvent(journalId: string): number {
    return this.#gatewayEvents.get(journalId) ?? 0
  }

  /** Takes one event in; what is not ours (a caller's own events) changes nothing. */
  apply(event: Readonly<Record<string, unknown>>): void {
    const parsed = recordedEvent.safeParse(event)
    if (!parsed.success) return
    const { event_type: type, operation_id: operationId, params, result, timestamp } = parsed.data
    if (params?.gateway_journal !== undefined && params.gateway_seq !== undefined) {
      const last = this.lastGatewayEvent(params.gateway_journal)
      this.#gatewayEvents.set(params.gateway_journal, Math.max(last, params.gateway_seq))
    }
    if (type === 'operation_requested') {
      if (typeof operationId === 'string' && params?.kind !== undefined) {
        this.#unfinished.set(operationId, {
          operationId,
          kind: params.kind,
          channel: params.channel ?? null,
          output: params.number ?? null,
          requestedAt: timestamp,
        })
      }
      return
    }
    if (typeof operationId === 'string') this.#unfinished.delete(operationId)
    this.#applyWanted(type, params)
    this.#applyOutcome(type, params, result, timestamp)
    this.shows.apply(type, params, result)
  }

  #applyWanted(type: string, params: RecordedParams): void {
    if (outputName(params) !== null) return
    const channels = params?.streams ?? (params?.channel == null ? [] : [params.channel])
    const wholeChannel = params?.destination_id === undefined || params.destination_id === null
    for (const channel of channels) {
      const event = { type, on: params?.on, wholeChannel, called: params?.function }
      const wanted = wantedAfter(this.#wanted.get(channel), event)
      if (wanted === undefined) this.#wanted.delete(channel)
      else this.#wanted.set(channel, wanted)
    }
  }

  #applyOutcome(type: string, params: RecordedParams, result: RecordedResult, timestamp: string): void {
    if (type === 'function_called' || (type === 'function_call_failed' && result?.sent === true)) this.#forget(params)
    if (type === 'recording_started' && params?.recorder === 'vmix') this.#recording = { on: true, since: timestamp }
    if (type === 'recording_stopped' && params?.recorder === 'vmix') this.#recording = { on: false, since: null }
    const output = outputName(params)
    if (output !== null && this.#applySrtOutput(type, output, params, result)) return
    if ((type === 'recording_observed' || type === 'stream_observed') && params?.on !== undefined && output !== null) {
      this.#outputs.set(output, params.on)
      return
    }
    // The gateway's recordings are observed too; of vMix's recorder is only what says on or off.
    if (type === 'recording_observed' && params?.on !== undefined) {
      this.#recording = { on: params.on, since: params.on ? (params.since ?? null) : null }
    }
    const channel = params?.channel
    if (channel === undefined || channel === null) return
    const before = this.channel(channel)
    const started = type === 'stream_started' || type === 'srt_stream_started'
    if (started && params?.destination !== undefined && params.via !== undefined) {
      const { destination, via } = params
      const ended = new Set([destination.id, ...(result?.ended_before ?? [])])
      const kept = before.on === true ? before.destinations.filter((other) => !ended.has(other.id)) : []
      this.#channels.set(channel, {
        on: true,
        since: sinceWhen(result?.switched_on, before, timestamp),
        via,
        destinations: [...(via === 'gateway' ? kept : []), destination],
      })
    }
    if (type === 'stream_resumed' && params?.via !== undefined) {
      const since = sinceWhen(result?.switched_on, before, timestamp)
      this.#channels.set(channel, { on: true, since, via: params.via, destinations: params.destinations ?? [] })
    }
    // It needs the feed, and switches the channel on where it was off.
    if (type === 'recording_started' && params?.recorder === 'gateway') {
      const known = before.on === true ? before : { ...unknownChannel, via: 'gateway' as const }
      this.#channels.set(channel, { ...known, on: true, since: sinceWhen(result?.switched_on, before, timestamp) })
    }
    // It may have set another destination, or stopped what was on: what was known of the channel is no longer true.
    if (type === 'stream_start_failed' && params?.via === 'direct' && result?.sent === true) {
      this.#channels.set(channel, unknownChannel)
    }
    const interrupted = type === 'operation_interrupted' ? params?.interrupted_kind : undefined
    if (interrupted === 'stream_start' || interrupted === 'stream_test') {
      this.#channels.set(channel, { ...unknownChannel, on: before.on })
    }
    if (type === 'stream_tested' && result?.switched_on === true) {
      this.#channels.set(channel, { ...unknownChannel, on: false })
    }
    if (type === 'stream_stopped') {
      const gone = new Set(result?.ended ?? [])
      const left = before.destinations.filter((destination) => !gone.has(destination.id))
      const whole = params?.destination_id === undefined || params.destination_id === null
      this.#channels.set(channel, whole ? { ...unknownChannel, on: false } : { ...before, destinations: left })
    }
    if (type === 'stream_observed' && params?.on !== undefined) {
      this.#channels.set(
        channel,
        params.on
          ? { ...(isStartedByName(before) ? before : unknownChannel), on: true, since: params.since ?? null }
          : { ...unknownChannel, on: false },
      )
    }
  }

  /** @returns whether it was about SRT of one of vMix's outputs, as switched by an operation */
  #applySrtOutput(type: string, output: string, params: RecordedParams, result: RecordedResult): boolean {
    switch (type) {
      case 'srt_output_started':
      case 'srt_output_stopped':
        this.#outputs.set(output, type === 'srt_output_started')
        return true
      case 'srt_output_start_failed':
        // It may have come on all the same.
        if (result?.sent === true) this.#outputs.delete(output)
        return true
      case 'operation_interrupted':
        if (params?.interrupted_kind === 'srt_output_start') this.#outputs.delete(output)
        return true
      default:
        return false
    }
  }

  /** vMix keeps a stream's address: what went through the gateway, and is only started again, goes there again. */
  #startedByName(channel: number): ChannelRecord {
    const show = this.shows.stream(channel)
    if (show?.via !== 'gateway' || show.repointed === true) return unknownChannel
    return { ...unknownChannel, via: 'gateway', destinations: show.destinations }
  }

  /** A function called by its name may have changed what these do: what was known of them is no longer true. */
  #forget(params: RecordedParams): void {
    const isStart = params?.function?.toLowerCase() === 'startstreaming'
    for (const channel of params?.streams ?? []) {
      this.#channels.set(channel, isStart ? this.#startedByName(channel) : unknownChannel)
    }
    if (params?.recorder === 'vmix') this.#recording = { on: null, since: null }
    const [, output] =
      /^(?:Start|Stop|StartStop)(MultiCorder|External|SRT)(?:Output)?$/.exec(params?.function ?? '') ?? []
    if (output === undefined) return
    for (const name of this.#outputs.keys()) if (name.startsWith(output.toLowerCase())) this.#outputs.delete(name)
  }
}

/** Whether it was started by its function's name, with the address at the gateway that it still has; whether it came on is not known. */
function isStartedByName({ on, via }: ChannelRecord): boolean {
  return on === null && via === 'gateway'
}

/** Which of vMix's other outputs an entry is about. */
function outputName(params: RecordedParams): string | null {
  if (params?.recorder === 'multicorder') return 'multicorder'
  if (params?.output === undefined) return null
  return params.output === 'srt' ? `srt ${params.number ?? 1}` : params.output
}

/** @param switchedOn whether this start switched the channel on; not told by older entries */
function sinceWhen(switchedOn: boolean | undefined, before: ChannelRecord, now: string): string | null {
  if (switchedOn === true) return now
  // It was on without a word in the log of when it began.
  if (switchedOn === false) return before.on === true ? before.since : null
  return before.on === true && before.since !== null ? before.since : now
}

const unknownChannel: ChannelRecord = { on: null, since: null, via: null, destinations: [] }
