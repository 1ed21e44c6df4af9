import type { LineBytes } from '../line-bytes.ts'
import { Frontier, hashBytes, leafHashWithin, subtreesBetween } from '../merkle/index.ts'

/** The part of a log's tree that lines in its midst make up. */
export interface TreeWithin {
  /** So many lines come before. */
  readonly begin: number
  /** From left to right; none where the tree ends before. */
  readonly subtrees: readonly { readonly level: number; readonly root: Uint8Array }[]
}

const newline = 0x0a

/** Hashes lines of which it is told how many come before them, as far as a tree of `size` lines goes. */
export class TreeCollector {
  readonly #size: number
  readonly #leaves: string[] = []

  constructor(size: number) {
    this.#size = size
  }

  /** Takes whole lines, and changes the newlines between them. */
  take({ bytes, begin, end }: LineBytes, before: number): void {
    for (let at = begin; at < end && before + this.#leaves.length < this.#size; ) {
      const lineEnd = bytes.indexOf(newline, at)
      this.#leaves.push(leafHashWithin(bytes, at, lineEnd))
      at = lineEnd + 1
    }
  }

  found(before: number): TreeWithin {
    const leaves = this.#leaves
    const subtrees = subtreesBetween(before, before + leaves.length).map(({ level, begin }) => {
      const tree = new Frontier()
      for (let index = begin; index < begin + 2 ** level; index++) {
        tree.append(leaves[index - before] ?? Buffer.alloc(hashBytes))
      }
      return { level, root: tree.root() }
    })
    return { begin: before, subtrees }
  }
}
