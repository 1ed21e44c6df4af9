import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyLog } from '../../src/witness/index.ts'
import { append, place } from './publish-support.ts'
import { freshFolder, until } from './support.ts'

const segmentsOf = async (folder: string): Promise<number> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl')).length

describe('a log that is appended to while it is verified', () => {
  it('is whole each time, as far as it was read, over segments that are made meanwhile', async () => {
    const folder = await freshFolder()
    const script = join(import.meta.dirname, 'appender.ts')
    const child = spawn(process.execPath, [script, folder, 'w', '0', '16', '30000'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    })
    const ended = once(child, 'close')
    onTestFinished(() => void child.kill('SIGKILL'))
    await until(async () => (await segmentsOf(folder)) >= 2)
    const sizes: number[] = []
    while (sizes.length < 20 || (await segmentsOf(folder)) < 6) {
      const { valid, reason, totalEvents } = await verifyLog({ folder, host: 'localhost', port: 8088 })
      expect([valid, reason]).toEqual([true, null])
      sizes.push(totalEvents)
    }
    child.kill('SIGKILL')
    await ended
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other))
    expect(sizes.at(-1)).toBeGreaterThan(sizes[0] ?? 0)
  })

  it('is proved each time by the checkpoint beside it, which grows too', async () => {
    const log = await place()
    await using witness = await log.open({})
    await append(witness)
    await until(() => witness.checkpoints()?.size !== null)
    const over = new AbortController()
    const writing = (async () => {
      while (!over.signal.aborted) await append(witness, 20)
    })()
    const signed: number[] = []
    while (new Set(signed).size < 4) {
      const { valid, anchored, reason, checkpoint } = await verifyLog({ folder: log.folder, key: log.vkey })
      expect([valid, anchored, reason]).toEqual([true, true, null])
      signed.push(checkpoint?.size ?? 0)
    }
    over.abort()
    await writing
    expect(signed).toEqual(signed.toSorted((one, other) => one - other))
  })
})
