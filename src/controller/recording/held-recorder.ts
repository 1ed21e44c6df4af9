import type { OperationContext } from '../context.ts'
import type { Hold } from '../operation/hold.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { OperationOptions } from '../operation/operation.ts'
import { StartGuard } from '../operation/start-guard.ts'
import type { StopsSince } from '../operation/stop-mark.ts'

/** vMix's own recorder, held for a start: it belongs to no channel, and a stop of a stream does not end it. */
export class HeldRecorder implements Hold, Disposable {
  readonly guard: StartGuard
  readonly newNames: boolean

  private constructor(guard: StartGuard, newNames: boolean) {
    this.guard = guard
    this.newNames = newNames
  }

  /** @throws OperationFailed `channel_busy` when it is being started by another */
  static enter(context: OperationContext, stops: StopsSince, options: OperationOptions): HeldRecorder {
    const guard = StartGuard.enter(context.paths.locks, 'recorder', stops, context.clock)
    if (guard !== null) return new HeldRecorder(guard, options.operationId === undefined)
    throw new OperationFailed('channel_busy', "Another start of vMix's recorder is under way. Wait for it.")
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
