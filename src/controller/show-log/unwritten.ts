import type { WitnessEntry, WitnessEvent } from '../../witness/index.ts'

/**
 * What was done here and is not in the log yet: on its way to the disk, or kept in memory until that is back. Who compares
 * vMix with the log meanwhile compares with a log that does not know of it.
 */
export class Unwritten {
  readonly #events = new Set<string>()

  get isAny(): boolean {
    return this.#events.size > 0
  }

  add({ eventType, operationId }: WitnessEvent): void {
    this.#events.add(`${eventType} ${operationId ?? ''}`)
  }

  remove({ eventType, operationId }: WitnessEvent): void {
    this.#events.delete(`${eventType} ${operationId ?? ''}`)
  }

  /** An entry was read from the log. What comes with a gap is all that was kept; the rest of it is lost. */
  seen({ event_type: eventType, operation_id: operationId }: WitnessEntry['event']): void {
    if (eventType === 'witness_gap') this.#events.clear()
    else this.#events.delete(`${eventType} ${operationId ?? ''}`)
  }
}
