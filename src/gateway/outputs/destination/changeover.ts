import type { Clock } from '../../../clock/index.ts'
import { Connection, type ConnectionListener } from './connection.ts'
import type { RouteName } from './failover.ts'
import type { Routes } from './routes.ts'

/**
 * Goes over to a destination's other address without a break: that one is opened while the present one is sent to, and taken
 * at a key frame. What goes wrong there changes nothing here. Goes back to the main address by itself where that is the setting.
 */
export class Changeover {
  readonly #routes: Routes
  readonly #clock: Clock
  readonly #listener: () => ConnectionListener
  readonly #end: AbortSignal
  #next: Connection | null = null
  #to: RouteName = 'main'
  #returning: AbortController | null = null

  constructor(routes: Routes, clock: Clock, listener: () => ConnectionListener, end: AbortSignal) {
    this.#routes = routes
    this.#clock = clock
    this.#listener = listener
    this.#end = end
  }

  /** The other address can be written to. */
  get ready(): boolean {
    return this.#next !== null && this.#next.active !== null
  }

  open(name: RouteName, why: string): void {
    if (this.#next !== null || name === this.#routes.inUse.name) return
    const next = new Connection(this.#routes.get(name).transport, this.#listener())
    this.#next = next
    this.#to = name
    this.#routes.moving(why)
    void next.over.then((failure) => {
      if (this.#next !== next) return
      this.#next = null
      this.#routes.stays(failure?.message ?? null)
      this.returnLater()
    })
  }

  /** From here on it belongs to whoever writes to it; the other address is the one in use. */
  take(): Connection | null {
    const next = this.#next
    this.#next = null
    if (next !== null) this.#routes.goOver(this.#to)
    return next
  }

  /** It is not wanted any more. */
  async drop(): Promise<void> {
    const next = this.#next
    this.#next = null
    this.#routes.stays(null)
    await next?.close()
  }

  /** The main address is tried some time from now, where it is left and that is the setting. */
  returnLater(): void {
    this.#returning?.abort()
    const { returnAfterMs, inUse } = this.#routes
    if (returnAfterMs === null || inUse.name === 'main' || this.#end.aborted) return
    const returning = new AbortController()
    this.#returning = returning
    this.#clock.sleep(returnAfterMs, AbortSignal.any([returning.signal, this.#end])).then(
      () => this.open('main', 'The main address takes the stream again.'),
      () => undefined,
    )
  }
}
