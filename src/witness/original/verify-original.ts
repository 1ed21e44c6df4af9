import { Anchors, type NotedAnchors } from '../anchors.ts'
import { genesisHash } from '../chain.ts'
import type { VerifyResult } from '../verify/index.ts'
import { frameEntries } from './entry-texts.ts'
import { BadEntry, checkOriginal, type OriginalEntry } from './original-entry.ts'
import { tellOriginal } from './original-words.ts'

/** Which file of the original to verify, and what is known of it from elsewhere. */
export interface VerifyOriginalOptions extends NotedAnchors {
  /** JSON entries in UTF-8: one a line, in an array, on one line or on many. */
  readonly file: string
  /**
   * The vMix's address that the original was given: then its chain must begin at that genesis. One of the two alone is
   * joined by the original's default for the other (`localhost`, 8088). The entries themselves do not name it.
   */
  readonly host?: string
  readonly port?: number
  readonly signal?: AbortSignal
}

/** The original's own defaults. */
const defaultAddress = { host: 'localhost', port: 8088 }

/**
 * Verifies a chain that InfraFabric's original wrote (Python, `json.dumps(event, sort_keys=True)`), from the first entry to
 * the last, changing nothing, with at most one entry (4 MiB) in memory. What stands around an event does not matter,
 * only what Python reads there does. A broken chain is a result; a file that cannot be read is a `WitnessError`
 * (`not_found`, `disk_error`). `tornTail` is always null: a file that ends within an entry is broken.
 *
 * @example const { valid, brokenAt, reason } = await verifyOriginal({ file: 'witness.json', host: 'localhost', port: 8088 })
 */
export async function verifyOriginal(options: VerifyOriginalOptions): Promise<VerifyResult> {
  const walk = new OriginalWalk(options)
  for await (const framed of frameEntries(options.file, options.signal)) {
    if ('broken' in framed) walk.breakAt(walk.count, framed.broken)
    else walk.take(framed.entry)
  }
  const missing = walk.anchors.shortfall(walk.count)
  if (missing !== null) walk.breakAt(missing.at ?? walk.count, missing.reason)
  const { brokenAt, reason, count, first, last, anchors, genesisOf, doubledKeys } = walk
  const valid = brokenAt === null
  return {
    valid,
    totalEvents: count,
    firstHash: first?.hash ?? null,
    lastHash: last?.hash ?? null,
    brokenAt,
    reason,
    anchored: valid && anchors.given,
    ...tellOriginal(options, {
      valid,
      whole: brokenAt === null ? count : Math.min(brokenAt, count),
      genesisOf,
      doubledKeys,
    }),
    tornTail: null,
  }
}

/** Goes along the entries and remembers the first thing that is wrong. */
class OriginalWalk {
  readonly #address: { readonly host: string; readonly port: number }
  readonly #addressGiven: boolean
  readonly anchors: Anchors
  count = 0
  brokenAt: number | null = null
  reason: string | null = null
  first: OriginalEntry | null = null
  last: OriginalEntry | null = null
  /** The address at whose genesis the chain was seen to begin. */
  genesisOf: string | null = null
  doubledKeys = 0

  constructor({ host, port, ...anchors }: VerifyOriginalOptions) {
    this.#address = { host: host ?? defaultAddress.host, port: port ?? defaultAddress.port }
    this.#addressGiven = host !== undefined || port !== undefined
    this.anchors = new Anchors(anchors)
  }

  take(bytes: Uint8Array): void {
    this.count++
    // Behind a break nothing can be joined any more; the entries are only counted.
    if (this.brokenAt !== null) return
    try {
      const entry = checkOriginal(bytes)
      this.#join(entry)
      this.first ??= entry
      this.last = entry
      this.doubledKeys += entry.doubledKeys
      this.anchors.pass({ size: this.count, hash: entry.hash })
    } catch (error) {
      if (!(error instanceof BadEntry)) throw error
      this.breakAt(this.count - 1, error.message)
    }
  }

  /** Only the first break counts. */
  breakAt(at: number, reason: string): void {
    if (this.brokenAt !== null) return
    this.brokenAt = at
    this.reason = reason
  }

  #join({ previous }: OriginalEntry): void {
    if (this.last !== null) {
      if (previous !== this.last.hash) throw new BadEntry('it does not follow the entry before it')
      return
    }
    const { host, port } = this.#address
    if (previous === genesisHash(host, port)) this.genesisOf = `${host}:${port}`
    else if (this.#addressGiven) throw new BadEntry(`it does not begin at the genesis of ${host}:${port}`)
  }
}
