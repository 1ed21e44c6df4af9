import type { OperationContext } from '../context.ts'
import type { Hold } from './hold.ts'
import { OperationFailed } from './operation-failed.ts'
import type { OperationOptions } from './operation.ts'
import { StartGuard } from './start-guard.ts'
import type { StopsSince } from './stop-mark.ts'

/** Something of vMix's own that is held for one start and belongs to no channel: its recorder, SRT of one of its outputs. */
export class HeldAlone implements Hold, Disposable {
  readonly guard: StartGuard
  readonly newNames: boolean

  private constructor(guard: StartGuard, newNames: boolean) {
    this.guard = guard
    this.newNames = newNames
  }

  /**
   * @param what name of its lock, and how a sentence calls it: "Another start of … is under way."
   * @param stops since when a stop of it counts
   * @throws OperationFailed `channel_busy` when it is being started by another
   */
  static enter(
    { paths, clock }: OperationContext,
    what: { readonly lock: string; readonly shown: string },
    stops: StopsSince,
    options: OperationOptions,
  ): HeldAlone {
    const guard = StartGuard.enter(paths.locks, what.lock, stops, clock)
    if (guard !== null) return new HeldAlone(guard, options.operationId === undefined)
    throw new OperationFailed('channel_busy', `Another start of ${what.shown} is under way. Wait for it.`)
  }

  keep(): void {
    // There is nothing but the start itself.
  }

  leave(): Promise<readonly string[]> {
    return Promise.resolve([])
  }

  [Symbol.dispose](): void {
    this.guard[Symbol.dispose]()
  }
}
