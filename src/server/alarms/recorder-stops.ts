import { z } from 'zod'
import type { WitnessEvent } from '../../witness/index.ts'

/** So long it is told, where nobody records again, ms. */
const toldMs = 10 * 60_000

const switchedOff = z.object({ observation: z.literal('vmix.off'), recorder: z.undefined().optional() })

/** Which vMix had its own recorder switched off by others. Pure: events, and times of the monotonic clock, come in. */
export class RecorderStops {
  readonly #offAtMs = new Map<string, number>()

  /** What the log was told of one vMix. */
  event(instance: string, { eventType, params }: WitnessEvent, atMs: number): void {
    if (eventType !== 'recording_observed' || !switchedOff.safeParse(params).success) return
    this.#offAtMs.set(instance, atMs)
  }

  /** @param recording those that record now */
  look(recording: ReadonlySet<string>, atMs: number): readonly string[] {
    for (const [instance, offAtMs] of this.#offAtMs) {
      if (recording.has(instance) || atMs - offAtMs > toldMs) this.#offAtMs.delete(instance)
    }
    return [...this.#offAtMs.keys()]
  }
}
