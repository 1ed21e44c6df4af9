import type { GatewayEvent } from '../../src/gateway/index.ts'
import type { FrameGap } from '../../test/support/frame-gaps.ts'

/** A gap at one receiver, and the event of the gateway that tells of it; null: nothing does. */
export interface ToldGap extends FrameGap {
  readonly outputId: string
  readonly by: Pick<GatewayEvent, 'kind' | 'at' | 'message'> | null
}

/** What tells that an output, or its feed, was not as it should be. */
const TELLING: ReadonlySet<GatewayEvent['kind']> = new Set([
  'feed.lost',
  'feed.stalled',
  'feed.ended',
  'output.lost',
  'output.failed',
  'output.closed',
])
/**
 * Times are those at which frames were sent: what waited in the system's buffers arrives long after the event. An event is
 * written when the gateway notices: a destination that reads nothing is noticed after five seconds.
 */
const AROUND_MS = 10_000

/**
 * Finds for a gap the event that explains it: of that output or its feed, from a little before the last frame before the gap to
 * a little after the first one behind it.
 */
export function explainGap(
  gap: FrameGap,
  { outputId, channel }: { readonly outputId: string; readonly channel: number },
  events: readonly GatewayEvent[],
): ToldGap {
  const event = events.find((one) => {
    const atMs = Date.parse(one.at)
    if (atMs < gap.beforeMs - AROUND_MS || atMs > gap.afterMs + AROUND_MS) return false
    if (one.channel !== channel || (one.outputId !== null && one.outputId !== outputId)) return false
    return TELLING.has(one.kind) || (one.outputId === outputId && tellsOfDrops(one))
  })
  const by = event === undefined ? null : { kind: event.kind, at: event.at, message: event.message }
  return { ...gap, outputId, by }
}

function tellsOfDrops({ kind, health }: GatewayEvent): boolean {
  if (kind !== 'health.changed') return false
  return health?.after.reasons.some(({ code }) => code === 'frames_dropped' || code === 'srt_late') ?? false
}
