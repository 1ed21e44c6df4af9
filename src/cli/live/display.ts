import type { GoLiveResult, StreamHealth } from '../../controller/index.ts'
import type { Arrival } from './arrivals.ts'
import type { Change } from './changes.ts'

/** How a show is shown while it runs: in a table, a line at a time, or as objects. */
export interface ShowDisplay {
  /** Before anything is known. */
  starting(): void
  /** How the start ended, for each destination. */
  started(result: GoLiveResult): void
  health(health: StreamHealth, changes: readonly Change[]): void
  /** In a rehearsal, what its receivers have by now. */
  arrived(arrivals: readonly Arrival[]): void
  /** Seen in vMix or its log by the observer: a sentence. */
  observed(text: string): void
  /** Something keeps us from seeing; null: it is over. */
  problem(message: string | null): void
  /** The question what Ctrl-C shall mean is open, or closed again. */
  ask(asking: boolean): void
  /** Nothing more comes in place; what follows stands below. */
  close(): void
}
