import { z } from 'zod'
import type { OperationContext } from '../context.ts'
import { observe } from './observe.ts'

/** What the log says of a finished file. */
export interface RecordingHash {
  readonly file: string
  /** As `sha256sum` prints it; null when the gateway could not read the file any more. */
  readonly sha256: string | null
  readonly bytes: number
  /** Whether it was still what had been written; null where that is not known. */
  readonly asWritten: boolean | null
}

const lookMs = 100

const hashedEvent = z.object({
  params: z.object({ filename: z.string() }),
  result: z.object({ sha256: z.string().nullable(), bytes: z.number(), as_written: z.boolean().nullable() }),
})

/**
 * Waits until the log holds the hashes of these files, and writes the gateway's events into it where nobody else does. The
 * signal ends it: with what is there by then.
 *
 * @throws WitnessError when the log cannot be read
 */
export async function recordingHashes(
  context: OperationContext,
  files: readonly string[],
  signal: AbortSignal,
): Promise<readonly RecordingHash[]> {
  const over = new AbortController()
  const observing = observe(context, { signal: AbortSignal.any([signal, over.signal]) }, 'gateway')
  const found = new Map<string, RecordingHash>()
  try {
    const witness = await context.log.witness()
    for (let from = 1; ; ) {
      for await (const { event } of witness.entries({ eventType: 'recording_hashed', from })) {
        from = event.sequence + 1
        const parsed = hashedEvent.safeParse(event)
        if (!parsed.success) continue
        const { filename: file } = parsed.data.params
        const { sha256, bytes, as_written: asWritten } = parsed.data.result
        if (files.includes(file)) found.set(file, { file, sha256, bytes, asWritten })
      }
      if (found.size === new Set(files).size || signal.aborted) break
      await context.clock.sleep(lookMs, signal).catch(() => undefined)
    }
  } finally {
    over.abort()
    await observing
  }
  return [...found.values()]
}
