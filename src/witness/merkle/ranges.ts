/** The leaves from `begin` up to, but without, `end`: a subtree of an RFC 6962 tree. */
export interface LeafRange {
  readonly begin: number
  readonly end: number
}

/**
 * The subtrees whose roots are the inclusion proof (RFC 6962, section 2.1.1) of a leaf in a tree of `size` leaves, from the
 * leaf's sibling to the root's child. Throws RangeError for a leaf that is not in the tree.
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
    throw new RangeError('There is no such leaf in a tree of that size.')
  }
  const path: LeafRange[] = []
  let begin = 0
  let end = size
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin)
    if (index < middle) {
      path.unshift({ begin: middle, end })
      end = middle
    } else {
      path.unshift({ begin, end: middle })
      begin = middle
    }
  }
  return path
}

/**
 * The subtrees whose roots are the consistency proof (RFC 6962, section 2.1.2) between the trees of the first `first` and
 * the first `second` leaves. None where the sizes are equal. Throws RangeError unless 0 < first ≤ second.
 */
export function consistencyRanges(first: number, second: number): LeafRange[] {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 1 || first > second) {
    throw new RangeError('A consistency proof is between two trees, the first not empty and not the larger one.')
  }
  const proof: LeafRange[] = []
  let begin = 0
  let end = second
  // RFC 6962's SUBPROOF, its boolean being "everything left of here belongs to the first tree's own root".
  let whole = true
  while (end !== first) {
    const middle = begin + splitOf(end - begin)
    if (first <= middle) {
      proof.unshift({ begin: middle, end })
      end = middle
    } else {
      proof.unshift({ begin, end: middle })
      begin = middle
      whole = false
    }
  }
  if (!whole) proof.unshift({ begin, end })
  return proof
}

/** The largest power of two that is smaller than this: where a tree of so many leaves is split. */
export function splitOf(leaves: number): number {
  let half = 1
  while (half * 2 < leaves) half *= 2
  return half
}
