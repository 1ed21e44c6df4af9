import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesisHash, lineBuilder } from '../../src/witness/chain.ts'
import { exportFormats, type WitnessEvent } from '../../src/witness/index.ts'
import { prepareEvent } from '../../src/witness/prepare.ts'
import { temporaryFolder } from '../support/show.ts'

/** The figures of docs/witness.md are of so many. */
const entries = Number(process.env['EXPORT_ENTRIES'] ?? 120_000)
/** MB for what lives in the child: the program alone takes about 30, and once 64 was too little on a busy machine; as one text 25,000 shows did not fit. */
const room = 96

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

/** Written as a writer does, but for the waiting until it is on disk. */
async function writeLog(folder: string, count: number): Promise<void> {
  const opened = { eventType: 'log_opened', params: { format: 1, host: 'localhost', port: 8088, instance: 'studio' } }
  const loggedAt = '2026-11-22T20:00:00.000Z'
  const build = lineBuilder({ logId: '7d0f3c5a-52a4-4a38-9d6c-3f6f0f6f2a11', writer: 'studio:1:a', loggedAt })
  let head = { size: 0, hash: genesisHash('localhost', 8088) }
  await mkdir(folder, { recursive: true })
  for (let index = -1; index < count / 4; index++) {
    const lines = (index < 0 ? [opened] : show(index)).map((event) => {
      const built = build(head, prepareEvent(event, { actor: 'anna', timestamp: loggedAt }).parts, false)
      head = built.head
      return built.line
    })
    appendFileSync(join(folder, '000001.jsonl'), lines.join(''), 'latin1')
  }
}

describe('the memory of an export', () => {
  it.each([400, entries])(
    'of %i entries is that of the program, and little more',
    { timeout: 600_000 },
    async (count) => {
      await using folder = await temporaryFolder()
      await writeLog(join(folder.path, 'witness', 'studio'), count)
      for (const format of exportFormats) {
        const out = join(folder.path, `studio.${format}`)
        const program = [`--max-old-space-size=${room}`, join(import.meta.dirname, 'export-process.ts')]
        const args = ['witness', 'export', '--format', format, '--out', out, '--instance', 'studio']
        const run = spawnSync(process.execPath, [...program, ...args, '--data', folder.path], { encoding: 'utf8' })
        expect([format, run.signal, run.stderr, run.status, run.stdout]).toEqual([
          format,
          null,
          expect.any(String),
          0,
          expect.stringContaining('Written to'),
        ])
        const mb = Number(/most memory: (\d+) MB/.exec(run.stderr)?.[1])
        console.log(`${format}: ${count} entries, at most ${mb} MB, a file of ${(await stat(out)).size} bytes`)
      }
      const page = await readFile(join(folder.path, 'studio.html'), 'utf8')
      expect(page.match(/<article/g)).toHaveLength(count / 4)
    },
  )
})
