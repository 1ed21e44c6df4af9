/** What happens to somebody who publishes with a key on which somebody else is sending. */
export type OnSecondPublisher = 'refuse' | 'take_over'

/** Who sends on a key, from the gateway's side. */
interface Sending {
  /** `address:port` */
  readonly remote: string
  /** Ends it, with what the feed is told. */
  end(reason: string): void
}

/**
 * Who has a key. With `take_over` the newer one gets it: a spare encoder that is switched on takes the place of one
 * that hangs on. Whoever was put out of it tries again by itself, and would take it back for ever: it is refused as
 * long as the newer one sends, where the two are at different addresses.
 */
export class KeyHolder {
  readonly #rule: OnSecondPublisher
  #sending: Sending | null = null
  #putOut: string | null = null

  constructor(rule: OnSecondPublisher) {
    this.#rule = rule
  }

  /** Why a second publisher is not let in; null where it may take the place, with {@link takeOver}. */
  refusal(remote: string): string | null {
    const host = hostOf(remote)
    if (this.#rule === 'refuse') return 'Somebody else is publishing with this stream key.'
    if (host !== this.#putOut || this.#sending === null || host === hostOf(this.#sending.remote)) return null
    return 'Another encoder has taken this stream over, and has it until it ends.'
  }

  /** Ends whoever sends. */
  takeOver(remote: string): void {
    const before = this.#sending
    if (before === null) return
    this.#putOut = hostOf(before.remote)
    this.#sending = null
    before.end(`Taken over by ${remote}.`)
  }

  /** From here on this one sends. @returns to be called when it does not any more */
  begin(sending: Sending): () => void {
    this.#sending = sending
    return () => {
      if (this.#sending !== sending) return
      this.#sending = null
      this.#putOut = null
    }
  }
}

function hostOf(remote: string): string {
  return remote.slice(0, remote.lastIndexOf(':'))
}
