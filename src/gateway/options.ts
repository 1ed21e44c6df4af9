import type { Clock } from '../clock/index.ts'
import type { RtmpServerLimits } from './rtmp/index.ts'
import type { OnSecondPublisher } from './second-publisher.ts'
import type { Predecessor } from './supervision/index.ts'

/** How much a gateway takes at most; what is beyond is refused. */
export interface GatewayLimits {
  /** Feeds open at the same time. Default 64. */
  readonly feeds: number
  /** Outputs of one feed. Default 64. */
  readonly outputsPerFeed: number
  /** Events kept for a control that does not come. Default 10,000. */
  readonly events: number
}

export const defaultGatewayLimits: GatewayLimits = { feeds: 64, outputsPerFeed: 64, events: 10_000 }

/**
 * Where a gateway listens, keeps its files, and how much it takes.
 *
 * @example { rtmpListen: '0.0.0.0:1935', advertise: '192.168.1.10', dataFolder: 'show' }
 */
export interface GatewayOptions {
  /** Where the gateway keeps its journal and says how it is reached (in a folder `gateway` of it). */
  readonly dataFolder: string
  /** Default: the system's. */
  readonly clock?: Clock
  /** `HOST:PORT` for the RTMP server; port 0: any free one. Default `127.0.0.1:1935`. */
  readonly rtmpListen?: string
  /** `HOST[:PORT]` by which vMix reaches it, where that is not what it listens on. */
  readonly advertise?: string
  /** PEM texts; the RTMP server then speaks RTMPS. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** A further certificate authority (PEM) that destinations may be signed by. */
  readonly destinationCa?: string
  /** ffmpeg's program, for recordings that need it. Default: `ffmpeg` on the PATH. */
  readonly ffmpeg?: string
  /** Path of libsrt, where it is not one that the system finds. */
  readonly srtLibrary?: string
  /**
   * Somebody publishes with a key on which somebody else is sending: `refuse` the newer one (default), or let it
   * `take_over`. Whoever has gone silent is replaced in any case.
   */
  readonly onSecondPublisher?: OnSecondPublisher
  /**
   * What a gateway had open that was killed is taken up when it is not longer ago than this, ms; default 900,000 (a quarter
   * of an hour). Later it is most likely another show, which must not go live where the last one did. 0: never.
   */
  readonly takeUpWithinMs?: number
  /** The gateway in whose place its supervisor started this one. */
  readonly predecessor?: Predecessor
  readonly limits?: Partial<GatewayLimits>
  readonly rtmpLimits?: Partial<RtmpServerLimits>
}

/** The same with everything that must be there. */
export type GatewaySettings = GatewayOptions & { readonly clock: Clock }
