import { parseCheckpointBody, type CheckpointBody } from '../checkpoint/index.ts'
import { decodeBase64, NoteError, type Note, parseNote } from '../note/index.ts'

/** What a log asks a witness: to cosign this checkpoint, which goes on from one of `oldSize` entries. */
interface AddCheckpoint {
  /** Size of the checkpoint that the witness cosigned last; 0 for none. */
  readonly oldSize: number
  /** RFC 6962 consistency proof from there; empty from 0. */
  readonly proof: readonly Uint8Array[]
  readonly checkpoint: Note
}

/** The same with the checkpoint's text read. */
export interface ParsedAddCheckpoint extends AddCheckpoint {
  readonly body: CheckpointBody
}

/** Longest request that is read, bytes. */
export const maxRequestBytes = 64 * 1024
/** C2SP: "The client MUST NOT send more than 63 consistency proof lines." */
const maxProofLines = 63

/** A request that is not in its form. */
export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest'
}

/** The body of `add-checkpoint`, around a checkpoint as it is stored. */
export function formatAddCheckpoint(oldSize: number, proof: readonly Uint8Array[], checkpoint: string): string {
  const hashes = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`)
  return `old ${oldSize}\n${hashes.join('')}\n${checkpoint}`
}

/**
 * Reads the body of `add-checkpoint` (C2SP `tlog-witness`) strictly; it may come from anyone.
 *
 * @throws {MalformedRequest}
 */
export function parseAddCheckpoint(bytes: Buffer): ParsedAddCheckpoint {
  const split = bytes.indexOf('\n\n')
  if (split < 0) throw new MalformedRequest('There is no empty line before the checkpoint.')
  const [first = '', ...hashes] = bytes.toString('latin1', 0, split).split('\n')
  const digits = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1]
  const oldSize = Number(digits)
  if (digits === undefined || !Number.isSafeInteger(oldSize)) {
    throw new MalformedRequest('The first line is not "old" and a size.')
  }
  if (hashes.length > maxProofLines) throw new MalformedRequest(`The proof has more than ${maxProofLines} lines.`)
  const proof = hashes.map((line) => {
    const hash = decodeBase64(line)
    if (hash?.length !== 32) throw new MalformedRequest('A line of the proof is not a hash in base64.')
    return hash
  })
  try {
    const checkpoint = parseNote(bytes.subarray(split + 2))
    return { oldSize, proof, checkpoint, body: parseCheckpointBody(checkpoint.text) }
  } catch (cause) {
    if (cause instanceof NoteError) throw new MalformedRequest(cause.message, { cause })
    throw cause
  }
}
