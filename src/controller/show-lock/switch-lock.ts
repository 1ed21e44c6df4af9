import type { OperationContext } from '../context.ts'
import type { ShowLocked } from './show-lock.ts'

/** How long the log may take, ms: with a disk that hangs the lock is on all the same. */
const recordMs = 2000

/**
 * Sets the show lock, or takes it off, and records who did.
 *
 * @throws Error where the lock cannot be written
 */
export async function switchLock(
  context: OperationContext,
  on: boolean,
  { actor = context.actor }: { readonly actor?: string },
): Promise<ShowLocked | null> {
  const { showLock, log, clock } = context
  const by = actor.slice(0, 256)
  if (on) await showLock.set({ since: new Date(clock.now()).toISOString(), by })
  else await showLock.takeOff()
  const written = log.witness().then((witness) =>
    witness.append({
      eventType: on ? 'show_locked' : 'show_unlocked',
      actor: by,
      params: {},
      result: { success: true },
    }),
  )
  const over = new AbortController()
  await Promise.race([written, clock.sleep(recordMs, over.signal)]).catch(() => undefined)
  over.abort()
  return showLock.known
}
