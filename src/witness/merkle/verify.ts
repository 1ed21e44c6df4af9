import { hashBytes, nodeHash } from './hash.ts'

/** A leaf, and what is said to prove that it is in a tree. All of it may come from anyone. */
export interface InclusionClaim {
  /** 0 for the first leaf. */
  readonly index: number
  readonly size: number
  readonly leafHash: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Two trees, and what is said to prove that the second one begins with the first one. All of it may come from anyone. */
export interface ConsistencyClaim {
  readonly first: number
  readonly second: number
  readonly firstRoot: Uint8Array
  readonly secondRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether an inclusion proof holds (RFC 9162, section 2.1.3.2, which spells out RFC 6962's). Never throws. */
export function verifyInclusion({ index, size, leafHash, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (![leafHash, root, ...proof].every(isHash)) return false
  let node = index
  let last = size - 1
  let computed: Uint8Array = leafHash
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      computed = nodeHash(sibling, computed)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = half(last)
      }
    } else {
      computed = nodeHash(computed, sibling)
    }
    node = half(node)
    last = half(last)
  }
  return last === 0 && equal(computed, root)
}

/**
 * Whether a consistency proof holds (RFC 9162, section 2.1.4.2). Never throws. Nothing is consistent with a tree of size 0
 * here: it says nothing, so a proof of it proves nothing.
 */
export function verifyConsistency({ first, second, firstRoot, secondRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(first) || !isCount(second) || first === 0 || first > second) return false
  if (first === second) return proof.length === 0 && equal(firstRoot, secondRoot)
  if (![firstRoot, secondRoot, ...proof].every(isHash)) return false
  let node = first - 1
  let last = second - 1
  while (node % 2 === 1) {
    node = half(node)
    last = half(last)
  }
  // Where the first tree is complete its root is a node of the second, and the proof need not name it.
  const [seed, ...rest] = node === 0 ? [firstRoot, ...proof] : proof
  if (seed === undefined) return false
  let computedFirst: Uint8Array = seed
  let computedSecond: Uint8Array = seed
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      computedFirst = nodeHash(sibling, computedFirst)
      computedSecond = nodeHash(sibling, computedSecond)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = half(last)
      }
    } else {
      computedSecond = nodeHash(computedSecond, sibling)
    }
    node = half(node)
    last = half(last)
  }
  return last === 0 && equal(computedFirst, firstRoot) && equal(computedSecond, secondRoot)
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === hashBytes
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
