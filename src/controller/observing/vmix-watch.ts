import type { VMixState } from '../../vmix/index.ts'
import type { JsonObject, WitnessEvent, WitnessEventType } from '../../witness/index.ts'
import type { ShowLedger } from '../show-log/ledger.ts'
import type { OperationKind } from '../show-log/records.ts'

/** So long a difference must stand before it counts, ms: an operation's outcome is in the log a moment after vMix shows it. */
export const settleMs = 500

/** A state of vMix beside what the log said when it had been read. */
export interface Look {
  readonly state: VMixState
  /** When it was read, of the monotonic clock, ms. */
  readonly readAt: number
  readonly ledger: ShowLedger
  /** Wall clock, ms. */
  readonly nowMs: number
  /** Something that was done here is not in the log yet. */
  readonly isBehind: boolean
  /** Names of what somebody on this machine has told to stop just now. */
  readonly stopping: ReadonlySet<string>
  /** vMix did not answer for a while before this state: what differs may have changed unseen. */
  readonly afterGap: boolean
}

/** Something that is on or off, in vMix and in the log. */
interface Switch {
  readonly name: string
  /** As a sentence begins. */
  readonly shown: string
  readonly on: boolean
  /** Null: the log does not know. */
  readonly recorded: boolean | null
  readonly eventType: WitnessEventType
  readonly params: JsonObject
  /** Operations that may have switched it, while they are under way. */
  readonly kinds: readonly OperationKind[]
  readonly channel: number | null
  /** Of vMix's output, from 1; null for what is none. */
  readonly output: number | null
}

/**
 * Finds what others switched in vMix: its own buttons, another tool, vMix itself. It compares each state with what the
 * log says, and speaks when a difference stands in two states, half a second apart at least, while no operation of ours is
 * under way. Pure: states, ledger and times come in.
 */
export class VMixWatch {
  readonly #operationMs: number
  readonly #suspected = new Map<string, { readonly on: boolean; readonly readAt: number }>()
  /** Since when each is as it is; null where it was so before anybody looked. */
  readonly #seen = new Map<string, { readonly on: boolean; readonly since: string | null; readonly unseen: boolean }>()

  constructor(options: { readonly operationMs: number }) {
    this.#operationMs = options.operationMs
  }

  /** Whether a difference stood in the last state that must be looked at once more. */
  get isSuspicious(): boolean {
    return this.#suspected.size > 0
  }

  look(look: Look): readonly WitnessEvent[] {
    return switchesOf(look).flatMap((each) => {
      const { since, unseen } = this.#sinceWhen(each, look)
      if (!this.#stands(each, look)) return []
      const { eventType, on, params } = each
      const message = messageOf(each)
      const observation = on ? 'vmix.on' : 'vmix.off'
      const how = { on, since: on ? since : null, observation, ...(unseen && !on ? { unseen } : {}) }
      return [{ eventType, params: { ...params, ...how }, result: { message } }]
    })
  }

  #sinceWhen(
    { name, on }: Switch,
    { nowMs, afterGap }: Look,
  ): { readonly since: string | null; readonly unseen: boolean } {
    const before = this.#seen.get(name)
    if (before?.on === on) return before
    const since = before === undefined ? null : new Date(nowMs).toISOString()
    const now = { on, since, unseen: before === undefined || afterGap }
    this.#seen.set(name, now)
    return now
  }

  #stands(each: Switch, look: Look): boolean {
    const { name, on, recorded } = each
    const isOurs = look.isBehind || this.#isUnderWay(each, look) || (!on && look.stopping.has(name))
    if (on === (recorded ?? false) || isOurs) {
      this.#suspected.delete(name)
      return false
    }
    const first = this.#suspected.get(name)
    if (first?.on !== on) this.#suspected.set(name, { on, readAt: look.readAt })
    else if (look.readAt - first.readAt >= settleMs) return this.#suspected.delete(name)
    return false
  }

  #isUnderWay({ kinds, channel, output }: Switch, { ledger, nowMs }: Look): boolean {
    return ledger.unfinished.some(
      (operation) =>
        (operation.kind === 'function_call' ||
          (kinds.includes(operation.kind) &&
            (channel === null || operation.channel === channel) &&
            (output === null || operation.output === output))) &&
        nowMs - Date.parse(operation.requestedAt) < this.#operationMs,
    )
  }
}

export const streamName = (channel: number): string => `stream ${channel}`
export const recorderName = 'recording'
export const srtName = (output: number): string => `srt ${output}`

/** All that vMix tells of; what it does not tell of is left out. */
function switchesOf({ state, ledger }: Look): readonly Switch[] {
  const found: Switch[] = []
  for (const { channel, live } of state.streams) {
    if (live === null) continue
    const kinds = ['stream_start', 'stream_stop', 'stream_test', 'stream_resume', 'recording_start'] as const
    const recorded = ledger.channel(channel).on
    found.push({
      ...stream,
      name: streamName(channel),
      shown: `Stream ${channel + 1}`,
      on: live,
      recorded,
      kinds,
      channel,
      params: { channel },
    })
  }
  const { active, files } = state.recording
  if (active !== null) {
    const kinds = ['recording_start', 'recording_stop'] as const
    const params = { files: [...files] }
    found.push({
      ...recording,
      name: recorderName,
      shown: "vMix's recorder",
      on: active,
      recorded: ledger.recording.on,
      kinds,
      params,
    })
  }
  const other = (name: string, on: boolean) => ({ name, on, recorded: ledger.output(name), kinds: [] })
  if (state.multiCorder !== null) {
    const params = { recorder: 'multicorder' }
    found.push({ ...recording, ...other('multicorder', state.multiCorder), shown: "vMix's MultiCorder", params })
  }
  if (state.external !== null) {
    found.push({
      ...stream,
      ...other('external', state.external),
      shown: "vMix's External output",
      params: { output: 'external' },
    })
  }
  for (const { type, number, srt } of state.outputs) {
    if (type !== 'output') continue
    found.push({
      ...stream,
      ...other(srtName(number), srt),
      shown: `SRT of vMix's Output ${number}`,
      kinds: ['srt_output_start', 'srt_output_stop'],
      output: number,
      params: { output: 'srt', number },
    })
  }
  return found
}

const stream = { eventType: 'stream_observed', channel: null, output: null } as const
const recording = { eventType: 'recording_observed', channel: null, output: null } as const

function messageOf({ shown, on, recorded }: Switch): string {
  return recorded === null
    ? `${shown} is ${on ? 'on' : 'off'} in vMix; the log did not say so before.`
    : `${shown} was switched ${on ? 'on' : 'off'} in vMix, not by an operation in this log.`
}
