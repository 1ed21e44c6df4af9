/** Wrong tokens from one address before it has to wait. */
const freeTries = 5
const firstWaitMs = 1000
const longestWaitMs = 60_000
/** An address that has been quiet for so long begins anew. */
const forgottenAfterMs = 15 * 60_000
const mostAddresses = 10_000
/** Wrong tokens from everywhere within a minute, before those who have not yet come in have to wait. */
const inAllEachMinute = 100

interface Tries {
  failures: number
  waitUntil: number
  lastAt: number
}

/**
 * How often somebody may be wrong. Each address waits longer with each wrong token; and where many addresses try at once,
 * all wait but those from which somebody came in before, so that nobody is kept out of a running show by an attack.
 */
export class LoginLimits {
  readonly #tries = new Map<string, Tries>()
  readonly #known = new Set<string>()
  #minuteFrom = 0
  #inMinute = 0

  /** How long this address has to wait now, ms; 0: it may try. */
  waitMs(address: string, now: number): number {
    const place = placeOf(address)
    const own = this.#tries.get(place)
    const ownWait = own === undefined ? 0 : own.waitUntil - now
    const everyone = this.#inMinute >= inAllEachMinute && !this.#known.has(place) ? this.#minuteFrom + 60_000 - now : 0
    return Math.max(0, ownWait, everyone)
  }

  failed(address: string, now: number): void {
    if (now - this.#minuteFrom >= 60_000) {
      this.#minuteFrom = now
      this.#inMinute = 0
    }
    this.#inMinute += 1
    const place = placeOf(address)
    const before = this.#tries.get(place)
    const failures = before === undefined || now - before.lastAt > forgottenAfterMs ? 1 : before.failures + 1
    const over = failures - freeTries
    const wait = over < 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(over, 20))
    // Taken out first, so that the one who has been quiet longest stands first.
    this.#tries.delete(place)
    this.#tries.set(place, { failures, waitUntil: now + wait, lastAt: now })
    dropOldest(this.#tries)
  }

  succeeded(address: string): void {
    const place = placeOf(address)
    this.#tries.delete(place)
    this.#known.delete(place)
    this.#known.add(place)
    dropOldest(this.#known)
  }
}

function dropOldest(from: Map<string, unknown> | Set<string>): void {
  if (from.size <= mostAddresses) return
  for (const oldest of from.keys()) {
    from.delete(oldest)
    return
  }
}

/** Who has one IPv6 address has all of its /64. */
function placeOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  return [...before, ...Array.from({ length: missing }, () => '0'), ...after].slice(0, 4).join(':')
}
