import { hash } from 'node:crypto'
import { emptyRoot, hashBytes, nodeHash } from './hash.ts'

/** More levels than any log has: 2^53 leaves. */
const levels = 54

/**
 * A growing RFC 6962 tree of which only the right edge is kept: the roots of the complete subtrees that its size is made
 * of, one for each bit. A leaf costs one hash on average, and memory does not grow.
 *
 * @example
 * const tree = new Frontier()
 * for (const line of lines) tree.append(lineLeafHash(line))
 * tree.root()
 */
export class Frontier {
  /** The complete subtree of 2^level leaves, for each level that is a bit of the size. */
  readonly #edge = Buffer.alloc(levels * hashBytes)
  /** A node's bytes as they are hashed: 0x01, left, right. */
  readonly #node = Buffer.alloc(1 + 2 * hashBytes, 1)
  readonly #right = this.#node.subarray(1 + hashBytes)
  readonly #onComplete: (level: number, hash: Buffer) => void
  #size = 0

  /** @param onComplete told of each complete subtree of more than one leaf; its root is only lent */
  constructor(onComplete: (level: number, hash: Buffer) => void = () => {}) {
    this.#onComplete = onComplete
  }

  /** A tree that goes on at `size`, from the roots of its complete subtrees, the largest first. */
  static from(size: number, edge: readonly Uint8Array[], onComplete?: (level: number, hash: Buffer) => void): Frontier {
    const tree = new Frontier(onComplete)
    const wanted = completeSubtrees(size)
    if (edge.length !== wanted.length) throw new RangeError('This is not the edge of a tree of that size.')
    for (const [index, { level }] of wanted.entries()) {
      const subtree = edge[index]
      if (subtree?.length !== hashBytes) throw new RangeError('A hash has 32 bytes.')
      tree.#edge.set(subtree, level * hashBytes)
    }
    tree.#size = size
    return tree
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size
  }

  /**
   * @param leaf its hash: 32 bytes, or 32 characters of one byte each
   * @param at the root of a complete subtree of 2^at leaves instead, which must begin at a multiple of that
   */
  append(leaf: Uint8Array | string, at = 0): void {
    if (this.#size % 2 ** at !== 0) throw new RangeError('A subtree of that size cannot begin here.')
    const node = this.#node
    const right = 1 + hashBytes
    if (typeof leaf === 'string') node.write(leaf, right, 'latin1')
    else node.set(leaf, right)
    let level = at
    for (let rest = this.#size / 2 ** at; rest % 2 === 1; rest = (rest - 1) / 2) {
      this.#edge.copy(node, 1, level * hashBytes, (level + 1) * hashBytes)
      node.write(hash('sha256', node, 'binary'), right, 'latin1')
      level++
      this.#onComplete(level, this.#right)
    }
    node.copy(this.#edge, level * hashBytes, right)
    this.#size += 2 ** at
  }

  /** The root of all leaves so far. */
  root(): Buffer {
    let root: Buffer | null = null
    for (const { level } of completeSubtrees(this.#size).toReversed()) {
      const subtree = this.#edge.subarray(level * hashBytes, (level + 1) * hashBytes)
      root = root === null ? Buffer.from(subtree) : nodeHash(subtree, root)
    }
    return root ?? emptyRoot
  }
}

/** A complete subtree: 2^level leaves from `begin` on. */
export interface Subtree {
  readonly level: number
  readonly begin: number
}

/** The complete subtrees that a tree of this size is made of, from left to right: one for each bit, the largest first. */
export function completeSubtrees(size: number): Subtree[] {
  const found: Subtree[] = []
  let begin = 0
  for (let level = levels - 1; level >= 0; level--) {
    const leaves = 2 ** level
    if (size - begin < leaves) continue
    found.push({ level, begin })
    begin += leaves
  }
  return found
}

/** The complete subtrees that the leaves from `begin` up to `end` are made of in any larger tree, from left to right. */
export function subtreesBetween(begin: number, end: number): Subtree[] {
  const found: Subtree[] = []
  for (let at = begin; at < end; ) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level++
    found.push({ level, begin: at })
    at += 2 ** level
  }
  return found
}
