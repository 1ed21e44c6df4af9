import type { Witness, WitnessEntry, WitnessHead } from '../../witness/index.ts'
import { ShowLedger } from './ledger.ts'
import { readShowState, showStateEvent, showStateType } from './show-state.ts'

/** After so many entries the state is recorded again. */
const stateEvery = 2000

/**
 * Reads a log into a ledger, and later on what is new in it. A new process need not read all of a long log: every so many
 * entries the state of the show is recorded in the log itself, where it is as hard to change unseen as all else. It names the
 * entry that it was taken after, by number and hash; one that does not fit this log, or is of another version, is not used,
 * and all is read.
 */
export class LedgerReader {
  readonly #every: number
  readonly #onEntry: (event: WitnessEntry['event']) => void
  #ledger = new ShowLedger()
  /** The last entry that the ledger has; null before the first. */
  #after: WitnessHead | null = null
  /** Entries that it has since the newest state. */
  #since = 0

  /** @param onEntry told of each entry that is taken */
  constructor(every: number = stateEvery, onEntry: (event: WitnessEntry['event']) => void = () => undefined) {
    this.#every = every
    this.#onEntry = onEntry
  }

  /** One at a time. Rejects with what the log cannot be read for. */
  async readOn(witness: Witness): Promise<ShowLedger> {
    const isNew = this.#after === null && !(await this.#resume(witness))
    if (!(await this.#take(witness)) && !isNew) {
      // What was read last has been cut off since: an interrupted write, which was never acknowledged.
      this.#restart()
      await this.#take(witness)
    }
    if (this.#since >= this.#every) this.#record(witness)
    return this.#ledger
  }

  #restart(): void {
    this.#ledger = new ShowLedger()
    this.#after = null
    this.#since = 0
  }

  /** Goes on from the newest state in the log; false where there is none that can be used. */
  async #resume(witness: Witness): Promise<boolean> {
    // Where it cannot be read, neither can the rest, which then says why.
    const entry = await witness.newest(showStateType).catch(() => null)
    const found = entry === null ? null : readShowState({ ...entry.event })
    if (entry === null || found === null || found.after.size >= entry.event.sequence) return false
    for await (const { event, current_hash: hash } of witness.entries({ from: found.after.size })) {
      if (event.sequence !== found.after.size || hash !== found.after.hash) return false
      this.#ledger = new ShowLedger(found.state)
      this.#after = found.after
      return true
    }
    return false
  }

  /** False when what is new does not follow what was read last. */
  async #take(witness: Witness): Promise<boolean> {
    const last = this.#after
    for await (const { event, previous_hash, current_hash } of witness.entries({ from: (last?.size ?? 0) + 1 })) {
      if (last !== null && this.#after === last && previous_hash !== last.hash) return false
      this.#ledger.apply({ ...event })
      this.#onEntry(event)
      this.#after = { size: event.sequence, hash: current_hash }
      this.#since = event.event_type === showStateType ? 0 : this.#since + 1
    }
    return true
  }

  /** Nobody waits for it: where it does not get into the log, the next process reads more. */
  #record(witness: Witness): void {
    if (this.#after === null) return
    this.#since = 0
    void witness.append(showStateEvent(this.#ledger.state, this.#after)).catch(() => undefined)
  }
}
