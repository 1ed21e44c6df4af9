import { streamsOf } from '../../controller/index.ts'
import type { AskedCall } from './call.ts'

interface Pending {
  readonly call: AskedCall
  stopped: boolean
}

/** Starts that wait for their intent to be on disk. A stop waits for nothing, and so has to end those that it overtakes. */
export class PendingStarts {
  readonly #pending = new Set<Pending>()

  /** @returns asked when the start may go out: whether a stop came meanwhile. Ends the waiting, too. */
  begin(call: AskedCall): () => boolean {
    const pending: Pending = { call, stopped: false }
    this.#pending.add(pending)
    return () => {
      this.#pending.delete(pending)
      return pending.stopped
    }
  }

  stop(stop: AskedCall): void {
    for (const pending of this.#pending) if (isSame(pending.call, stop)) pending.stopped = true
  }
}

function isSame(start: AskedCall, stop: AskedCall): boolean {
  if (thing(start) === null || thing(start) !== thing(stop)) return false
  if (thing(start) !== 'Streaming') return true
  const stopped = new Set(streamsOf(stop.name, stop.params))
  return streamsOf(start.name, start.params).some((channel) => stopped.has(channel))
}

function thing({ name }: AskedCall): string | null {
  return /^(?:StartStop|Start|Stop)(Streaming|Recording|SRTOutput|MultiCorder|External)$/.exec(name)?.[1] ?? null
}
