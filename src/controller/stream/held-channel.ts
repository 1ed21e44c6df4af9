import { bringUpFeed, type FeedUp } from './bring-up-feed.ts'
import { endOtherKind, type EndedOfOtherKind, type ShowKind } from './kind-of-show.ts'
import type { OperationContext } from '../context.ts'
import type { GatewaySteps } from '../steps/gateway-steps.ts'
import type { Hold } from '../operation/hold.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { OperationOptions } from '../operation/operation.ts'
import { StartGuard } from '../operation/start-guard.ts'
import { StartLimits } from '../operation/start-limits.ts'
import type { StopsSince } from '../operation/stop-mark.ts'
import { isOn, undoStart } from '../steps/vmix-steps.ts'
import { within } from '../operation/within.ts'

/** How long a start that came to nothing waits for its feed to be closed, ms. */
const closeMs = 500

interface HoldOptions extends OperationOptions {
  readonly replace?: boolean
  readonly endRehearsal?: boolean
  /** How many starts share the hold; 1 unless given. Each of them calls `keep` or `leave` once. */
  readonly starts?: number
  /** Of what goes to destinations; absent: it goes to none, and keeps whatever is on company. */
  readonly kind?: ShowKind
}

/** A channel that is held for one or several starts, and the feed that they share: it is brought up once. */
export class HeldChannel implements Hold, Disposable {
  readonly guard: StartGuard
  readonly newNames: boolean
  readonly #context: OperationContext
  readonly #channel: number
  readonly #replace: boolean
  readonly #endRehearsal: boolean
  readonly #kind: ShowKind | null
  readonly #limits: StartLimits
  /** Outputs at the gateway that are asked for now; what else is there was left by an earlier show. */
  readonly #wanted = new Set<string>()
  #pending: number
  #kept = false
  #feed: Promise<FeedUp> | null = null
  #other: Promise<EndedOfOtherKind> | null = null
  #steps: GatewaySteps | null = null

  private constructor(context: OperationContext, channel: number, guard: StartGuard, options: HoldOptions) {
    this.guard = guard
    this.newNames = options.operationId === undefined
    this.#context = context
    this.#channel = channel
    this.#replace = options.replace ?? false
    this.#endRehearsal = options.endRehearsal ?? false
    this.#kind = options.kind ?? null
    this.#limits = new StartLimits(context, guard, options.signal)
    this.#pending = options.starts ?? 1
  }

  /**
   * @param stops since when a stop of the channel counts
   * @throws OperationFailed `channel_busy` when another start or change is under way
   */
  static enter(context: OperationContext, channel: number, stops: StopsSince, options: HoldOptions): HeldChannel {
    const guard = StartGuard.enter(context.paths.locks, `channel-${channel}`, stops, context.clock)
    if (guard !== null) return new HeldChannel(context, channel, guard, options)
    throw new OperationFailed(
      'channel_busy',
      `Another start or change is under way on Stream ${channel + 1} (channel ${channel}). Wait for it, or stop the stream first.`,
    )
  }

  /** Says of an output, before it is added, that it belongs to what is being started. */
  wants(outputId: string): void {
    this.#wanted.add(outputId)
  }

  /** What is of the other kind is ended, or refuses the start; before anything of this one is added. Once for all who share it. */
  async clear(steps: GatewaySteps): Promise<void> {
    const [kind, limits, channel] = [this.#kind, this.#limits, this.#channel]
    if (kind === null) return
    this.#other ??= endOtherKind(steps, kind, {
      replace: this.#replace,
      endRehearsal: this.#endRehearsal,
      isOff: async () => isOn(await this.#context.vmix.state({ signal: limits.signal }), channel) === false,
      beforeEnding: (what) => {
        limits.beforeSend()
        if (what === 'on') limits.replaced(channel)
      },
    })
    await this.#other
  }

  /** Whether a rehearsal was ended for what is started. */
  async endedRehearsal(): Promise<boolean> {
    return (await this.#other?.catch(() => null))?.rehearsal === true
  }

  /** Whoever comes first brings the feed up; the others wait for the same one, and share its failure. */
  bringUp(steps: GatewaySteps): Promise<FeedUp> {
    this.#steps ??= steps
    const request = {
      replace: this.#replace,
      kind: this.#kind,
      isWanted: (outputId: string) => this.#wanted.has(outputId),
    }
    this.#feed ??= this.#bringUp(steps, request).catch((error: unknown) => {
      throw this.#limits.failureOf(error)
    })
    return this.#feed
  }

  async #bringUp(steps: GatewaySteps, request: Parameters<typeof bringUpFeed>[3]): Promise<FeedUp> {
    const up = await bringUpFeed(this.#context, this.#limits, steps, request)
    const other = await this.#other
    if (other === null) return up
    const [ended, notes] = [
      [...other.ended, ...up.ended],
      [...other.notes, ...up.notes],
    ]
    return { ...up, ended, notes, endedRehearsal: other.rehearsal }
  }

  keep(): void {
    this.#pending -= 1
    this.#kept = true
  }

  /** The last one to go without anything, where nobody took it, switches vMix's channel off: nobody would see it. */
  async leave(): Promise<readonly string[]> {
    this.#pending -= 1
    if (this.#pending > 0 || this.#kept) return []
    const feed = await this.#feed?.catch(() => null)
    const leftOn = feed?.startedChannel === true ? await undoStart(this.#context, this.#channel) : []
    // Its key is void then. A gateway that does not answer keeps nobody waiting for that.
    const closing = this.#steps?.closeUnusedFeed().catch(() => undefined) ?? Promise.resolve()
    await within(this.#context, closeMs, closing)
    return leftOn
  }

  [Symbol.dispose](): void {
    this.guard[Symbol.dispose]()
  }
}
