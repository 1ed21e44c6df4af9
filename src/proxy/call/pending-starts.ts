import { streamsOf } from '../../controller/index.ts'
import type { AskedCall } from './call.ts'

interface Pending {
  readonly call: AskedCall
  stopped: boolean
}

/** A start that is on its way, until it is disposed. */
export interface PendingStart extends Disposable {
  /** A stop of the same has come meanwhile. */
  readonly stopped: boolean
}

/**
 * Starts that wait for their intent to be on disk, and then for a connection. A stop waits for nothing, and so has to end
 * those that it overtakes.
 */
export class PendingStarts {
  readonly #pending = new Set<Pending>()

  begin(call: AskedCall): PendingStart {
    const pending: Pending = { call, stopped: false }
    this.#pending.add(pending)
    return {
      get stopped() {
        return pending.stopped
      },
      [Symbol.dispose]: () => this.#pending.delete(pending),
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
