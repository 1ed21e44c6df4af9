import { decodeBase64, NoteError } from '../note/index.ts'

/** What a checkpoint says: this log, at this size, has this root (C2SP `tlog-checkpoint`). */
export interface CheckpointBody {
  /** The log's name. */
  readonly origin: string
  /** Number of entries. */
  readonly size: number
  /** RFC 6962 root over them, 32 bytes. */
  readonly root: Buffer
  /** Further lines, which others may write; ours have none. */
  readonly extensions: readonly string[]
}

/** The text that is signed. */
export function formatCheckpointBody({ origin, size, root, extensions }: CheckpointBody): string {
  return [origin, String(size), root.toString('base64'), ...extensions, ''].join('\n')
}

/** Reads the text of a checkpoint's note. Throws {@link NoteError} `bad_checkpoint`. */
export function parseCheckpointBody(text: string): CheckpointBody {
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : []
  const [origin, sizeText, rootText, ...extensions] = lines
  if (origin === undefined || sizeText === undefined || rootText === undefined || lines.includes('')) {
    throw bad('its text is not three lines that are not empty: the log, its size, its root')
  }
  const size = Number(sizeText)
  if (!/^(?:0|[1-9]\d*)$/.test(sizeText) || !Number.isSafeInteger(size)) throw bad('its size is no whole number')
  const root = decodeBase64(rootText)
  if (root?.length !== 32) throw bad('its root is not a hash in base64')
  return { origin, size, root, extensions }
}

function bad(why: string): NoteError {
  return new NoteError('bad_checkpoint', `This is no checkpoint of a log: ${why}.`)
}
