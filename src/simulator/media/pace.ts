import type { Clock } from '../../clock/index.ts'
import type { MediaPacket } from '../../gateway/index.ts'
import type { MediaFaults } from '../media-types.ts'
import type { LiveClip } from './live-clip.ts'

/**
 * Plays a clip in real time, by the monotonic clock, until the signal: headers first, then each packet when it is due.
 * After a late wake-up it gives what is due by then, and no more.
 */
export async function play(
  live: LiveClip,
  clock: Clock,
  faults: () => MediaFaults,
  signal: AbortSignal,
  onPacket: (packet: MediaPacket) => void,
): Promise<void> {
  const startMs = clock.monotonic()
  for (const packet of live.headers(startMs)) onPacket(packet)
  while (!signal.aborted) {
    const nowMs = clock.monotonic()
    for (const packet of live.due(nowMs - startMs, faults(), clock.now(), nowMs)) onPacket(packet)
    await clock.sleep(Math.max(1, startMs + live.nextDueMs - clock.monotonic()), signal).catch(() => undefined)
  }
}

export const noFaults: MediaFaults = { stall: false, thinToFps: null, gapPercent: 0, diesAfterMs: null }
