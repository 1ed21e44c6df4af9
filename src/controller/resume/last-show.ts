import type { DestinationSummary } from '../results.ts'
import type { ShowLedger } from '../show-log/ledger.ts'

/** Where a stream went when it was on last, by the show log. */
export interface LastShow {
  readonly via: 'direct' | 'gateway'
  /** In the order in which they went live; none holds a key. */
  readonly destinations: readonly Pick<DestinationSummary, 'destinationId' | 'name' | 'url'>[]
}

/** Null: it was stopped, or the log never knew. */
export function lastShowOf(ledger: ShowLedger, channel: number): LastShow | null {
  const show = ledger.shouldBeOn(channel) === true ? ledger.shows.stream(channel) : null
  if (show === null) return null
  return {
    via: show.via,
    destinations: show.destinations.map(({ id, name, url }) => ({ destinationId: id, name, url })),
  }
}
