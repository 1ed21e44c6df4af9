import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { OperationOptions } from '../operation/operation.ts'

/**
 * With the show lock on, what would end something needs to be confirmed. Asked of memory alone, so that a stop waits for nothing.
 *
 * @throws OperationFailed `show_locked`
 */
export function checkShowLock({ showLock }: OperationContext, { confirmed }: OperationOptions): void {
  const { known } = showLock
  if (known === null || confirmed === true) return
  throw new OperationFailed(
    'show_locked',
    `The show lock is on (since ${known.since}, by ${known.by}), and nothing was stopped. Confirm it (confirmed: true; vmixctl: --confirm), or take the lock off first.`,
  )
}
