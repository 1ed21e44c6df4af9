/** How often a viewer is asked how far it has read, ms. */
const EVERY_MS = 250
/** Questions that may be open; a viewer that answers none of so many reads nothing. */
const MAX_OPEN = 256

/**
 * How much a viewer has not read yet, by the pings between what it is sent: a pong comes when everything before it was
 * read. What this process holds back says too little: the system takes some megabytes first, which is many seconds
 * of a stream.
 */
export class ReadSoFar {
  #sent = 0
  #read = 0
  #askedMs = -Infinity
  #next = 0
  /** Bytes sent before each open question, the oldest first. */
  #open: readonly { readonly question: string; readonly sent: number; readonly askedMs: number }[] = []

  get unreadBytes(): number {
    return this.#sent - this.#read
  }

  /** For how long something has been unread, ms. */
  unreadMs(nowMs: number): number {
    return nowMs - (this.#open[0]?.askedMs ?? nowMs)
  }

  /** So much is sent now. @returns the question to be sent behind it, or null: not yet */
  sent(bytes: number, nowMs: number): string | null {
    this.#sent += bytes
    if (nowMs - this.#askedMs < EVERY_MS || this.#open.length >= MAX_OPEN) return null
    this.#askedMs = nowMs
    this.#next += 1
    const question = String(this.#next)
    this.#open = [...this.#open, { question, sent: this.#sent, askedMs: nowMs }]
    return question
  }

  /** An answer. One to no open question says nothing. */
  answered(question: string): void {
    const at = this.#open.findIndex((one) => one.question === question)
    const found = this.#open[at]
    if (found === undefined) return
    this.#read = found.sent
    this.#open = this.#open.slice(at + 1)
  }
}
