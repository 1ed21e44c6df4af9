import { Anchors, type NotedAnchors } from './anchors.ts'
import { NotCanonical } from './canonical-text.ts'
import { type CheckedLine, checkLine, genesisHash } from './chain.ts'
import { WitnessError } from './errors.ts'
import { readLineBlocks } from './lines.ts'
import { readIdentity } from './log-identity.ts'
import { listSegments } from './segments.ts'
import { describeTorn, isDamagedLineEnd, type TornTail } from './tail.ts'
import { tellProof } from './verify-words.ts'

/** Which log to verify, and what is known of it from elsewhere. */
export interface VerifyOptions extends NotedAnchors {
  /** An instance's folder, or one file of lines. */
  readonly folder?: string
  readonly file?: string
  /** The vMix's address as first configured, when the caller knows it; otherwise the log's own word is taken. */
  readonly host?: string
  readonly port?: number
  readonly signal?: AbortSignal
}

/** What was found. */
export interface VerifyResult {
  /** Nothing is wrong, as far as can be seen: see `proved` and `notProved`. */
  readonly valid: boolean
  readonly totalEvents: number
  /** `current_hash` of the first and the last entry; null for an empty log. */
  readonly firstHash: string | null
  readonly lastHash: string | null
  /** 0-based place of the first entry that is wrong, or missing; null when none is. */
  readonly brokenAt: number | null
  readonly reason: string | null
  /** It was compared with something kept elsewhere (`expectSize`, `expectHead`), and agrees. */
  readonly anchored: boolean
  /** Sentences for people. */
  readonly proved: readonly string[]
  readonly notProved: readonly string[]
  /** An unfinished last line, as a crash or a write in progress leaves it; no entry, and nobody was told that it is one. */
  readonly tornTail: TornTail | null
}

/**
 * Verifies a log from the first entry to the last, in constant memory, changing nothing. A broken log is a result; a log
 * that cannot be read is a {@link WitnessError} (`not_found`, `disk_error`, `newer_format`).
 *
 * @example const { valid, brokenAt, reason } = await verifyLog({ folder })
 */
export async function verifyLog(options: VerifyOptions): Promise<VerifyResult> {
  const paths = await pathsOf(options)
  const walk = new ChainWalk(options)
  let torn: Buffer = Buffer.alloc(0)
  for (const path of paths) {
    if (torn.length > 0) walk.breakHere('a segment ends in the middle of a line')
    for await (const { lines, rest, overlong } of readLineBlocks(path, { signal: options.signal })) {
      for (const line of lines) walk.take(line)
      torn = rest
      if (overlong) walk.breakHere('a line longer than any entry')
    }
  }
  if (isDamagedLineEnd(torn)) walk.breakHere('the newline after it was changed')
  walk.finish()
  const { brokenAt, reason, count, first, last } = walk
  const valid = brokenAt === null
  const anchored = valid && walk.anchors.given
  const tornTail = torn.length === 0 ? null : describeTorn(torn)
  return {
    valid,
    totalEvents: count,
    firstHash: first?.head.hash ?? null,
    lastHash: last?.head.hash ?? null,
    brokenAt,
    reason,
    anchored,
    ...tellProof(options, { valid, brokenAt, count, tornTail }),
    tornTail,
  }
}

async function pathsOf(options: VerifyOptions): Promise<string[]> {
  if (options.file !== undefined) return [options.file]
  if (options.folder !== undefined) return listSegments(options.folder)
  throw new WitnessError('not_found', 'Name the log to verify: a folder or a file.')
}

/** Goes along the lines and remembers the first thing that is wrong. */
class ChainWalk {
  readonly #options: VerifyOptions
  readonly anchors: Anchors
  count = 0
  brokenAt: number | null = null
  reason: string | null = null
  first: CheckedLine | null = null
  last: CheckedLine | null = null

  constructor(options: VerifyOptions) {
    this.#options = options
    this.anchors = new Anchors(options)
  }

  take(line: string): void {
    this.count++
    // Behind a break nothing can be joined any more; the entries are only counted.
    if (this.brokenAt !== null) return
    try {
      const checked = checkLine(line)
      this.#join(checked, line)
      this.first ??= checked
      this.last = checked
      this.anchors.pass(checked.head)
    } catch (error) {
      if (!(error instanceof NotCanonical)) throw error
      this.#break(this.count - 1, error.message)
    }
  }

  breakHere(why: string): void {
    if (this.brokenAt === null) this.#break(this.count, why)
  }

  /** Compares the end with the anchors. */
  finish(): void {
    if (this.brokenAt !== null) return
    const missing = this.anchors.shortfall(this.count)
    if (missing !== null) this.#break(missing.at, missing.reason)
  }

  #join(checked: CheckedLine, line: string): void {
    const { last } = this
    if (last === null) {
      this.#checkGenesis(checked, line)
      return
    }
    if (checked.previous !== last.head.hash) throw new NotCanonical(0, 'it does not follow the entry before it')
    if (checked.head.size !== last.head.size + 1) throw new NotCanonical(0, 'its sequence does not follow')
    if (checked.logId !== last.logId) throw new NotCanonical(0, 'it is of another log')
  }

  #checkGenesis(checked: CheckedLine, line: string): void {
    const { host, port } = this.#options
    if (checked.head.size !== 1) throw new NotCanonical(0, 'the log does not begin with sequence 1')
    const own = identityOf(line)
    const genesis = genesisHash(host ?? own.host, port ?? own.port)
    if (checked.previous !== genesis) throw new NotCanonical(0, 'it does not begin at the genesis of this address')
  }

  #break(at: number, reason: string): void {
    this.brokenAt = at
    this.reason = reason
  }
}

function identityOf(line: string): { readonly host: string; readonly port: number } {
  try {
    return readIdentity(line)
  } catch (error) {
    if (error instanceof WitnessError && error.code === 'broken') throw new NotCanonical(0, 'no log begins so')
    throw error
  }
}
