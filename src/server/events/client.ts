import type { ServerResponse } from 'node:http'

/** How many bytes may wait for one client, beside the message that is on its way. */
const maxWaitingBytes = 64 * 1024

/** Who follows. */
export interface EventFollower {
  /** What it came in by; null: nothing was needed. */
  readonly tokenId: string | null
  /** Whether it is still allowed what it was allowed when it came. */
  readonly mayStay: () => boolean
}

/**
 * One who follows the events. What it has not read yet is bounded: while bytes wait, nothing more is written, and what
 * changed meanwhile comes as one message when it reads again.
 */
export class EventClient {
  /** What it has of the board; null: nothing. */
  version: number | null
  readonly #outgoing: ServerResponse
  readonly #who: EventFollower
  #behindSince: number | null = null

  constructor(outgoing: ServerResponse, version: number | null, who: EventFollower) {
    this.#outgoing = outgoing
    this.version = version
    this.#who = who
  }

  /** Whether bytes wait for it, so that nothing more is written. */
  get behind(): boolean {
    return this.#behindSince !== null
  }

  get gone(): boolean {
    return this.#outgoing.destroyed || this.#outgoing.writableEnded
  }

  get tokenId(): string | null {
    return this.#who.tokenId
  }

  get mayStay(): boolean {
    return this.#who.mayStay()
  }

  behindForMs(now: number): number {
    return this.#behindSince === null ? 0 : now - this.#behindSince
  }

  write(bytes: Buffer, now: number): void {
    this.#outgoing.write(bytes)
    if (this.#outgoing.writableLength > maxWaitingBytes) this.#behindSince = now
  }

  /** It reads again. */
  caughtUp(): void {
    this.#behindSince = null
  }

  end(): void {
    // Not ended in peace: what waits for one that does not read would keep the connection for ever.
    if (this.behind) this.#outgoing.destroy()
    else this.#outgoing.end()
  }
}
