import type { Clock } from '../../../clock/index.ts'
import type { DestinationLink, LinkFailure, Transport } from './transport.ts'

/** What one connection tells its output. */
export interface ConnectionListener {
  /** There is somebody at the other end: `active` can be written to. */
  connected(connection: Connection): void
  waiting(connection: Connection, why: string, code: string): void
  lost(connection: Connection, failure: LinkFailure): void
}

/** One try to reach one address, and the connection that comes of it, to its end. */
export class Connection {
  readonly #abort = new AbortController()
  readonly #listener: ConnectionListener
  #link: DestinationLink | null = null
  #connected = false
  #closed = false
  #cut: LinkFailure | null = null
  /** The link while there is somebody at its other end. */
  active: DestinationLink | null = null
  /** Resolves when it is over: why it failed or ended, null when it was closed here. Never rejects. */
  readonly over: Promise<LinkFailure | null>

  constructor(transport: Transport, listener: ConnectionListener) {
    this.#listener = listener
    this.over = this.#run(transport)
  }

  /** There was somebody at the other end until it was over. */
  get connected(): boolean {
    return this.#connected
  }

  get queuedBytes(): number {
    return this.#link?.queuedBytes ?? 0
  }

  get bytesSent(): number {
    return this.#link?.bytesSent ?? 0
  }

  async #run(transport: Transport): Promise<LinkFailure | null> {
    const opened = await transport.open(
      {
        connected: () => {
          this.#connected = true
          this.#activate()
        },
        waiting: (why, code) => this.#listener.waiting(this, why, code),
        lost: (failure) => {
          this.#connected = false
          this.active = null
          this.#listener.lost(this, failure)
        },
      },
      this.#abort.signal,
    )
    if ('failure' in opened) return this.#closed ? null : (this.#cut ?? opened.failure)
    const { link } = opened
    this.#link = link
    if (this.#closed) await link.close()
    else if (this.#cut === null) this.#activate()
    else link.drop()
    const ended = await link.ended
    this.active = null
    return this.#cut ?? ended
  }

  #activate(): void {
    if (!this.#connected || this.#link === null || this.active !== null || this.#closed) return
    this.active = this.#link
    this.#listener.connected(this)
  }

  /** One that has not come about in so long is ended: an address that hangs is left before the try itself would end. */
  async limit(clock: Clock, ms: number): Promise<void> {
    const over = new AbortController()
    void this.over.then(() => over.abort())
    try {
      await clock.sleep(ms, over.signal)
    } catch {
      return
    }
    if (this.active === null) this.cut({ code: 'timeout', message: `It did not answer within ${ms / 1000} s.` })
  }

  /** Ends it at once, for this reason. */
  cut(failure: LinkFailure): void {
    this.#cut ??= failure
    this.#abort.abort()
    this.#link?.drop()
  }

  /** Sends what waits, says goodbye and ends; bounded in time. */
  async close(): Promise<void> {
    this.#closed = true
    this.active = null
    this.#abort.abort()
    await this.#link?.close()
  }
}
