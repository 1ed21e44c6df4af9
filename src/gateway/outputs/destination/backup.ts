import type { FailoverSettings } from './failover.ts'
import type { DestinationOptions } from './options.ts'
import type { Transport } from './transport.ts'

/** Longer than a server takes to start again, and shorter than viewers wait. */
const AFTER_MS = 3000

/** The options of a destination's second address, where it has one. */
export function withBackup<T extends Partial<FailoverSettings>>(
  backup: T | undefined,
  transportOf: (backup: T) => Transport,
): Pick<DestinationOptions, 'backup'> {
  if (backup === undefined) return {}
  const { afterMs = AFTER_MS, returnAfterMs = null } = backup
  return { backup: { transport: transportOf(backup), failover: { afterMs, returnAfterMs } } }
}
