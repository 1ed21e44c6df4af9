import { maxLineBytes } from '../chain.ts'
import { decodeBase64, maxNoteBytes } from '../note/index.ts'
import { hashBytes } from '../merkle/index.ts'
import { ProofError } from './errors.ts'

/** What a proof file holds (C2SP `tlog-proof`). */
export interface ProofParts {
  /** The entry's line, without its newline; the file's `extra`. */
  readonly line: Buffer
  /** 0 for the first entry. */
  readonly index: number
  /** The inclusion proof, from the leaf's sibling to the root's child. */
  readonly hashes: readonly Buffer[]
  /** The signed checkpoint. */
  readonly checkpoint: string
}

const title = 'c2sp.org/tlog-proof@v1'
const maxHashes = 63
/** Longest proof file: a line, which base64 makes longer by a third, 63 hashes, a checkpoint. */
export const maxProofBytes = Math.ceil(maxLineBytes / 3) * 4 + maxHashes * 45 + 256 + maxNoteBytes

/** The proof as a file's text. */
export function formatProof({ line, index, hashes, checkpoint }: ProofParts): string {
  const head = [title, `extra ${line.toString('base64')}`, `index ${index}`]
  return [...head, ...hashes.map((hash) => hash.toString('base64')), '', checkpoint].join('\n')
}

/** Reads a proof, which may come from anyone. Throws {@link ProofError} `bad_proof`. The checkpoint is read elsewhere. */
export function parseProof(from: string | Uint8Array): ProofParts {
  if (from.length > maxProofBytes) throw bad('it is longer than any proof')
  const text = typeof from === 'string' ? from : decode(from)
  const split = text.indexOf('\n\n')
  const [first, extra, index, ...hashes] = text.slice(0, Math.max(0, split)).split('\n')
  if (split < 0 || first !== title) throw bad(`it does not begin with "${title}"`)
  const line = extra?.startsWith('extra ') === true ? decodeBase64(extra.slice('extra '.length)) : null
  if (line === null || line.length >= maxLineBytes) throw bad('it lacks the entry')
  const number = /^index (0|[1-9]\d*)$/.exec(index ?? '')?.[1]
  if (number === undefined || !Number.isSafeInteger(Number(number))) throw bad("it lacks the entry's number")
  if (hashes.length > maxHashes) throw bad('it has more hashes than any proof')
  const decoded = hashes.map((hash) => decodeBase64(hash))
  return {
    line,
    index: Number(number),
    hashes: decoded.map((hash) => {
      if (hash?.length !== hashBytes) throw bad('a hash in it is not one')
      return hash
    }),
    checkpoint: text.slice(split + 2),
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw bad('it is not UTF-8', cause)
  }
}

function bad(why: string, cause?: unknown): ProofError {
  return new ProofError('bad_proof', `This is no proof of a log's entry: ${why}.`, { cause })
}
