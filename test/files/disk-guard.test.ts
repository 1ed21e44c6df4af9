import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { createFileOutput } from '../../src/gateway/outputs/file/index.ts'
import { needs } from '../support/programs.ts'
import { complaints, makeSource, pictures, probe, readPackets, temporaryFolder } from './material.ts'

const GB = 1_000_000_000

describe.runIf(needs('ffmpeg', 'ffprobe'))('a recording whose disk gets full', () => {
  it.each(['MP4', 'MOV', 'MKV', 'AVI'] as const)(
    'warns, and ends cleanly while there is still room: the %s plays, with all that came',
    async (format) => {
      await using folder = await temporaryFolder()
      const source = join(folder.path, 'source.flv')
      await makeSource(source, { fps: '30', seconds: 4, keySeconds: 1, bFrames: 2 })
      const packets = await readPackets(source)
      const path = join(folder.path, `show.${format.toLowerCase()}`)
      let freeBytes = 3 * GB
      const space = async () => ({ freeBytes, totalBytes: 1000 * GB })
      const output = createFileOutput({ outputId: 'r', name: 'R', path, format, clock: systemClock, space })
      for (const packet of packets) output.packet(packet)
      await expect.poll(() => output.status().file).toMatchObject({ frames: 120, disk: { low: true, full: false } })
      freeBytes = 0.4 * GB
      await expect.poll(() => output.status().state, { timeout: 10_000 }).toBe('failed')
      const status = await output.close()
      expect(status).toMatchObject({ state: 'failed', code: 'disk_full', file: { frames: 120 } })
      expect(status.why).toContain('Only 400 MB are free')
      expect((await probe(path)).packets.filter((packet) => packet.kind === 'video')).toHaveLength(120)
      expect(await pictures(path)).toEqual(await pictures(source))
      expect(await complaints(path)).not.toMatch(/error|invalid|corrupt/i)
    },
  )

  it('does not even begin where there is no room, and leaves no empty file', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'show.mp4')
    const space = async () => ({ freeBytes: 1000, totalBytes: GB })
    const output = createFileOutput({ outputId: 'r', name: 'R', path, format: 'MP4', clock: systemClock, space })
    await expect.poll(() => output.status()).toMatchObject({ state: 'failed', code: 'disk_full', file: { parts: [] } })
    await output.close()
  })
})
