import type { VMixState } from '../../vmix/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import type { ShowLedger } from '../show-log/ledger.ts'

/**
 * Finds what others switched in vMix: its own buttons, another tool, vMix itself. It compares each state with what the
 * log says, and speaks when a difference stands in two states one after the other while no operation of ours is under
 * way, because an operation's outcome is recorded a moment after vMix shows it. Pure: states and ledger come in.
 */
export class VMixWatch {
  readonly #operationMs: number
  readonly #suspected = new Map<string, boolean>()
  readonly #seenOff = new Set<string>()

  constructor(options: { readonly operationMs: number }) {
    this.#operationMs = options.operationMs
  }

  /** @param nowMs wall clock, to know which unfinished operations may still be under way */
  look(state: VMixState, ledger: ShowLedger, nowMs: number): readonly WitnessEvent[] {
    const found: WitnessEvent[] = []
    for (const { channel, live } of state.streams) {
      if (live === null) continue
      const recorded = ledger.channel(channel).on ?? false
      const busy = this.#underWay(ledger, nowMs, ['stream_start', 'stream_stop', 'recording_start'], channel)
      const since = this.#difference(`stream ${channel}`, live, recorded, busy, nowMs)
      if (since === undefined) continue
      const what = `Stream ${channel + 1} was switched ${live ? 'on' : 'off'} in vMix, not by an operation in this log.`
      found.push({
        eventType: 'stream_observed',
        params: { channel, on: live, since, observation: live ? 'vmix.on' : 'vmix.off' },
        result: { message: what },
      })
    }
    const { active, files } = state.recording
    if (active !== null) {
      const busy = this.#underWay(ledger, nowMs, ['recording_start', 'recording_stop'], null)
      const since = this.#difference('recording', active, ledger.recording.on ?? false, busy, nowMs)
      if (since !== undefined) {
        found.push({
          eventType: 'recording_observed',
          params: { on: active, since, files: [...files], observation: active ? 'vmix.on' : 'vmix.off' },
          result: {
            message: `vMix's recorder was switched ${active ? 'on' : 'off'}, not by an operation in this log.`,
          },
        })
      }
    }
    return found
  }

  /** @returns undefined when there is nothing to say; else since when it is on: null when before anybody looked */
  #difference(what: string, now: boolean, recorded: boolean, busy: boolean, nowMs: number): string | null | undefined {
    const began = this.#seenOff.has(what) ? new Date(nowMs).toISOString() : null
    if (now === recorded || busy) {
      this.#suspected.delete(what)
      if (!now) this.#seenOff.add(what)
      return undefined
    }
    if (this.#suspected.get(what) !== now) {
      this.#suspected.set(what, now)
      return undefined
    }
    this.#suspected.delete(what)
    if (!now) this.#seenOff.add(what)
    return now ? began : null
  }

  #underWay(ledger: ShowLedger, nowMs: number, kinds: readonly string[], channel: number | null): boolean {
    return ledger.unfinished.some(
      (operation) =>
        kinds.includes(operation.kind) &&
        (channel === null || operation.channel === channel) &&
        nowMs - Date.parse(operation.requestedAt) < this.#operationMs,
    )
  }
}
