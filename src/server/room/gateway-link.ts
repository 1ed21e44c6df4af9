import {
  GatewayError,
  type GatewayCommand,
  type GatewayEvent,
  type GatewayResult,
  type GatewayStatus,
  type PreviewLink,
  type RemoteGateway,
} from '../../gateway/index.ts'
import type { RoomGateway } from './room.ts'

/**
 * The gateway as the room's controllers have it: one object for as long as the room lasts, whatever process it is by now.
 * While there is none, everything that is asked of it is refused with why.
 */
export class GatewayLink implements RoomGateway {
  #present: RemoteGateway | null = null
  #why = 'The gateway is being started.'

  /** Null: there is none just now. */
  get present(): RemoteGateway | null {
    return this.#present
  }

  /** Why there is none, while there is none. */
  get why(): string {
    return this.#why
  }

  /** From now on it is this one; the one before is let go, and runs on. */
  async become(gateway: RemoteGateway | null, why: string): Promise<void> {
    const before = this.#present
    this.#present = gateway
    this.#why = why
    if (before !== gateway) await before?.[Symbol.asyncDispose]()
  }

  async send<K extends GatewayCommand['kind']>(
    command: Extract<GatewayCommand, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<Extract<GatewayResult, { kind: K }>> {
    return await this.#there().send(command, signal)
  }

  async status(signal?: AbortSignal): Promise<GatewayStatus> {
    return await this.#there().status(signal)
  }

  async *events(after: number, signal: AbortSignal): AsyncGenerator<GatewayEvent, void, undefined> {
    yield* this.#there().events(after, signal)
  }

  async acknowledge(upTo: number, signal?: AbortSignal, instance?: string): Promise<void> {
    await this.#there().acknowledge(upTo, signal, instance)
  }

  async previewLink(instance: string, channel: number, signal?: AbortSignal): Promise<PreviewLink> {
    return await this.#there().previewLink(instance, channel, signal)
  }

  /** The gateway and its show run on. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.become(null, 'The server is closing.')
  }

  #there(): RemoteGateway {
    if (this.#present === null) throw new GatewayError('unreachable', this.#why)
    return this.#present
  }
}

/** What a look at the gateway brought. */
export type GatewayAnswer = GatewayStatus | { readonly problem: string }

export function isAnswer(answer: GatewayAnswer | null): answer is GatewayStatus {
  return answer !== null && !('problem' in answer)
}
