import type { GatewayCommand, GatewayResult } from './control/messages.ts'
import type { KnownEncoder } from './ffmpeg/index.ts'
import type { RecordingHasher } from './hashing/index.ts'
import type { Ingest } from './ingest.ts'
import type { Journal } from './journal.ts'
import type { EventLoopLoad } from './load.ts'
import type { GatewayLimits, GatewaySettings } from './options.ts'
import type { KnownCarriers } from './srt-carriers.ts'
import type { StateFile } from './state/index.ts'

/** What a running gateway is made of; see `start.ts`. */
export interface GatewayParts {
  readonly options: GatewaySettings
  readonly limits: GatewayLimits
  readonly journal: Journal
  readonly hasher: RecordingHasher
  readonly ingest: Ingest
  readonly load: EventLoopLoad
  /** What there is to send by SRT with, and to encode with. */
  readonly carriers: KnownCarriers
  readonly encoder: KnownEncoder
  /** Where feeds and outputs outlive the process. */
  readonly state: StateFile
  readonly listen: string
  readonly advertise: string
  /** Stops everything else: supervision, server, lock. */
  stop(): Promise<void>
}

export type Command<K extends GatewayCommand['kind']> = Extract<GatewayCommand, { kind: K }>
export type Result<K extends GatewayCommand['kind']> = Extract<GatewayResult, { kind: K }>
