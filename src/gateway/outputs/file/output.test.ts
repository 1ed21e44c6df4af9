import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../clock/index.ts'
import type { MediaPacket } from '../../packet.ts'
import { createFileOutput } from './index.ts'
import { openNewFile, type OpenNewFile } from './recording-file.ts'

const avcHeader = Buffer.from(
  '170000000001640015ffe1001a67640015acd94141fb0110000003001000000303c0f162d96001000668ebe3cb22c0',
  'hex',
)
const packet = (role: 'config' | 'key' | 'delta', dtsMs: number): MediaPacket => ({
  kind: 'video',
  role,
  dtsMs,
  ctsMs: 0,
  body: role === 'config' ? avcHeader : Buffer.alloc(10_005),
  arrivedMs: systemClock.monotonic(),
})

/** A disk that takes nothing until it is let go. */
function stuckDisk() {
  let letGo = () => undefined as void
  const stuck = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const openFile: OpenNewFile = async (path) => {
    const handle = await openNewFile(path)
    return new Proxy(handle, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        if (name !== 'writev') return value.bind(target)
        return async (...given: unknown[]) => {
          await stuck
          return Reflect.apply(value, target, given)
        }
      },
    })
  }
  return { openFile, letGo: () => letGo() }
}

async function withOutput(
  options: { openFile: OpenNewFile; queueBytes?: number; closeMs?: number },
  work: (output: ReturnType<typeof createFileOutput>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vmix-output-'))
  try {
    const path = join(folder, 'show.mp4')
    await work(createFileOutput({ outputId: 'r', name: 'R', path, format: 'MP4', clock: systemClock, ...options }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('a file output with a disk that hangs', () => {
  it('never blocks, keeps its queue bounded, drops whole groups, and goes on when the disk does', async () => {
    const { openFile, letGo } = stuckDisk()
    await withOutput({ openFile, queueBytes: 200_000 }, async (output) => {
      output.packet(packet('config', 0))
      for (let index = 0; index < 100; index++) output.packet(packet(index % 10 === 0 ? 'key' : 'delta', index * 40))
      expect(output.status().queuedBytes).toBeLessThanOrEqual(200_000)
      expect(output.status().reading.droppedTotal).toBe(81)
      letGo()
      await expect.poll(() => output.status().queuedBytes).toBe(0)
      // The dropping ends at a key frame only.
      output.packet(packet('delta', 4000))
      output.packet(packet('key', 4040))
      const status = await output.close()
      expect(status).toMatchObject({ state: 'closed', file: { frames: 20 } })
      expect(status.reading.droppedTotal).toBe(82)
    })
  })

  it('closes in bounded time, and says that the file may be without an index', async () => {
    const { openFile, letGo } = stuckDisk()
    await withOutput({ openFile, closeMs: 50 }, async (output) => {
      output.packet(packet('config', 0))
      output.packet(packet('key', 0))
      const status = await output.close()
      expect(status).toMatchObject({ state: 'failed', code: 'timeout' })
      expect(await output.close()).toEqual(status)
      letGo()
    })
  })
})
