import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import type { VMixStreamingController } from '../../src/controller/index.ts'
import { KernelLock } from '../../src/witness/index.ts'

/** Another process keeps the log, until what this returns is called. */
export function keepLog(controller: VMixStreamingController): Promise<() => void> {
  const lock = new KernelLock(join(controller.witnessFolder, 'log'))
  return lock.acquire({ clock: systemClock, timeoutMs: 3000 })
}
