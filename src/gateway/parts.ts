import type { GatewayCommand, GatewayResult } from './control/messages.ts'
import type { RecordingHasher } from './hashing/index.ts'
import type { Ingest } from './ingest.ts'
import type { Journal } from './journal.ts'
import type { EventLoopLoad } from './load.ts'
import type { GatewayLimits, GatewaySettings } from './options.ts'

/** What a running gateway is made of; see `start.ts`. */
export interface GatewayParts {
  readonly options: GatewaySettings
  readonly limits: GatewayLimits
  readonly journal: Journal
  readonly hasher: RecordingHasher
  readonly ingest: Ingest
  readonly load: EventLoopLoad
  readonly listen: string
  readonly advertise: string
  /** Stops everything else: supervision, server, lock. */
  stop(): Promise<void>
}

export type Command<K extends GatewayCommand['kind']> = Extract<GatewayCommand, { kind: K }>
export type Result<K extends GatewayCommand['kind']> = Extract<GatewayResult, { kind: K }>
