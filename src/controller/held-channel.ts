import { bringUpFeed, type FeedUp } from './bring-up-feed.ts'
import { ChannelGuard } from './channel-guard.ts'
import type { OperationContext } from './context.ts'
import type { GatewaySteps } from './gateway-steps.ts'
import { OperationFailed } from './operation-failed.ts'
import type { OperationOptions, Running } from './operation.ts'
import type { OperationFailure } from './results.ts'
import { undoStart } from './vmix-steps.ts'

/** A channel that is held for one or several starts, and the feed that they share: it is brought up once. */
export class HeldChannel implements Disposable {
  readonly guard: ChannelGuard
  /** The operations' names were made just now, so the log need not be searched for them. */
  readonly newNames: boolean
  readonly #context: OperationContext
  readonly #channel: number
  readonly #replace: boolean
  #feed: Promise<FeedUp> | null = null

  private constructor(
    context: OperationContext,
    channel: number,
    replace: boolean,
    newNames: boolean,
    guard: ChannelGuard,
  ) {
    this.newNames = newNames
    this.#context = context
    this.#channel = channel
    this.#replace = replace
    this.guard = guard
  }

  /** @throws OperationFailed `channel_busy` when another start or change is under way */
  static async enter(
    context: OperationContext,
    channel: number,
    options: OperationOptions & { readonly replace?: boolean },
  ): Promise<HeldChannel> {
    const guard = await ChannelGuard.enter(context.paths.locks, channel, context.clock)
    if (guard !== null) {
      return new HeldChannel(context, channel, options.replace ?? false, options.operationId === undefined, guard)
    }
    throw new OperationFailed(
      'channel_busy',
      `Another start or change is under way on Stream ${channel + 1} (channel ${channel}). Wait for it, or stop the stream first.`,
    )
  }

  /** Whoever comes first brings the feed up; the others wait for the same one, and share its failure. */
  bringUp(running: Running, steps: GatewaySteps): Promise<FeedUp> {
    this.#feed ??= bringUpFeed(this.#context, running, steps, this.#replace)
    return this.#feed
  }

  /** When nothing came of any of the starts, vMix need not go on sending a feed that nobody takes. */
  async endUnlessTaken(results: readonly ({ readonly success: true } | OperationFailure | null)[]): Promise<void> {
    const taken = results.some((result) => result !== null && (result.success || result.leftOn.length > 0))
    const feed = taken ? null : await this.#feed?.catch(() => null)
    if (feed?.startedChannel === true) await undoStart(this.#context, this.#channel)
  }

  [Symbol.dispose](): void {
    this.guard[Symbol.dispose]()
  }
}
