import { join } from 'node:path'
import { z } from 'zod'
import { readWhole, writeWhole } from '../whole-file.ts'

/** How it stands with one receiver. */
const stateSchema = z.object({
  kind: z.enum(['witness', 'folder', 'webhook']),
  name: z.string(),
  /** Entries of the newest checkpoint that it took; null before the first. */
  size: z.number().nullable(),
  /** When it took it, ms since 1970. */
  at: z.number().nullable(),
  /** What exactly it took last. */
  digest: z.string().nullable(),
  /** Failures since it last took one. */
  failures: z.number(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Since it last took one it has said that the log is not what it was, and that is in the log. */
  disputeRecorded: z.boolean(),
  /** After a failure: not asked again before this moment, ms since 1970. */
  notBefore: z.number(),
})
export type ReceiverState = z.infer<typeof stateSchema>

const schema = z.record(z.string(), stateSchema)
const maxBytes = 256 * 1024

/** Who has got which checkpoint of a log, by the receiver's id, shared by the processes that write the log. */
export type SentRecord = Readonly<Record<string, ReceiverState>>

/** `checkpoints/sent.json`: for people, and so that a receiver that is away does not hold up each command. No proof. */
function sentRecordPath(folder: string): string {
  return join(folder, 'checkpoints', 'sent.json')
}

/** Empty where there is none, or none that can be read. */
export async function readSentRecord(folder: string): Promise<SentRecord> {
  try {
    const text = await readWhole(sentRecordPath(folder), maxBytes)
    return text === null ? {} : schema.parse(JSON.parse(text))
  } catch {
    return {}
  }
}

export async function writeSentRecord(folder: string, record: SentRecord): Promise<void> {
  await writeWhole(sentRecordPath(folder), `${JSON.stringify(record, null, 2)}\n`)
}
