import { spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportFormats, type WitnessEvent } from '../../src/witness/index.ts'
import { temporaryFolder } from '../support/show.ts'
import { openIn } from './support.ts'

/** EXPORT_ENTRIES=100000 gives the figures of docs/witness.md. */
const entries = Number(process.env['EXPORT_ENTRIES'] ?? 10_000)

/** A stream that was started and stopped: four entries, and an article of its own on the page. */
function show(index: number): readonly WitnessEvent[] {
  const channel = index % 5
  const [start, stop] = [`start-${index}`, `stop-${index}`]
  const destination = { id: 'tw', name: 'Twitch', url: 'rtmp://127.0.0.1/app', key_fingerprint: 'f1' }
  const asked = (kind: string) => ({ kind, channel })
  const success = { success: true, verification: 'media' }
  return [
    { eventType: 'operation_requested', operationId: start, params: asked('stream_start') },
    {
      eventType: 'stream_started',
      operationId: start,
      params: { channel, via: 'gateway', destination },
      result: success,
    },
    { eventType: 'operation_requested', operationId: stop, params: asked('stream_stop') },
    { eventType: 'stream_stopped', operationId: stop, params: { channel, destination_id: null }, result: success },
  ]
}

async function logOf(folder: string, count: number): Promise<void> {
  await using log = await openIn(folder)
  const events = Array.from({ length: count / 4 }, (_, index) => show(index)).flat()
  for (let at = 0; at < events.length; at += 4000) {
    await Promise.all(events.slice(at, at + 4000).map((event) => log.append(event)))
  }
}

describe('the memory of an export', () => {
  it('is bounded, however many shows there were', { timeout: 600_000 }, async () => {
    await using folder = await temporaryFolder()
    const most = new Map<string, number>()
    for (const count of [400, entries]) {
      const instance = `log-${count}`
      await logOf(join(folder.path, 'witness', instance), count)
      for (const format of exportFormats) {
        const out = join(folder.path, `${instance}.${format}`)
        const args = ['witness', 'export', '--format', format, '--out', out, '--instance', instance]
        const program = join(import.meta.dirname, 'export-process.ts')
        const run = spawnSync(process.execPath, [program, ...args, '--data', folder.path], { encoding: 'utf8' })
        expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('Written to')])
        const mb = Number(/most memory: (\d+) MB/.exec(run.stderr)?.[1])
        console.log(`${format}: ${count} entries, at most ${mb} MB, a file of ${(await stat(out)).size} bytes`)
        most.set(`${format} ${count}`, mb)
      }
    }
    for (const format of exportFormats) {
      const [few = 0, many = 0] = [most.get(`${format} 400`), most.get(`${format} ${entries}`)]
      expect(few).toBeGreaterThan(20)
      // The garbage that is not collected yet counts too. The page holds its shows; the others hold nothing.
      const bound = format === 'html' ? 100 + entries / 100 : 150
      expect([format, many - few < bound, many - few]).toEqual([format, true, many - few])
    }
  })
})
