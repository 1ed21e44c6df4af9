import { mkdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { maxNoteBytes } from '../note/index.ts'
import { UnfitFile } from '../regular-file.ts'
import { readWhole, writeWhole } from '../whole-file.ts'

/** The newest checkpoint of a log, beside it. */
function latestPath(folder: string): string {
  return join(folder, 'checkpoints', 'latest.txt')
}

/** Its text; null where there is none. */
export function readLatestCheckpoint(folder: string): Promise<string | null> {
  return readNote(latestPath(folder))
}

/** The newest checkpoint of a log that a witness has cosigned: a log that grows quickly has newer ones that are not yet. */
export function cosignedCheckpointPath(folder: string): string {
  return join(folder, 'checkpoints', 'cosigned.txt')
}

/** Its text; null where there is none. */
export function readCosignedCheckpoint(folder: string): Promise<string | null> {
  return readNote(cosignedCheckpointPath(folder))
}

/** What can be no checkpoint is one that was damaged: a text that is no note, and is replaced like any other. */
async function readNote(path: string): Promise<string | null> {
  try {
    return await readWhole(path, maxNoteBytes)
  } catch (error) {
    if (error instanceof UnfitFile) return ''
    throw error
  }
}

/**
 * Puts a checkpoint beside its log: as `checkpoints/latest.txt`, and as the last one of its day, `checkpoints/2026-11-22.txt`
 * (UTC), so that the history stays small.
 *
 * @param at ms since 1970
 */
export async function writeCheckpoint(folder: string, note: string, at: number): Promise<void> {
  await mkdir(join(folder, 'checkpoints'), { recursive: true })
  await writeWhole(latestPath(folder), note)
  await writeWhole(join(folder, 'checkpoints', `${new Date(at).toISOString().slice(0, 10)}.txt`), note)
}

/** Says of the newest checkpoint that it still holds: the time of its file is when this was last seen. */
export async function confirmCheckpoint(folder: string, at: number): Promise<void> {
  await utimes(latestPath(folder), at / 1000, at / 1000)
}
