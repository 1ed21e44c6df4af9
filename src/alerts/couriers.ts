import type { Clock } from '../clock/index.ts'
import type { SecretSources } from '../secrets/index.ts'
import { Courier, summaries, type DeliveryRecord, type ReceiverState } from './delivery/courier.ts'
import { send } from './delivery/send.ts'
import type { Receiver } from './receivers/receiver.ts'
import type { AddressedNotice, Notice } from './rules/alert.ts'

export interface CouriersOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly secrets?: SecretSources
  /** How long one try may take, ms. */
  readonly tryMs: number
  readonly retry: { readonly baseMs: number; readonly capMs: number }
  readonly record: (record: DeliveryRecord) => void
  readonly changed: () => void
}

/** One courier for each receiver. */
export class Couriers {
  readonly #options: CouriersOptions
  #byName: ReadonlyMap<string, Courier> = new Map()

  constructor(options: CouriersOptions) {
    this.#options = options
  }

  get states(): readonly ReceiverState[] {
    return [...this.#byName.values()].map(({ state }) => state)
  }

  get waiting(): Readonly<Record<string, readonly Notice[]>> {
    const waiting = [...this.#byName].filter(([, courier]) => courier.waiting.length > 0)
    return Object.fromEntries(waiting.map(([name, courier]) => [name, courier.waiting]))
  }

  /** From now on these. What waits for one of the same name goes to it; the others' is dropped, and that is recorded. */
  async set(receivers: readonly Receiver[], page: string): Promise<void> {
    // First, so that nothing is sent by the old one and the new one.
    await this.close()
    this.take(receivers, page, this.waiting)
    this.go()
  }

  /** @param left what an earlier one has not delivered */
  take(receivers: readonly Receiver[], page: string, left: Couriers['waiting']): void {
    this.#byName = new Map(
      receivers.map((receiver) => [receiver.name, this.#courier(receiver, page, left[receiver.name])]),
    )
    for (const [receiver, waiting] of Object.entries(left)) {
      if (this.#byName.has(receiver) || waiting.length === 0) continue
      const notices = summaries(waiting, receiver)
      const message = 'This receiver is no longer configured.'
      this.#options.record({ outcome: 'dropped', receiver, notices, attempts: 0, code: null, message })
    }
  }

  put({ notice, receivers }: AddressedNotice): void {
    for (const courier of this.#named(receivers)) courier.put(notice)
  }

  go(): void {
    for (const courier of this.#byName.values()) courier.go()
  }

  /** Past what waits, once each; nobody is told how it ended but by the states. */
  sendOnce({ notice, receivers }: AddressedNotice): void {
    for (const courier of this.#named(receivers)) courier.sendOnce(notice).catch(() => undefined)
  }

  get(name: string): Courier | null {
    return this.#byName.get(name) ?? null
  }

  async close(): Promise<void> {
    await Promise.all([...this.#byName.values()].map((courier) => courier.close()))
  }

  #named(names: readonly string[] | null): readonly Courier[] {
    return [...this.#byName].filter(([name]) => names === null || names.includes(name)).map(([, courier]) => courier)
  }

  #courier(receiver: Receiver, page: string, waiting: readonly Notice[] = []): Courier {
    const { name, type } = receiver
    const { secrets, ...options } = this.#options
    const parts = { clock: options.clock, page, ...(secrets === undefined ? {} : { secrets }) }
    const deliver = (notices: readonly Notice[], signal: AbortSignal) => send(receiver, notices, parts, signal)
    return new Courier({ ...options, name, type, send: deliver }, waiting)
  }
}
