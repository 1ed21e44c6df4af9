import type { Clock } from '../../clock/index.ts'
import type { Client } from '../call/client.ts'

/** One client of the proxy, by its address, since the proxy began. */
export interface ClientReport {
  readonly address: string
  readonly protocol: 'http' | 'tcp'
  /** Open TCP connections; 0 for HTTP, whose connections say nothing. */
  readonly connections: number
  /** Everything it asked, calls included. */
  readonly requests: number
  readonly calls: number
  readonly refused: number
  /** The function that it called last. */
  readonly lastCall: string | null
  /** ISO time. */
  readonly lastSeen: string
}

interface Counted {
  connections: number
  requests: number
  calls: number
  refused: number
  lastCall: string | null
  lastSeenMs: number
}

/** So many are remembered; the one that was heard of least recently is forgotten. */
const most = 500

/** Who has asked, for the page. */
export class ClientList {
  readonly #clock: Clock
  readonly #clients = new Map<string, { readonly client: Client; readonly counted: Counted }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  connected(client: Client, difference: 1 | -1): void {
    this.#of(client).connections += difference
  }

  asked(client: Client): void {
    this.#of(client).requests++
  }

  called(client: Client, name: string): void {
    const counted = this.#of(client)
    counted.calls++
    counted.lastCall = name
  }

  refused(client: Client): void {
    this.#of(client).refused++
  }

  report(): readonly ClientReport[] {
    return [...this.#clients.values()].map(({ client, counted: { lastSeenMs, ...counts } }) => ({
      ...client,
      ...counts,
      lastSeen: new Date(lastSeenMs).toISOString(),
    }))
  }

  #of(client: Client): Counted {
    const key = `${client.protocol} ${client.address}`
    const now = this.#clock.now()
    const known = this.#clients.get(key)
    if (known !== undefined) {
      known.counted.lastSeenMs = now
      return known.counted
    }
    if (this.#clients.size >= most) this.#forgetOne()
    const counted: Counted = { connections: 0, requests: 0, calls: 0, refused: 0, lastCall: null, lastSeenMs: now }
    this.#clients.set(key, { client, counted })
    return counted
  }

  #forgetOne(): void {
    let oldest: string | null = null
    let at = Number.POSITIVE_INFINITY
    for (const [key, { counted }] of this.#clients) {
      if (counted.connections > 0 || counted.lastSeenMs >= at) continue
      oldest = key
      at = counted.lastSeenMs
    }
    const [any] = this.#clients.keys()
    const key = oldest ?? any
    if (key !== undefined) this.#clients.delete(key)
  }
}
