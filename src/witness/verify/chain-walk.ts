import { hash } from 'node:crypto'
import { NotCanonical, unquote } from '../canonical-text.ts'
import { canonicalString } from '../canonical.ts'
import { checkLine, genesisHash, maxLineBytes } from '../chain.ts'
import { WitnessError } from '../errors.ts'
import { readIdentity } from '../log-identity.ts'
import { operationIdOf } from '../read.ts'
import { FastLine } from '../fast-line.ts'

/** Where a chain must begin. */
export interface ChainBegin {
  /** The vMix's address as first configured; what the log itself says, where absent. */
  readonly host?: string | undefined
  readonly port?: number | undefined
  /** The lines are a later segment's: what comes before its first entry is not known. */
  readonly isLater: boolean
}

/** Goes along with a walk: told of each entry that is right, in order. */
export interface WalkCompanion {
  /**
   * @param loggedAt ISO 8601
   * @param operation the operation's id; null for an entry of none
   * @param isIntent it is an `operation_requested`
   */
  pass(size: number, hash: string, loggedAt: string, operation: string | null, isIntent: boolean): void
}

/** Entries that follow each other, and were found right among themselves. */
export interface JoinedEntries {
  readonly count: number
  /** How many come before them, as the first one says. */
  readonly before: number
  /** What the first one goes on from, and the last one's hash. */
  readonly headBefore: string
  readonly lastHash: string
  readonly logId: string
}

const newline = 0x0a
const hashDigits = 64
const intent = Buffer.from('"operation_requested"')

/** Goes along a log's lines and remembers the first thing that is wrong. */
export class ChainWalk {
  readonly #begin: ChainBegin
  readonly #companions: readonly WalkCompanion[]
  readonly #fast = new FastLine()
  /** The hash of the entry before, then an event: what `current_hash` is the hash of. */
  readonly #hashed = Buffer.alloc(hashDigits + maxLineBytes)
  /** The bytes of `log_id` as they stand in the first line. */
  #logId: Buffer = Buffer.alloc(0)
  #loggedAt = ''
  /** The sequence of the entry before, and how many come before the first line. */
  #sequence = 0
  #before = 0
  #headBefore: string | null = null
  #ownLogId: string | null = null
  count = 0
  brokenAt: number | null = null
  reason: string | null = null
  firstHash: string | null = null
  lastHash: string | null = null

  constructor(begin: ChainBegin, companions: readonly WalkCompanion[]) {
    this.#begin = begin
    this.#companions = companions
  }

  /** How many entries come before the first one that was taken, as it says itself. */
  get before(): number {
    return this.#before
  }

  /** What the first entry says that it goes on from; null where there is none, or nothing before it. */
  get headBefore(): string | null {
    return this.#before > 0 ? this.#headBefore : null
  }

  /** Whose log it is, as its first entry says; null where there is none. */
  get logId(): string | null {
    return this.#ownLogId
  }

  /** How many entries the log has, those before included. */
  get size(): number {
    return this.#before + this.count
  }

  /** Takes whole lines. */
  take(bytes: Buffer, begin: number, end: number): void {
    for (let at = begin; at < end; ) {
      const lineEnd = bytes.indexOf(newline, at)
      this.#takeLine(bytes, at, lineEnd)
      at = lineEnd + 1
    }
  }

