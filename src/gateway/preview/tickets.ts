import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../clock/index.ts'

/** A ticket to be handed to a browser, in a link: long enough to open it. */
const LINK_MS = 60_000
/** A page's own ticket, for connecting again: a day of work. */
const PAGE_MS = 12 * 60 * 60_000
/** The oldest is forgotten beyond. */
const MAX_TICKETS = 1024

/** A ticket as it is given away; it is kept here only as a hash. */
export interface Ticket {
  readonly ticket: string
  readonly ticketExpiresInS: number
}

interface Grant {
  readonly place: string
  readonly expiresMs: number
  readonly once: boolean
}

/**
 * Tickets to watch one feed, so that the token, which may do everything, need not go into a browser. One in a link works
 * once and for a minute; whoever came by it is given another for connecting again.
 */
export class PreviewTickets {
  readonly #clock: Clock
  readonly #grants = new Map<string, Grant>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** For a link: works once, within a minute. */
  forLink(place: string): Ticket {
    return this.#issue(place, LINK_MS, true)
  }

  /**
   * For a page that is connected: works again and again. One that came with such a ticket goes on with it, for another
   * day: if each connection had a new one, whoever connects often would push those of others out.
   */
  forPage(place: string, came: string | null = null): Ticket {
    const name = came === null ? null : hash(came)
    const grant = name === null ? undefined : this.#grants.get(name)
    if (came === null || name === null || grant === undefined || grant.once || grant.place !== place) {
      return this.#issue(place, PAGE_MS, false)
    }
    this.#grants.delete(name)
    this.#grants.set(name, { ...grant, expiresMs: this.#clock.monotonic() + PAGE_MS })
    return { ticket: came, ticketExpiresInS: PAGE_MS / 1000 }
  }

  /** Whether it opens this feed now; one of a link is used up by that. */
  take(ticket: string, place: string): boolean {
    const name = hash(ticket)
    const grant = this.#grants.get(name)
    if (grant === undefined || grant.place !== place) return false
    const good = this.#clock.monotonic() < grant.expiresMs
    if (grant.once || !good) this.#grants.delete(name)
    return good
  }

  #issue(place: string, forMs: number, once: boolean): Ticket {
    const ticket = randomBytes(32).toString('base64url')
    const [oldest] = this.#grants.keys()
    if (this.#grants.size >= MAX_TICKETS && oldest !== undefined) this.#grants.delete(oldest)
    this.#grants.set(hash(ticket), { place, once, expiresMs: this.#clock.monotonic() + forMs })
    return { ticket, ticketExpiresInS: forMs / 1000 }
  }
}

function hash(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64')
}
