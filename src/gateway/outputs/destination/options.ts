import type { Clock } from '../../../clock/index.ts'
import type { FailoverSettings } from './failover.ts'
import type { Patience } from './retry.ts'
import type { Transport } from './transport.ts'

export interface DestinationOptions {
  readonly outputId: string
  readonly name: string
  readonly transport: Transport
  /** A second address, for when the first one fails. */
  readonly backup?: { readonly transport: Transport; readonly failover: FailoverSettings }
  readonly clock: Clock
  readonly bitrateKbps?: () => number | null
  /** How long a connection is kept, or opened, while nothing comes from vMix. */
  readonly idleMs: number
  /** A connection that takes no byte for so long, with data waiting, is lost. */
  readonly stuckMs: number
  /** It was live at a gateway that has ended before this one: it may still hold that connection. */
  readonly wasLive?: boolean
  readonly patience?: Partial<Patience>
  readonly random?: () => number
}