  /** Takes entries that were walked along elsewhere. False when they do not go on from here; nothing was taken then. */
  join({ count, before, headBefore, lastHash, logId }: JoinedEntries): boolean {
    if (this.brokenAt !== null || this.lastHash === null || headBefore !== this.lastHash) return false
    if (before !== this.#sequence || logId !== this.#ownLogId) return false
    this.count += count
    this.#sequence += count
    this.lastHash = lastHash
    this.#hashed.write(lastHash, 'latin1')
    return true
  }

  /** Something is wrong with what comes next. Only the first time counts. */
  breakAt(at: number, reason: string): void {
    if (this.brokenAt !== null) return
    this.brokenAt = at
    this.reason = reason
  }

  #takeLine(bytes: Buffer, begin: number, end: number): void {
    this.count++
    // Behind a break nothing can be joined any more; the entries are only counted.
    if (this.brokenAt !== null) return
    if (this.lastHash !== null && this.#isNext(bytes, begin, end)) return
    try {
      this.#judge(bytes.toString('latin1', begin, end))
    } catch (error) {
      if (!(error instanceof NotCanonical)) throw error
      this.breakAt(this.count - 1, error.message)
    }
  }

  /** Whether this line surely is the next entry; if it is, it is passed. */
  #isNext(bytes: Buffer, begin: number, end: number): boolean {
    const fast = this.#fast
    if (end - begin >= maxLineBytes || !fast.read(bytes, begin, end) || fast.sequence !== this.#sequence + 1)
      return false
    const hashed = this.#hashed
    if (!isSame(bytes, fast.previous, hashed, hashDigits)) return false
    if (fast.logIdEnd - fast.logIdBegin !== this.#logId.length) return false
    if (!isSame(bytes, fast.logIdBegin, this.#logId, this.#logId.length)) return false
    bytes.copy(hashed, hashDigits, fast.eventBegin, fast.eventEnd)
    const length = hashDigits + fast.eventEnd - fast.eventBegin
    const current = hash('sha256', new Uint8Array(hashed.buffer, hashed.byteOffset, length), 'hex')
    hashed.write(current, 'latin1')
    if (!isSame(bytes, fast.current, hashed, hashDigits)) {
      if (this.lastHash !== null) hashed.write(this.lastHash, 'latin1')
      return false
    }
    const id = fast.operationBegin < 0 ? null : textAt(bytes, fast.operationBegin, fast.operationEnd)
    const isIntent =
      fast.typeEnd - fast.typeBegin === intent.length && isSame(bytes, fast.typeBegin, intent, intent.length)
    this.#pass(current, this.#timeAt(bytes, fast.loggedAtBegin, fast.loggedAtEnd), id, isIntent)
    return true
  }

  /** Decides where there was a doubt. Throws {@link NotCanonical} with the reason. */
  #judge(line: string): void {
    const { head, previous, logId, loggedAt, eventType } = checkLine(line)
    if (this.lastHash === null) {
      this.#checkBegin(head.size, previous, line)
      this.#before = head.size - 1
      this.#sequence = this.#before
      this.#headBefore = previous
      this.#ownLogId = logId
      this.#logId = Buffer.from(canonicalString(logId), 'latin1')
      this.firstHash = head.hash
    } else {
      if (previous !== this.lastHash) throw new NotCanonical(0, 'it does not follow the entry before it')
      if (head.size !== this.#sequence + 1) throw new NotCanonical(0, 'its sequence does not follow')
      if (canonicalString(logId) !== this.#logId.toString('latin1')) throw new NotCanonical(0, 'it is of another log')
    }
    this.#hashed.write(head.hash, 'latin1')
    this.#pass(head.hash, loggedAt, operationIdOf(line), eventType === 'operation_requested')
  }

  #pass(current: string, loggedAt: string, operation: string | null, isIntent: boolean): void {
    this.#sequence++
    this.lastHash = current
    this.#loggedAt = loggedAt
    for (const companion of this.#companions) companion.pass(this.#sequence, current, loggedAt, operation, isIntent)
  }

  /** Entries of one write have the same time, and it need not be made into a text again. */
  #timeAt(bytes: Buffer, begin: number, end: number): string {
    const before = this.#loggedAt
    let index = 0
    while (index < before.length && bytes[begin + 1 + index] === before.charCodeAt(index)) index++
    return index === before.length && begin + 2 + index === end ? before : textAt(bytes, begin, end)
  }

  #checkBegin(sequence: number, previous: string, line: string): void {
    const { host, port, isLater } = this.#begin
    // Whatever the file is called: where nothing comes before, it begins at a genesis.
    if (isLater && sequence > 1) return
    if (sequence !== 1) throw new NotCanonical(0, 'the log does not begin with sequence 1')
    const own = identityOf(line)
    const genesis = genesisHash(host ?? own.host, port ?? own.port)
    if (previous !== genesis) throw new NotCanonical(0, 'it does not begin at the genesis of this address')
  }
}

function isSame(bytes: Uint8Array, begin: number, expected: Uint8Array, length: number): boolean {
  for (let index = 0; index < length; index++) {
    if (bytes[begin + index] !== expected[index]) return false
  }
  return true
}

/** The text that a quoted text in a canonical line stands for. */
function textAt(bytes: Buffer, begin: number, end: number): string {
  return unquote(bytes.toString('latin1', begin, end))
}

function identityOf(line: string): { readonly host: string; readonly port: number } {
  try {
    return readIdentity(line)
  } catch (error) {
    if (error instanceof WitnessError && error.code === 'broken') throw new NotCanonical(0, 'no log begins so')
    throw error
  }
}
