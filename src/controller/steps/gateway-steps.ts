import {
  CONTROL_PROTOCOL,
  type FeedStatus,
  type GatewayControl,
  type OutputSpec,
  type OutputStatus,
  type StandbySpec,
} from '../../gateway/index.ts'
import type { OperationContext } from '../context.ts'
import type { Running } from '../operation/operation.ts'

/** The gateway's side of an operation: commands in the map's envelope, and waits on its status. */
export class GatewaySteps {
  readonly #context: OperationContext
  readonly #gateway: GatewayControl
  readonly #running: Running
  readonly channel: number
  #sent = 0

  constructor(context: OperationContext, gateway: GatewayControl, running: Running, channel: number) {
    this.#context = context
    this.#gateway = gateway
    this.#running = running
    this.channel = channel
  }

  async openFeed(): Promise<{ readonly url: string; readonly key: string; readonly feed: FeedStatus }> {
    return await this.#gateway.send({ ...this.#envelope(), kind: 'feed.open', params: {} }, this.#limited())
  }

  /** Makes the feed's key void, unless somebody else uses it by now. */
  async closeUnusedFeed(): Promise<void> {
    const feed = await this.feed()
    if (feed === null || feed.outputs.length > 0 || feed.publisher !== null) return
    await this.#gateway.send({ ...this.#envelope(), kind: 'feed.close', params: {} }, this.#limited())
  }

  async addOutput(output: OutputSpec): Promise<{ readonly existed: boolean; readonly output: OutputStatus }> {
    return await this.#gateway.send({ ...this.#envelope(), kind: 'output.add', params: { output } }, this.#limited())
  }

  async setStandby(standby: StandbySpec | null): Promise<FeedStatus> {
    const command = { ...this.#envelope(), kind: 'feed.standby', params: { standby } } as const
    return (await this.#gateway.send(command, this.#limited())).feed
  }

  async switchTo(to: 'slate' | 'show'): Promise<FeedStatus> {
    const command = { ...this.#envelope(), kind: 'feed.switch', params: { to } } as const
    return (await this.#gateway.send(command, this.#limited())).feed
  }

  async useAddress(outputId: string, address: 'main' | 'backup'): Promise<OutputStatus> {
    const command = { ...this.#envelope(), kind: 'output.use', params: { outputId, address } } as const
    return (await this.#gateway.send(command, this.#limited())).output
  }

  /** Ending something is never too late: it has a deadline of its own. */
  async removeOutput(outputId: string): Promise<OutputStatus | null> {
    const deadline = new Date(this.#context.clock.now() + this.#context.waits.gatewayMs).toISOString()
    const reply = await this.#gateway.send(
      { ...this.#envelope(), deadline, kind: 'output.remove', params: { outputId } },
      this.#limited(),
    )
    return reply.output
  }

  /** Takes an output off again that this operation has added. Never throws: what may still be there is the answer. */
  async takeBack(outputId: string, name: string): Promise<readonly string[]> {
    try {
      await this.removeOutput(outputId)
      return []
    } catch (error) {
      const why = error instanceof Error ? error.message : 'it does not answer'
      return [`${name} (${outputId}) may still be set at the gateway: ${why}`]
    }
  }

  async feed(): Promise<FeedStatus | null> {
    const status = await this.#gateway.status(this.#limited())
    const { instance } = this.#context
    return status.feeds.find((feed) => feed.instance === instance && feed.channel === this.channel) ?? null
  }

  /** Looks at the feed (null: there is none) until it is as wanted. @returns the last look; `found` says whether it fits */
  async awaitFeed(
    wanted: (feed: FeedStatus | null) => boolean,
    options: { readonly limitMs: number; readonly signal?: AbortSignal },
  ): Promise<{ readonly found: boolean; readonly feed: FeedStatus | null }> {
    const { clock, waits } = this.#context
    const end = clock.monotonic() + options.limitMs
    for (;;) {
      const feed = await this.feed()
      if (wanted(feed)) return { found: true, feed }
      if (clock.monotonic() >= end) return { found: false, feed }
      await clock.sleep(waits.lookMs, options.signal)
    }
  }

  #envelope() {
    this.#sent += 1
    const { operationId, deadline } = this.#running
    return {
      version: CONTROL_PROTOCOL,
      // One operation sends several commands; each has a name of its own below the operation's.
      operationId: `${operationId}:${this.#sent}`,
      instance: this.#context.instance,
      actor: this.#context.actor,
      deadline,
      epoch: null,
      channel: this.channel,
    } as const
  }

  /** Each message has its own limit. An operation that is being undone must still be able to send. */
  #limited(): AbortSignal {
    return AbortSignal.timeout(this.#context.waits.gatewayMs)
  }
}
