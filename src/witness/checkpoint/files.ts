import { mkdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { maxNoteBytes } from '../note/index.ts'
import { readWhole, writeWhole } from '../whole-file.ts'

/** The newest checkpoint of a log, beside it. */
export function latestCheckpointPath(folder: string): string {
  return join(folder, 'checkpoints', 'latest.txt')
}

/** Its text; null where there is none. */
export function readLatestCheckpoint(folder: string): Promise<string | null> {
  return readWhole(latestCheckpointPath(folder), maxNoteBytes)
}

/**
 * Puts a checkpoint beside its log: as `checkpoints/latest.txt`, and as the last one of its day, `checkpoints/2026-11-22.txt`
 * (UTC), so that the history stays small.
 *
 * @param at ms since 1970
 */
export async function writeCheckpoint(folder: string, note: string, at: number): Promise<void> {
  await mkdir(join(folder, 'checkpoints'), { recursive: true })
  await writeWhole(latestCheckpointPath(folder), note)
  await writeWhole(join(folder, 'checkpoints', `${new Date(at).toISOString().slice(0, 10)}.txt`), note)
}

/** Says of the newest checkpoint that it still holds: the time of its file is when this was last seen. */
export async function confirmCheckpoint(folder: string, at: number): Promise<void> {
  await utimes(latestCheckpointPath(folder), at / 1000, at / 1000)
}
