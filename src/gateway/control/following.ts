import type { Clock } from '../../clock/index.ts'
import { gatewayFolder } from '../folder.ts'
import { connectGateway, type PreviewLink, type RemoteGateway } from './client.ts'
import { readEndpoint, readToken } from './endpoint.ts'
import type { GatewayCommand, GatewayEvent, GatewayResult, GatewayStatus } from './messages.ts'

export interface FollowingOptions {
  readonly dataFolder: string
  readonly clock: Clock
  readonly timeoutMs?: number
}

type Command<K extends GatewayCommand['kind']> = Extract<GatewayCommand, { kind: K }>
type Result<K extends GatewayCommand['kind']> = Extract<GatewayResult, { kind: K }>

/**
 * The gateway of a data folder, also when it is another process later on: one that died and was started again has another
 * token, and mostly another port. Before each request it is looked where the gateway is; nothing is sent twice.
 */
export class FollowedGateway implements RemoteGateway {
  readonly #options: FollowingOptions
  #gatewayId: string
  #control: RemoteGateway

  /** @param gatewayId the one that `control` speaks to */
  constructor(options: FollowingOptions, gatewayId: string, control: RemoteGateway) {
    this.#options = options
    this.#gatewayId = gatewayId
    this.#control = control
  }

  async send<K extends GatewayCommand['kind']>(command: Command<K>, signal?: AbortSignal): Promise<Result<K>> {
    return await (await this.#present()).send(command, signal)
  }

  async status(signal?: AbortSignal): Promise<GatewayStatus> {
    return await (await this.#present()).status(signal)
  }

  async *events(after: number, signal: AbortSignal): AsyncGenerator<GatewayEvent, void, undefined> {
    yield* (await this.#present()).events(after, signal)
  }

  async acknowledge(upTo: number, signal?: AbortSignal, instance?: string): Promise<void> {
    await (await this.#present()).acknowledge(upTo, signal, instance)
  }

  async stop(streams: 'only_without' | 'end', signal?: AbortSignal): Promise<void> {
    await (await this.#present()).stop(streams, signal)
  }

  async previewLink(instance: string, channel: number, signal?: AbortSignal): Promise<PreviewLink> {
    return await (await this.#present()).previewLink(instance, channel, signal)
  }

  async pageLink(signal?: AbortSignal): Promise<{ readonly url: string; readonly expiresInS: number }> {
    return await (await this.#present()).pageLink(signal)
  }

  /** What the folder says now; the last one that was known where it says nothing. */
  async #present(): Promise<RemoteGateway> {
    const folder = gatewayFolder(this.#options.dataFolder)
    const endpoint = await readEndpoint(folder)
    if (endpoint === null || endpoint.gatewayId === this.#gatewayId) return this.#control
    const token = await readToken(folder)
    if (token === null) return this.#control
    const { clock, timeoutMs } = this.#options
    const before = this.#control
    this.#control = connectGateway({
      url: endpoint.url,
      token,
      clock,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
    this.#gatewayId = endpoint.gatewayId
    await before[Symbol.asyncDispose]()
    return this.#control
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#control[Symbol.asyncDispose]()
  }
}
