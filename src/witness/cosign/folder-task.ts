import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from '../errors.ts'
import { maxNoteBytes } from '../note/index.ts'
import { readWhole, writeWhole } from '../whole-file.ts'

/** What is to be done in a folder elsewhere: a copy's text read, or written in its place. */
export type FolderTask = { readonly folder: string; readonly name: string } & (
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly text: string }
)

/** What came of it, as it goes between processes. */
export type FolderAnswer =
  | { readonly kind: 'read'; readonly text: string | null }
  | { readonly kind: 'written' }
  | { readonly kind: 'failed'; readonly code: string }

/** Never throws. */
export async function doFolderTask(task: FolderTask): Promise<FolderAnswer> {
  const path = join(task.folder, task.name)
  try {
    // Never made: where a disk is not mounted, its place would be made on this one.
    if (!(await stat(task.folder)).isDirectory()) return { kind: 'failed', code: 'ENOTDIR' }
    if (task.kind === 'read') return { kind: 'read', text: await readWhole(path, maxNoteBytes) }
    await writeWhole(path, task.text)
    return { kind: 'written' }
  } catch (error) {
    return { kind: 'failed', code: systemCode(error) ?? 'unknown error' }
  }
}
