import { WitnessError, type WitnessErrorCode } from '../errors.ts'
import { CheckpointConflict, type ConflictCode } from './errors.ts'
import { growTree, type LogTreeOptions } from './log-tree.ts'

/** What `growTree` needs, as it goes to a thread. */
export type TreeQuestion = Pick<LogTreeOptions, 'folder' | 'head'> & {
  readonly known: readonly { readonly size: number; readonly root: Uint8Array }[]
}

/** What comes back: errors lose their class on the way. */
export type TreeAnswer =
  | { readonly root: Uint8Array }
  | { readonly conflict: ConflictCode; readonly signedSize: number }
  | { readonly error: WitnessErrorCode; readonly message: string }

/** `growTree` with its errors as data. */
export async function answerTree({ known, ...rest }: TreeQuestion): Promise<TreeAnswer> {
  try {
    const trees = known.map(({ size, root }) => ({ size, root: Buffer.from(root) }))
    return { root: await growTree({ ...rest, known: trees }) }
  } catch (error) {
    if (error instanceof CheckpointConflict) return { conflict: error.code, signedSize: error.signedSize }
    if (error instanceof WitnessError) return { error: error.code, message: error.message }
    return { error: 'disk_error', message: error instanceof Error ? error.message : String(error) }
  }
}

/** The other way round. */
export function rootOf(answer: TreeAnswer): Buffer {
  if ('root' in answer) return Buffer.from(answer.root)
  if ('conflict' in answer) throw new CheckpointConflict(answer.conflict, answer.signedSize)
  throw new WitnessError(answer.error, answer.message)
}
