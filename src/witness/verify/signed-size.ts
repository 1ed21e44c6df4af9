import type { CheckpointBody } from '../checkpoint/index.ts'
import { isOriginOf, parseCheckpointBody, readCosignedCheckpoint, readLatestCheckpoint } from '../checkpoint/index.ts'
import { cosignatureVerifier, findCosignatures } from '../cosign/index.ts'
import type { LineBytes } from '../line-bytes.ts'
import { Frontier, leafHashWithin } from '../merkle/index.ts'
import type { TreeWithin } from './tree-within.ts'
import { type Note, NoteError, noteVerifier, openNote, parseNote } from '../note/index.ts'

/** Which checkpoint the log must agree with, and who must have signed it. */
export interface CheckpointDemand {
  /** A signed checkpoint that was kept, as it stands in its file; the log's own newest one where only keys are given. */
  readonly checkpoint?: Uint8Array | string
  /** Verifier key of the log: its signature must be there. */
  readonly key?: string
  /** Verifier keys of witnesses: the cosignature of each must be there. */
  readonly witnessKeys?: readonly string[]
}

/** What a checkpoint says, and who has signed it. */
export interface CheckpointFinding {
  readonly origin: string
  readonly size: number
  /** RFC 6962 root of the log's first `size` lines, base64. */
  readonly root: string
  /** It was taken from beside the log: whoever can write there can put back an older one. */
  readonly isFromLog: boolean
  /** Name of the log's key, if its signature was verified. */
  readonly signedBy: string | null
  /** The witnesses whose cosignatures were verified, and when each says to have seen it (ISO 8601). */
  readonly cosigned: readonly { readonly name: string; readonly at: string }[]
}

const newline = 0x0a

/** Reads a checkpoint and its signatures, then goes along the log's lines and compares the tree. */
export class SignedSize {
  readonly finding: CheckpointFinding | null
  /** Why nothing can be proved with it, whatever the log. */
  readonly failure: string | null
  readonly #body: CheckpointBody | null
  readonly #tree = new Frontier()

  constructor(read: Pick<SignedSize, 'finding' | 'failure'> & { readonly body: CheckpointBody | null }) {
    this.#body = read.body
    this.finding = read.finding
    this.failure = read.failure
  }

  /** Takes whole lines, and changes the newlines between them. */
  take({ bytes, begin, end }: LineBytes): void {
    for (let at = begin; at < end && this.#tree.size < this.size; ) {
      const lineEnd = bytes.indexOf(newline, at)
      this.#tree.append(leafHashWithin(bytes, at, lineEnd))
      at = lineEnd + 1
    }
  }

  /** How many lines its tree has. */
  get size(): number {
    return this.#body?.size ?? 0
  }

  /** Whether its tree goes on with these lines, or has all that it needs. */
  goesOnWith({ begin, subtrees }: TreeWithin): boolean {
    return subtrees.length === 0 ? this.#tree.size >= this.size : this.#tree.size === begin
  }

  /** Takes lines that were hashed elsewhere; its tree must go on with them. */
  join({ subtrees }: TreeWithin): void {
    for (const { level, root } of subtrees) this.#tree.append(root, level)
  }

  /** The first entry (0-based) that is missing or not as signed, in a log of `count` entries; null when none is. */
  shortfall(count: number): { readonly at: number; readonly reason: string } | null {
    const body = this.#body
    if (body === null) return null
    if (count < body.size) {
      return { at: count, reason: `entries are missing at the end: the checkpoint has ${body.size}, found ${count}` }
    }
    if (this.#tree.root().equals(body.root)) return null
    const at = Math.max(0, body.size - 1)
    return { at, reason: `the first ${body.size} entries are not those of the checkpoint: the log was rewritten` }
  }

  /**
   * Why it proves nothing of this log; null when it does.
   *
   * @param logId null for a log without entries
   */
  failureFor(logId: string | null): string | null {
    const { finding } = this
    if (this.failure !== null || finding === null || logId === null) return this.failure
    const owners = finding.signedBy === null ? [] : [finding.signedBy]
    if (isOriginOf(finding.origin, owners, logId)) return null
    return `the checkpoint proves nothing: it is of another log, ${finding.origin}`
  }

  /** A signature was verified, of something. */
  get isAnchor(): boolean {
    const { finding } = this
    return finding !== null && finding.size > 0 && (finding.signedBy !== null || finding.cosigned.length > 0)
  }
}

/**
 * Reads the checkpoint that is asked for, and verifies its signatures; null when none is asked for.
 *
 * @param folder the log's, where its newest checkpoint lies; null when only a later segment is looked at
 * @throws {NoteError} for a key that is none
 */
export async function readSignedSize(
  demand: CheckpointDemand,
  folder: string | null,
  nowMs: number,
): Promise<SignedSize | null> {
  const { checkpoint, key, witnessKeys = [] } = demand
  const verifiers = key === undefined ? [] : [noteVerifier(key)]
  for (const vkey of witnessKeys) cosignatureVerifier(vkey)
  if (checkpoint === undefined && verifiers.length === 0 && witnessKeys.length === 0) return null
  if (folder === null) return failed("a checkpoint is of a whole log: name the log's folder, or its first segment")
  const text = checkpoint ?? (await ownCheckpoint(folder, witnessKeys.length > 0))
  if (text === null) return failed('there is no checkpoint beside the log, and so no signature of the given keys')
  try {
    const note = parseNote(text)
    const body = parseCheckpointBody(note.text)
    if (verifiers.length > 0) openNote(note, verifiers, { all: true })
    const finding = {
      origin: body.origin,
      size: body.size,
      root: body.root.toString('base64'),
      isFromLog: checkpoint === undefined,
      signedBy: verifiers[0]?.name ?? null,
      cosigned: cosignaturesOf(note, witnessKeys, nowMs),
    }
    return new SignedSize({ body, finding, failure: null })
  } catch (error) {
    if (error instanceof NoteError) return failed(`the checkpoint proves nothing: ${error.message}`)
    throw error
  }
}

/** The newest one beside the log; where witnesses are asked for, the newest that they have cosigned. */
async function ownCheckpoint(folder: string, cosigned: boolean): Promise<string | null> {
  const fromWitnesses = cosigned ? await readCosignedCheckpoint(folder) : null
  return fromWitnesses ?? (await readLatestCheckpoint(folder))
}

/** Throws {@link NoteError} unless each of them has cosigned. */
function cosignaturesOf(note: Note, witnessKeys: readonly string[], nowMs: number): CheckpointFinding['cosigned'] {
  return findCosignatures(note, witnessKeys, nowMs).map(({ name, state, atMs }) => {
    if (state === 'cosigned' && atMs !== null) return { name, at: new Date(atMs).toISOString() }
    const code = state === 'missing' ? 'missing_signature' : 'bad_signature'
    throw new NoteError(code, `The witness ${name} ${unproved[state]}.`)
  })
}

const unproved = {
  cosigned: 'names no time',
  missing: 'has not cosigned it',
  wrong: 'has a cosignature there that does not verify: something was changed',
  future: 'has cosigned it at a time that has not come yet: a clock is wrong',
}

function failed(failure: string): SignedSize {
  return new SignedSize({ body: null, finding: null, failure })
}
