/**
 * A process that appends to a log as fast as it can, and says on its standard output what was acknowledged:
 * `<sequence> <current_hash>` a line. Arguments: folder, writer, how many (0: until it is killed), how many at once, bytes of
 * a segment.
 */
import { writeSync } from 'node:fs'
import { openIn } from './support.ts'

const [folder = '', writer = '', count = '0', width = '1', segment = '67108864'] = process.argv.slice(2)
const total = Number(count) || Number.POSITIVE_INFINITY

await using witness = await openIn(folder, {
  writer,
  limits: { appendMs: 60_000, lockMs: 60_000 },
  rotation: { bytes: Number(segment) },
})
let next = 0
async function appendOn(): Promise<void> {
  while (next < total) {
    const index = next++
    const entry = await witness.append({ eventType: 'health_changed', params: { index } })
    // Straight to the pipe: what this process was told must be known even when it is killed right now.
    writeSync(1, `${entry.event.sequence} ${entry.current_hash}\n`)
  }
}
await Promise.all(Array.from({ length: Number(width) }, appendOn))
