/**
 * A process that appends to a log of short segments, for a test that makes its disk fail meanwhile. Each line on its
 * standard input, `{"folder": …, "signerFolder": …}`, is one round, answered with what was acknowledged.
 */
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { openIn } from './support.ts'

const task = z.object({ folder: z.string(), signerFolder: z.string() })

/** Place and hash of what is said to be on disk; null for what is not. */
async function append({ folder, signerFolder }: z.infer<typeof task>): Promise<readonly (string | null)[]> {
  await using witness = await openIn(folder, {
    whenUnavailable: 'continue',
    rotation: { bytes: 1500 },
    checkpoints: { signerFolder, everyEntries: 2, leastMs: 1, everyMs: 50 },
  })
  const told: (string | null)[] = []
  for (let index = 0; index < 8; index++) {
    const event = { eventType: 'x', params: { index } }
    const entry =
      index % 2 === 0
        ? await witness.append(event).catch(() => null)
        : await witness.appendUrgent(event).then((result) => (result.witnessed ? result.entry : null))
    told.push(entry === null ? null : `${entry.event.sequence} ${entry.current_hash}`)
  }
  return told
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await append(task.parse(JSON.parse(line))))}\n`)
}
