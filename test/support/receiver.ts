/** The receiver that counts the simulator's frames, with what tests need beside it. */
import { systemClock } from '../../src/clock/index.ts'
import { type Receiver, type ReceiverOptions, startReceiver } from '../../src/simulator/media/index.ts'

export type { Receiver } from '../../src/simulator/media/index.ts'

/** A receiver on a free port of 127.0.0.1 (or on `port` again, after `stop()`), with the machine's clock. */
export function receiver(options: Partial<ReceiverOptions> = {}): Promise<Receiver> {
  return startReceiver({ port: 0, clock: systemClock, ...options })
}

/** Waits until `done` is true, looking every 20 ms; throws after `ms`, saying `what` did not happen. */
export async function until(what: string, done: () => boolean, ms = 30_000): Promise<void> {
  const deadline = performance.now() + ms
  while (!done()) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`)
    await systemClock.sleep(20)
  }
}
