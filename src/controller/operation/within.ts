import type { OperationContext } from '../context.ts'

/** Waits, but not for longer. */
export async function within(context: OperationContext, limitMs: number, what: Promise<unknown>): Promise<void> {
  const over = new AbortController()
  await Promise.race([what, context.clock.sleep(limitMs, over.signal).catch(() => undefined)])
  over.abort()
}
