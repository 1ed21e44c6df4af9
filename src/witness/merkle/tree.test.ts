import { assert, integer, nat, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  completeSubtrees,
  consistencyRanges,
  emptyRoot,
  Frontier,
  inclusionRanges,
  leafHash,
  leafHashWithin,
  lineLeafHash,
  nodeHash,
  RangeRoots,
  subtreesBetween,
  verifyConsistency,
  verifyInclusion,
} from './index.ts'

/** RFC 6962's definition, word for word: what everything else here is compared with. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (only === undefined) return emptyRoot
  if (leaves.length === 1) return only
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)))
const all = leavesOf(300)
const rootOf = (begin: number, end: number): Buffer => naiveRoot(all.slice(begin, end))
const sizes = integer({ min: 1, max: all.length })

describe('the tree', () => {
  it('has the roots of RFC 6962 at every size', () => {
    const tree = new Frontier()
    expect(tree.root()).toEqual(emptyRoot)
    for (const [index, leaf] of all.entries()) {
      tree.append(index % 2 === 0 ? leaf : leaf.toString('latin1'))
      expect(tree.root()).toEqual(rootOf(0, index + 1))
    }
  })

  it('goes on from its edge as if it had never stopped', () => {
    assert(
      property(sizes, (size) => {
        const edge = completeSubtrees(size).map(({ level, begin }) => rootOf(begin, begin + 2 ** level))
        const tree = Frontier.from(size, edge)
        expect(tree.root()).toEqual(rootOf(0, size))
        for (const leaf of all.slice(size)) tree.append(leaf)
        expect(tree.root()).toEqual(rootOf(0, all.length))
      }),
      { numRuns: 50 },
    )
  })

  it('tells of each complete subtree once, with its root', () => {
    const told: string[] = []
    const tree = new Frontier((level, hash) => told.push(`${level}:${hash.toString('hex')}`))
    for (const leaf of all.slice(0, 8)) tree.append(leaf)
    const expected = [1, 2, 3].flatMap((level) =>
      Array.from({ length: 8 >> level }, (_, i) => `${level}:${rootOf(i << level, (i + 1) << level).toString('hex')}`),
    )
    expect(told.sort()).toEqual(expected.sort())
  })

  it("hashes a line's bytes, also where one is not ASCII", () => {
    for (const line of ['', 'plain', 'a\u00fcb\u00ff']) {
      const expected = leafHash(Buffer.from(line, 'latin1')).toString('latin1')
      expect(lineLeafHash(line)).toBe(expected)
      const block = Buffer.from(`before\n${line}\nafter\n`, 'latin1')
      expect(leafHashWithin(block, 7, 7 + line.length)).toBe(expected)
    }
  })
})

describe('leaves in the midst of a tree', () => {
  it('are complete subtrees of it, with which it goes on', () => {
    assert(
      property(sizes, sizes, (one, other) => {
        const [begin, end] = [Math.min(one, other), Math.max(one, other)]
        const tree = new Frontier()
        for (const leaf of all.slice(0, begin)) tree.append(leaf)
        for (const { level, begin: at } of subtreesBetween(begin, end)) {
          expect(at % 2 ** level).toBe(0)
          tree.append(rootOf(at, at + 2 ** level), level)
        }
        expect([tree.size, tree.root()]).toEqual([end, rootOf(0, end)])
      }),
      { numRuns: 300 },
    )
  })

  it('are no subtree where they do not begin at a multiple of their number', () => {
    const tree = new Frontier()
    tree.append(emptyRoot)
    expect(() => tree.append(emptyRoot, 1)).toThrow(RangeError)
    expect([tree.size, tree.root()]).toEqual([1, emptyRoot])
  })
})

describe('proofs', () => {
  it('prove each leaf of every tree, and nothing else', () => {
    assert(
      property(sizes, nat(), nat(), nat(255), (size, leafSeed, where, bit) => {
        const index = leafSeed % size
        const proof = inclusionRanges(index, size).map(({ begin, end }) => rootOf(begin, end))
        const claim = { index, size, leafHash: all[index] ?? emptyRoot, proof, root: rootOf(0, size) }
        expect(verifyInclusion(claim)).toBe(true)
        for (const wrong of [
          { ...claim, index: (index + 1) % (size + 1) },
          { ...claim, root: flipped(claim.root, bit) },
          { ...claim, leafHash: flipped(claim.leafHash, bit) },
          { ...claim, proof: [...proof, emptyRoot] },
          ...(proof.length === 0
            ? []
            : [
                { ...claim, proof: proof.slice(1) },
                { ...claim, proof: proof.with(where % proof.length, flipped(proof[where % proof.length], bit)) },
              ]),
        ]) {
          expect(verifyInclusion(wrong)).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('prove each tree to begin with every smaller one, and no other', () => {
    assert(
      property(sizes, sizes, nat(), nat(255), (one, other, where, bit) => {
        const first = Math.min(one, other)
        const second = Math.max(one, other)
        const proof = consistencyRanges(first, second).map(({ begin, end }) => rootOf(begin, end))
        const claim = { first, second, firstRoot: rootOf(0, first), secondRoot: rootOf(0, second), proof }
        expect(verifyConsistency(claim)).toBe(true)
        for (const wrong of [
          { ...claim, firstRoot: flipped(claim.firstRoot, bit) },
          { ...claim, secondRoot: flipped(claim.secondRoot, bit) },
          { ...claim, proof: [...proof, emptyRoot] },
          { ...claim, first: 0 },
          ...(proof.length === 0
            ? []
            : [
                { ...claim, proof: proof.slice(0, -1) },
                { ...claim, proof: proof.with(where % proof.length, flipped(proof[where % proof.length], bit)) },
              ]),
        ]) {
          expect(verifyConsistency(wrong)).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('come out the same from one pass over the leaves', () => {
    assert(
      property(sizes, sizes, nat(), (one, other, leafSeed) => {
        const first = Math.min(one, other)
        const second = Math.max(one, other)
        for (const ranges of [inclusionRanges(leafSeed % second, second), consistencyRanges(first, second)]) {
          const roots = new RangeRoots(ranges)
          for (const leaf of all.slice(0, second)) roots.take(leaf)
          expect(roots.roots()).toEqual(ranges.map(({ begin, end }) => rootOf(begin, end)))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('are refused where there is nothing to prove', () => {
    expect(() => inclusionRanges(0, 0)).toThrow(RangeError)
    expect(() => inclusionRanges(3, 3)).toThrow(RangeError)
    expect(() => inclusionRanges(-1, 3)).toThrow(RangeError)
    expect(() => consistencyRanges(0, 3)).toThrow(RangeError)
    expect(() => consistencyRanges(4, 3)).toThrow(RangeError)
    expect(verifyConsistency({ first: 0, second: 0, firstRoot: emptyRoot, secondRoot: emptyRoot, proof: [] })).toBe(
      false,
    )
  })
})

function flipped(hash: Buffer | undefined, bit: number): Buffer {
  const copy = Buffer.from(hash ?? emptyRoot)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
