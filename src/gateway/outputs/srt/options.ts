import type { Clock } from '../../../clock/index.ts'
import type { SrtCarriers } from './carriers.ts'
import type { SrtSettings } from './settings.ts'

export interface SrtOutputLimits {
  /** How long a caller's connection is kept, or opened, while nothing comes from vMix. Default 20,000 ms. */
  readonly idleMs: number
  /** A process that takes no byte for so long, with data waiting, is ended. Default 5000 ms. */
  readonly stuckMs: number
  /** How long the goodbye, with what is queued, may take. Default 4000 ms. */
  readonly closeMs: number
}

/** A second address of a destination; latency and key length are those of the first. */
export interface SrtBackup extends Pick<SrtSettings, 'host' | 'port' | 'passphrase' | 'streamId'> {
  /** `srt://host:port`, for people. */
  readonly address: string
  readonly keyFingerprint: string | null
  /** The main address is left when it has failed for so long. Default 3000 ms. */
  readonly afterMs?: number
  /** So long after the backup went live the main address is tried. Default null: only when told. */
  readonly returnAfterMs?: number | null
}

export interface SrtOutputOptions extends SrtSettings {
  readonly outputId: string
  /** What people call it: "Studio". */
  readonly name: string
  /** `srt://host:port`, for people. */
  readonly address: string
  /** Of passphrase and stream id; null where there are none. */
  readonly keyFingerprint: string | null
  /** A second address, of a caller, for when the first one fails. */
  readonly backup?: SrtBackup
  /** What there is to send with; see `findSrtCarriers`. */
  readonly carriers: SrtCarriers
  readonly clock: Clock
  /** The stream's rate, kb/s, for the size of the queue (about two seconds of it); null while unknown. */
  readonly bitrateKbps?: () => number | null
  readonly limits?: Partial<SrtOutputLimits>
  /** It was live at a gateway that has ended before this one: it may still hold that connection. */
  readonly wasLive?: boolean
  /** For the jitter of retries; a number in [0, 1). */
  readonly random?: () => number
}

export function srtOutputLimits(limits: Partial<SrtOutputLimits> = {}): SrtOutputLimits {
  return { idleMs: 20_000, stuckMs: 5000, closeMs: 4000, ...limits }
}
