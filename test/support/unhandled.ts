import { systemClock } from '../../src/clock/index.ts'

/** Errors that nobody took, while `act` and some moments after it. */
export async function unhandledIn(act: () => Promise<void>): Promise<unknown[]> {
  const found: unknown[] = []
  const note = (reason: unknown) => found.push(reason)
  const before = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', note)
  try {
    await act()
    await systemClock.sleep(30)
  } finally {
    process.off('unhandledRejection', note)
    for (const listener of before) process.on('unhandledRejection', listener)
  }
  return found
}
