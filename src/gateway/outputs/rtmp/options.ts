import type { Clock } from '../../../clock/index.ts'
import type { Secret } from '../../../secrets/index.ts'

export interface RtmpOutputLimits {
  /** How long a connection is kept, or opened, while nothing comes from vMix. Default 20,000 ms. */
  readonly idleMs: number
  /** A destination that accepts but takes no byte for so long, with data waiting, is lost. Default 5000 ms. */
  readonly stuckMs: number
  /** How long the goodbye, with what is queued, may take. Default 2000 ms. */
  readonly closeMs: number
}

/** A second address of a destination. */
export interface RtmpBackup {
  readonly url: string
  readonly key: Secret
  readonly keyFingerprint: string | null
  /** The main address is left when it has failed for so long. Default 3000 ms. */
  readonly afterMs?: number
  /** So long after the backup went live the main address is tried. Default null: only when told. */
  readonly returnAfterMs?: number | null
}

export interface RtmpOutputOptions {
  readonly outputId: string
  /** What people call it: "Twitch". */
  readonly name: string
  /** `rtmp://` or `rtmps://` with host and app, without the key. */
  readonly url: string
  readonly key: Secret
  readonly keyFingerprint: string | null
  /** A second address with a key of its own, for when the first one fails. */
  readonly backup?: RtmpBackup
  readonly clock: Clock
  /** The stream's rate, kb/s, for the size of the queue (about two seconds of it); null while unknown. */
  readonly bitrateKbps?: () => number | null
  /** A further certificate authority (PEM) to trust. */
  readonly tls?: { readonly ca?: string }
  readonly limits?: Partial<RtmpOutputLimits>
  /** It was live at a gateway that has ended before this one: it may still hold that connection. */
  readonly wasLive?: boolean
  /** For the jitter of retries; a number in [0, 1). */
  readonly random?: () => number
}

export function rtmpOutputLimits(limits: Partial<RtmpOutputLimits> = {}): RtmpOutputLimits {
  return { idleMs: 20_000, stuckMs: 5000, closeMs: 2000, ...limits }
}
