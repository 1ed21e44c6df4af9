import type { Socket } from 'node:net'

/** Counts the connections of each address, so that one machine cannot take the place of all others. */
export class PerAddress {
  readonly #limit: number
  readonly #open = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether there is room for one more of its address; then it counts until it is closed. */
  admit(socket: Socket): boolean {
    // An IPv4 address has this form where the server listens on IPv6 too.
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/i, '')
    const count = this.#open.get(address) ?? 0
    if (count >= this.#limit) return false
    this.#open.set(address, count + 1)
    socket.once('close', () => this.#release(address))
    return true
  }

  #release(address: string): void {
    const count = (this.#open.get(address) ?? 1) - 1
    if (count > 0) this.#open.set(address, count)
    else this.#open.delete(address)
  }
}
