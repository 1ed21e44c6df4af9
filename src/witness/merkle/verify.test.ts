import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sharedMaterial } from '../../../test/support/programs.ts'
import { verifyConsistency, verifyInclusion } from './index.ts'

interface Vectors {
  readonly inclusion: readonly {
    readonly file: string
    readonly leafIdx: number
    readonly treeSize: number
    readonly root: string
    readonly leafHash: string
    readonly proof: readonly string[] | null
    readonly wantErr: boolean
  }[]
  readonly consistency: readonly {
    readonly file: string
    readonly size1: number
    readonly size2: number
    readonly root1: string
    readonly root2: string
    readonly proof: readonly string[] | null
    readonly wantErr: boolean
  }[]
}

const path = sharedMaterial('vectors/rfc6962-proofs.json')
const bytes = (text: string): Buffer => Buffer.from(text, 'base64')

describe.runIf(path !== null)('the 196 proofs of transparency-dev/merkle', () => {
  // The body runs where the material is absent too: it names the tests that are skipped.
  const { inclusion, consistency } =
    path === null ? { inclusion: [], consistency: [] } : (JSON.parse(readFileSync(path, 'utf8')) as Vectors)

  it('has 98 of each', () => {
    expect([inclusion.length, consistency.length]).toEqual([98, 98])
  })

  it.each(inclusion)('inclusion $file', ({ leafIdx, treeSize, root, leafHash, proof, wantErr }) => {
    const claim = { index: leafIdx, size: treeSize, root: bytes(root), leafHash: bytes(leafHash) }
    expect(verifyInclusion({ ...claim, proof: (proof ?? []).map(bytes) })).toBe(!wantErr)
  })

  it.each(consistency)('consistency $file', ({ size1, size2, root1, root2, proof, wantErr }) => {
    const claim = { first: size1, second: size2, firstRoot: bytes(root1), secondRoot: bytes(root2) }
    expect(verifyConsistency({ ...claim, proof: (proof ?? []).map(bytes) })).toBe(!wantErr)
  })
})
