import type { GatewayStatus } from '../../gateway/index.ts'
import type { VMixState } from '../../vmix/index.ts'

/** What the caller has read already: for whoever looks at several vMix once a second, so that nothing is asked twice. */
export interface KnownState {
  /** vMix's state, of whatever age; absent: vMix is asked. */
  readonly state?: VMixState
  /** What the gateway said, or why it said nothing; absent: it is asked. */
  readonly gateway?: GatewayStatus | { readonly problem: string }
}
