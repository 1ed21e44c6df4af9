import { lookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { Clock } from '../../clock/index.ts'

type Found = (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void

/** What was found longer ago is asked for again, ms. */
const freshMs = 5000

/**
 * Finds a machine by its name as the system does, and keeps what it found: nobody waits for that again. Node asks for names
 * with the same few threads that work on files, and with a disk that hangs none of them may be left; what goes to a vMix
 * known by its name goes there all the same. A machine that has moved is found a moment after somebody asked for it.
 */
export function keptLookup(clock: Clock, find: (name: string, found: Found) => void = findAll): LookupFunction {
  const names = new Names(clock, find)
  return (name, { all = false, family }, callback) => {
    names.addressesOf(name, (error, found) => {
      const wanted = family === 4 || family === 6 ? found.filter((each) => each.family === family) : [...found]
      const [first] = wanted
      if (first === undefined) callback(error ?? notFound(name), '')
      else if (all) callback(null, wanted)
      else callback(null, first.address, first.family)
    })
  }
}

class Names {
  readonly #clock: Clock
  readonly #find: (name: string, found: Found) => void
  readonly #kept = new Map<string, { readonly addresses: readonly LookupAddress[]; readonly at: number }>()
  /** Names that the system is asked for, with those who have nothing else to go by. */
  readonly #asked = new Map<string, Found[]>()

  constructor(clock: Clock, find: (name: string, found: Found) => void) {
    this.#clock = clock
    this.#find = find
  }

  addressesOf(name: string, found: Found): void {
    const known = this.#kept.get(name)
    if (known === undefined) {
      this.#ask(name).push(found)
      return
    }
    if (this.#clock.monotonic() - known.at > freshMs) this.#ask(name)
    // Whoever connects expects the answer later, never at once.
    process.nextTick(found, null, known.addresses)
  }

  #ask(name: string): Found[] {
    const before = this.#asked.get(name)
    if (before !== undefined) return before
    const waiting: Found[] = []
    this.#asked.set(name, waiting)
    this.#find(name, (error, addresses) => {
      this.#asked.delete(name)
      if (error === null) this.#kept.set(name, { addresses, at: this.#clock.monotonic() })
      for (const found of waiting) found(error, addresses)
    })
    return waiting
  }
}

function findAll(name: string, found: Found): void {
  lookup(name, { all: true }, (error, addresses) => found(error, error === null ? addresses : []))
}

function notFound(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
}
