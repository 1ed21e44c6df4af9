import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { systemClock } from '../../src/clock/index.ts'

/** Waits until `done` is true, looking every few ms. */
export async function until(done: () => boolean, ms = 15_000): Promise<void> {
  const deadline = performance.now() + ms
  while (!done()) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${done.toString()}`)
    await systemClock.sleep(3)
  }
}

/** What the program really holds: its heap after everything else was let go of. */
export async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  for (let i = 0; i < 3; i++) {
    await systemClock.sleep(20)
    if (typeof collect === 'function') collect()
  }
  return process.memoryUsage().heapUsed
}

/** Sockets, timers and the like that are open in this process. */
export function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length
}
