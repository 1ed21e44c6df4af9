import { emptyRoot, verifyConsistency } from '../merkle/index.ts'
import { hasSigned, NoteError, type Note } from '../note/index.ts'
import type { ParsedAddCheckpoint } from './request.ts'
import type { TrustedLogs } from './trusted-logs.ts'

/** The newest checkpoint of a log that was cosigned; size 0 and no root where there is none. */
export interface CosignedTree {
  readonly size: number
  readonly root: Uint8Array | null
}

/** A refusal, as it is answered. The sentences quote nothing of the request. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 409 | 422
  readonly why: string
  /** The size that the witness has: said with a 409, so that the log can prove from there. */
  readonly size?: number
  /** For whoever runs the cosigner, and not answered. */
  readonly aside?: string
}

/**
 * The checks of C2SP's `tlog-witness` that need no state: is the log known, is the checkpoint signed by it, is its own
 * claim possible. Returns the checkpoint with only the signatures that were verified, or the refusal.
 */
export function admit(request: ParsedAddCheckpoint, trust: TrustedLogs): Note | Refusal {
  const { checkpoint, body, oldSize } = request
  const keys = trust.keysOf(body.origin)
  if (keys.length === 0) return { status: 404, why: 'This log is not known here.' }
  try {
    const signedBy = keys.filter((key) => hasSigned(checkpoint, key))
    if (signedBy.length === 0) return { status: 403, why: 'The checkpoint is not signed by a key of this log.' }
    if (oldSize > body.size) return { status: 400, why: 'The old size is larger than the checkpoint.' }
    const verified = checkpoint.signatures.filter((line) =>
      signedBy.some((key) => key.name === line.name && key.keyId === line.keyId),
    )
    return { text: checkpoint.text, signatures: verified }
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    return { status: 403, why: 'The signature of this log does not verify.' }
  }
}

/** The checks against what was cosigned last: null where the checkpoint goes on from it, so that it may be cosigned. */
export function refuseInconsistent(request: ParsedAddCheckpoint, latest: CosignedTree): Refusal | null {
  const { body, oldSize, proof } = request
  if (oldSize !== latest.size) {
    return { status: 409, why: 'The old size is not that of the checkpoint cosigned last.', size: latest.size }
  }
  if (body.size === 0 && !body.root.equals(emptyRoot)) {
    return { status: 422, why: 'The root of an empty log is the hash of nothing.' }
  }
  if (latest.root !== null && body.size === latest.size && !body.root.equals(latest.root)) {
    return { status: 409, why: 'A checkpoint of this size with another root was cosigned: the log was rewritten.' }
  }
  const holds =
    latest.root === null || latest.size === 0
      ? proof.length === 0
      : verifyConsistency({
          first: latest.size,
          second: body.size,
          firstRoot: latest.root,
          secondRoot: body.root,
          proof,
        })
  return holds ? null : { status: 422, why: 'The proof does not show that the log only grew.' }
}
