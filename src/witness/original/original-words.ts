import type { NotedAnchors } from '../anchors.ts'
import type { VerifyResult } from '../verify/index.ts'
import { neverProved, tellAnchors } from '../verify/index.ts'

/** What was found in a chain of the original. */
export interface OriginalFindings {
  readonly valid: boolean
  /** How many entries from the first on are right. */
  readonly whole: number
  /** The address at whose genesis it begins; null when that is not known. */
  readonly genesisOf: string | null
  readonly doubledKeys: number
}

/** Says in sentences what the verification of an original's chain proved, and what it could not. */
export function tellOriginal(
  options: NotedAnchors,
  { valid, whole, genesisOf, doubledKeys }: OriginalFindings,
): Pick<VerifyResult, 'proved' | 'notProved'> {
  const proved: string[] = []
  const notProved: string[] = []
  if (whole > 0) {
    proved.push(
      `Entries 1 to ${whole} are joined by their hashes: among them no event was changed, inserted or left out since they were chained.`,
    )
    if (genesisOf !== null) proved.push(`The chain begins at the genesis of ${genesisOf}.`)
    else {
      notProved.push(
        "Which vMix it is of, and that nothing came before its first entry: name the vMix's address to have that compared.",
      )
    }
    notProved.push(
      "witness_timestamp, and whatever else stands outside the event: the original's hash does not cover it.",
    )
  }
  if (doubledKeys > 0) {
    notProved.push(
      `What a reader other than Python sees: a key stands twice in one object (${doubledKeys} in all), which the original never writes. The last was taken, as Python does.`,
    )
  }
  const anchors = tellAnchors(options, valid)
  return {
    proved: [...proved, ...anchors.proved],
    notProved: [...notProved, ...anchors.notProved, neverProved],
  }
}
