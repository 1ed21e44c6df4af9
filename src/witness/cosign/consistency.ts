import type { CheckpointBody } from '../checkpoint/index.ts'
import { emptyRoot } from '../merkle/index.ts'
import { proveConsistency } from '../proof/index.ts'

/** Why a log's checkpoint goes on from what it was at another size. */
export interface Extension {
  /** The log's root at the earlier size. */
  readonly firstRoot: Buffer
  /** RFC 6962 consistency proof; empty from nothing, and from the same size. */
  readonly proof: readonly Buffer[]
}

/**
 * Proves that a log's signed tree goes on from its first `from` entries; also from none, and from all of them.
 *
 * @param checkpoint one of the log in `folder`, not smaller than `from`
 * @throws {ProofError} `not_in_tree` when the lines do not have the signed root any more
 */
export async function proveExtension(
  folder: string,
  checkpoint: CheckpointBody,
  from: number,
  signal: AbortSignal,
): Promise<Extension> {
  if (from === 0) return { firstRoot: emptyRoot, proof: [] }
  if (from === checkpoint.size) return { firstRoot: checkpoint.root, proof: [] }
  return await proveConsistency({ folder, first: from, checkpoint, signal })
}
