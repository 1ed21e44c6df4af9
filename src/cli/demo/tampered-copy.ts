import { readFile, writeFile } from 'node:fs/promises'
import { verifyLog } from '../../witness/index.ts'

export interface TamperedCopy {
  readonly file: string
  /** 0-based: the entry that was changed. */
  readonly changedAt: number
  /** 0-based: where verifying finds it; null when it does not. */
  readonly foundAt: number | null
  readonly reason: string | null
}

/** Copies a log, changes one name in one entry, as somebody would who wants another story, and verifies the copy. */
export async function tamperWithCopy(log: string, copy: string, name: string): Promise<TamperedCopy> {
  const lines = (await readFile(log, 'utf8')).split('\n')
  const changedAt = lines.findIndex((line) => line.includes('"event_type": "stream_started"') && line.includes(name))
  const changed = lines.map((line, index) => (index === changedAt ? line.replaceAll(name, 'somewhere else') : line))
  await writeFile(copy, changed.join('\n'), { flag: 'wx' })
  const { brokenAt, reason } = await verifyLog({ file: copy })
  return { file: copy, changedAt, foundAt: brokenAt, reason }
}
