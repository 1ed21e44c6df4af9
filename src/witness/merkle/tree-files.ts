import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { completeSubtrees, Frontier } from './frontier.ts'
import { hashBytes, nodeHash } from './hash.ts'
import { type LeafRange, splitOf } from './ranges.ts'
import { RecordFile } from './record-file.ts'

/** One stored level for every 8 levels of the tree, as C2SP's tlog-tiles has them: tiles of 256 hashes. */
const levelStep = 8
export const tileWidth = 2 ** levelStep
/** 256^5 leaves: more than any log has. */
const storedLevels = 5
const placeBytes = 16
const flushBytes = 128 * 1024

/** Where an entry's line begins: which segment (its number), and at which byte of it. */
export interface LinePlace {
  readonly segment: number
  readonly offset: number
}

/**
 * The hashes of a log's tree on disk, so that a proof, and going on after a restart, need not read the whole log:
 *
 * - `level-0`: the leaf hashes, 32 bytes each; `level-1`: the roots of each complete 256 leaves; `level-2`: of each 65,536;
 *   and so on;
 * - `places`: where the line of every 256th entry begins: segment and byte, two 64-bit numbers, little-endian.
 *
 * It is a copy of what the lines say, never synced and never trusted: whoever takes hashes from here compares what comes of
 * them with a root that is signed, and reads the lines where it differs.
 */
export class TreeFiles implements AsyncDisposable {
  readonly #levels: readonly RecordFile[]
  readonly #places: RecordFile
  #tree: Frontier

  /** @param mayWrite to add to it; it is made where it is not there */
  static async open(folder: string, mayWrite: boolean): Promise<TreeFiles> {
    if (mayWrite) await mkdir(folder, { recursive: true })
    return new TreeFiles(folder, mayWrite)
  }

  private constructor(folder: string, mayWrite: boolean) {
    this.#levels = Array.from(
      { length: storedLevels },
      (_, stored) => new RecordFile(join(folder, `level-${stored}`), hashBytes, mayWrite),
    )
    this.#places = new RecordFile(join(folder, 'places'), placeBytes, mayWrite)
    this.#tree = this.#grown(0, [])
  }

  /** Leaves that were taken. */
  get size(): number {
    return this.#tree.size
  }

  /** The root over them. */
  root(): Buffer {
    return this.#tree.root()
  }

  /** Goes on after the first `size` leaves. False where these files lack them. Whether they are right {@link root} tells. */
  async resume(size: number): Promise<boolean> {
    const edge: Buffer[] = []
    for (const { level, begin } of completeSubtrees(size)) {
      const subtree = await this.rootOf({ begin, end: begin + 2 ** level })
      if (subtree === null) return false
      edge.push(subtree)
    }
    this.#tree = this.#grown(size, edge)
    return true
  }

  /** Begins anew: what comes is written over what was here. */
  restart(): void {
    this.#tree = this.#grown(0, [])
    for (const file of this.#all) file.drop()
  }

  /**
   * Takes the next leaf; what is to be stored waits for {@link flush}.
   *
   * @param leaf its hash, as `leafHashWithin` gives it
   * @param place of its line; kept for every 256th
   */
  append(leaf: string, place: LinePlace): void {
    const { size } = this.#tree
    this.#levels[0]?.put(size, leaf)
    if (size % tileWidth === 0) this.#places.put(size / tileWidth, placeRecord(place))
    this.#tree.append(leaf)
  }

  /** Whether so much waits that it should be written. */
  get isFull(): boolean {
    return this.#all.some(({ waitingBytes }) => waitingBytes >= flushBytes)
  }

  /** Writes what waits, so that it can be read. */
  async flush(): Promise<void> {
    for (const file of this.#all) await file.flush()
  }

  /** The root of a subtree; null where these files are too short for it. */
  async rootOf({ begin, end }: LeafRange): Promise<Buffer | null> {
    const leaves = end - begin
    const level = Math.log2(leaves)
    if (!Number.isInteger(level)) {
      const middle = begin + splitOf(leaves)
      const left = await this.rootOf({ begin, end: middle })
      const right = left === null ? null : await this.rootOf({ begin: middle, end })
      return left === null || right === null ? null : nodeHash(left, right)
    }
    const stored = Math.min(Math.floor(level / levelStep), storedLevels - 1)
    const span = tileWidth ** stored
    const hashes = await this.#levels[stored]?.read(begin / span, leaves / span)
    return hashes ? completeRoot(hashes) : null
  }

  /** The hashes of these leaves, one after the other; null where there are not so many. */
  async leaves({ begin, end }: LeafRange): Promise<Buffer | null> {
    return (await this.#levels[0]?.read(begin, end - begin)) ?? null
  }

  /** Where the line of entry `index` (a multiple of 256, from 0) begins; null where it is not known. */
  async placeOf(index: number): Promise<LinePlace | null> {
    const record = await this.#places.read(index / tileWidth, 1)
    const segment = Number(record?.readBigUInt64LE(0))
    const offset = Number(record?.readBigUInt64LE(8))
    return Number.isSafeInteger(segment) && Number.isSafeInteger(offset) ? { segment, offset } : null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#all) await file[Symbol.asyncDispose]()
  }

  get #all(): readonly RecordFile[] {
    return [...this.#levels, this.#places]
  }

  #grown(size: number, edge: readonly Buffer[]): Frontier {
    return Frontier.from(size, edge, (level, root) => {
      if (level % levelStep !== 0) return
      // The tree counts the leaf that completed this one only afterwards.
      const index = (this.#tree.size + 1) / 2 ** level - 1
      this.#levels[level / levelStep]?.put(index, root)
    })
  }
}

function placeRecord({ segment, offset }: LinePlace): Buffer {
  const record = Buffer.alloc(placeBytes)
  record.writeBigUInt64LE(BigInt(segment), 0)
  record.writeBigUInt64LE(BigInt(offset), 8)
  return record
}

/** The root over 2^n roots of complete subtrees of one size; works in the buffer that it is given. */
function completeRoot(hashes: Buffer): Buffer {
  const at = (index: number): Buffer => hashes.subarray(index * hashBytes, (index + 1) * hashBytes)
  for (let count = hashes.length / hashBytes; count > 1; count /= 2) {
    for (let pair = 0; pair < count / 2; pair++) nodeHash(at(2 * pair), at(2 * pair + 1)).copy(at(pair))
  }
  return at(0)
}
