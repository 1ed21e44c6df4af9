import type { KnownState, ResumePlan, StreamStatus, VMixStreamingController } from '../../controller/index.ts'
import { isRehearsalUrl } from '../../destinations/index.ts'
import type { FeedStatus } from '../../gateway/index.ts'
import type { StreamView } from '../view/index.ts'
import type { GatewayWatch } from './gateway-watch.ts'
import type { KeptShows } from './room.ts'
import type { RoomLog } from './settings.ts'

export interface ShowReturnOptions {
  readonly instance: string
  readonly controller: Pick<VMixStreamingController, 'resumePlan' | 'lastShow' | 'leaveGateway'>
  readonly kept: KeptShows
  /** Null: this room has none. */
  readonly gateway: Pick<GatewayWatch, 'goneForMs'> | null
  readonly log: RoomLog
  /** Something else is to be shown. */
  readonly onChange: () => void
}

/** What was read of one vMix in one look. */
export interface ReturnLook {
  readonly status: StreamStatus
  readonly feeds: readonly FeedStatus[]
  readonly known: KnownState
  /** vMix answers: what it shows is so. */
  readonly isConnected: boolean
}

/** So long nobody at the gateway answers before another way is offered, or taken, ms. */
export const gatewayGoneMs = 10_000
/** Every so many looks it is looked whether vMix's recorder is to be brought back. */
const recorderEvery = 3

/**
 * What can be brought back on one vMix, and what vMix could send by itself while the gateway is gone. It is looked for beside
 * the look at vMix, so that a log on a disk that hangs holds nothing up.
 */
export class ShowReturn {
  readonly #options: ShowReturnOptions
  #plan: ResumePlan | null = null
  #direct: ReadonlyMap<number, NonNullable<StreamView['direct']>> = new Map()
  readonly #wanted = new Set<number>()
  #isLooking = false
  #looks = 0

  constructor(options: ShowReturnOptions) {
    this.#options = options
  }

  get plan(): ResumePlan | null {
    return this.#plan
  }

  get direct(): ReadonlyMap<number, NonNullable<StreamView['direct']>> {
    return this.#direct
  }

  look(look: ReturnLook): void {
    if (this.#isLooking) return
    this.#isLooking = true
    const before = JSON.stringify([this.#plan, [...this.#direct]])
    void this.#find(look)
      .catch((error: unknown) => this.#cannot(error))
      .finally(() => {
        this.#isLooking = false
        if (JSON.stringify([this.#plan, [...this.#direct]]) !== before) this.#options.onChange()
      })
  }

  /** vMix does not answer: what could be done there is not known. */
  forget(): void {
    this.#plan = null
  }

  async #find({ status, feeds, known, isConnected }: ReturnLook): Promise<void> {
    const { controller, kept, instance, log } = this.#options
    for (const { channel, shouldBeLive } of status.streamChannels) {
      if (shouldBeLive === true) this.#wanted.add(channel)
      // A start notes its destinations before the log says that it is wanted.
      if (shouldBeLive === false && this.#wanted.delete(channel)) kept.forget(instance, channel)
    }
    if (!isConnected) this.#plan = null
    else if (this.#mayReturn(status)) this.#plan = await controller.resumePlan({ known })
    this.#direct = await this.#directWays(status)
    for (const channel of leftBehind(status, feeds)) {
      const ended = await controller.leaveGateway(channel)
      if (ended.length === 0) continue
      const what = `vMix sends Stream ${channel + 1} by itself; the gateway is back, and no longer keeps ready: ${ended.join(', ')}.`
      log.info({ instance, channel }, what)
    }
  }

  /** The plan reads the log: where no stream is missing it is looked at less often, for vMix's recorder alone. */
  #mayReturn({ streamChannels }: StreamStatus): boolean {
    const isMissing = streamChannels.some(({ shouldBeLive, live }) => shouldBeLive === true && live !== true)
    const hasPlan = this.#plan !== null && (this.#plan.streams.length > 0 || this.#plan.recorder)
    return isMissing || hasPlan || this.#looks++ % recorderEvery === 0
  }

  async #directWays(status: StreamStatus): Promise<Map<number, NonNullable<StreamView['direct']>>> {
    const { controller, kept, gateway, instance } = this.#options
    const ways = new Map<number, NonNullable<StreamView['direct']>>()
    if (gateway === null || gateway.goneForMs < gatewayGoneMs) return ways
    for (const { channel, shouldBeLive, via } of status.streamChannels) {
      if (shouldBeLive !== true || via === 'direct') continue
      const show = await controller.lastShow(channel)
      if (show?.via !== 'gateway') continue
      const first = firstDirect(kept.inOrder(instance, channel, show.destinations))
      if (first !== null) ways.set(channel, { destinationId: first.destinationId, name: first.name })
    }
    return ways
  }

  #cannot(error: unknown): void {
    this.#plan = null
    // Of the gateway and of the show log others say what is wrong.
    if (!(error instanceof Error)) throw error
  }
}

/** The first that vMix can be told: by RTMP, and no receiver of a rehearsal. Null: there is none. */
export function firstDirect<T extends { readonly url: string }>(destinations: readonly T[]): T | null {
  return destinations.find(({ url }) => !/^srt:/i.test(url) && !isRehearsalUrl(url)) ?? null
}

/** Channels that vMix sends by itself, and for which a gateway that came back keeps something ready. */
function leftBehind({ streamChannels }: StreamStatus, feeds: readonly FeedStatus[]): readonly number[] {
  const waiting = feeds.filter(({ publisher, outputs }) => publisher === null && outputs.length > 0)
  return streamChannels
    .filter(({ channel, via }) => via === 'direct' && waiting.some((feed) => feed.channel === channel))
    .map(({ channel }) => channel)
}
