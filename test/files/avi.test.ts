import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { createFileOutput } from '../../src/gateway/outputs/file/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { needs, needsThat } from '../support/programs.ts'
import { complaints, makeSource, pictures, probe, readPackets, shifted, temporaryFolder } from './material.ts'

const rates = [
  { fps: '25', bFrames: 0 },
  { fps: '30000/1001', bFrames: 2 },
  { fps: '50', bFrames: 3 },
  { fps: '60', bFrames: 0 },
]

function recordTo(path: string, ffmpeg = 'ffmpeg') {
  return createFileOutput({ outputId: 'rec', name: 'Recording', path, format: 'AVI', clock: systemClock, ffmpeg })
}

/** The ffmpeg that writes this file; only Linux tells. */
function writerOf(path: string): number | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${pid}/exe`).includes('ffmpeg') && readFileSync(`/proc/${pid}/cmdline`).includes(path)) {
        return Number(pid)
      }
    } catch {
      // gone meanwhile, or not ours
    }
  }
  return null
}

describe.runIf(needs('ffmpeg', 'ffprobe'))('a recording to AVI', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  const at = (name: string) => join(folder.path, name)
  beforeAll(async () => {
    folder = await temporaryFolder()
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  it.each(rates)('has all pictures in order, and the length, at $fps fps with $bFrames B-frames', async (rate) => {
    const name = `${rate.fps.replace('/', '-')}-${rate.bFrames}`
    await makeSource(at(`${name}.flv`), { ...rate, seconds: 4, keySeconds: 1 })
    const output = recordTo(at(`${name}.avi`))
    const packets = await readPackets(at(`${name}.flv`))
    for (const packet of packets) output.packet(packet)
    const status = await output.close()
    const frames = packets.filter((packet) => packet.role === 'key' || packet.role === 'delta').length
    expect(status).toMatchObject({ state: 'closed', code: null, file: { frames, parts: [at(`${name}.avi`)] } })
    expect(status.file?.bytes).toBe((await stat(at(`${name}.avi`))).size)
    const recorded = await probe(at(`${name}.avi`))
    expect(recorded.format).toBe('avi')
    expect(recorded.streams).toBe(2)
    expect(Math.abs(recorded.durationS - 4)).toBeLessThan(0.1)
    expect(Math.abs((status.file?.durationMs ?? 0) - 4000)).toBeLessThan(100)
    const shown = await pictures(at(`${name}.avi`))
    expect(shown).toHaveLength(frames)
    expect(shown).toEqual(await pictures(at(`${name}.flv`)))
    expect(await complaints(at(`${name}.avi`))).not.toMatch(/error|invalid|corrupt/i)
  })

  it('goes on in the next part when its ffmpeg is killed, and what was written is readable', async () => {
    if (!needsThat(process.platform === 'linux', '/proc')) return
    await makeSource(at('long.flv'), { fps: '30', seconds: 4, keySeconds: 1, bFrames: 2 })
    const packets = await readPackets(at('long.flv'))
    const output = recordTo(at('killed.avi'))
    for (const packet of packets) output.packet(packet)
    await expect.poll(() => output.status().file?.bytes ?? 0).toBeGreaterThan(50_000)
    const writer = writerOf(at('killed.avi'))
    if (writer === null) throw new Error('no ffmpeg writes it')
    process.kill(writer, 'SIGKILL')
    await expect.poll(() => writerOf(at('killed.avi'))).toBe(null)
    const later: MediaPacket[] = shifted(packets, 4000)
    for (const packet of later) {
      output.packet(packet)
      if (packet.role === 'key') await systemClock.sleep(20)
    }
    const status = await output.close()
    expect(status).toMatchObject({ state: 'closed' })
    expect(status.file?.parts).toEqual([at('killed.avi'), at('killed.part2.avi')])
    expect((await pictures(at('killed.avi'))).length).toBeGreaterThan(30)
    expect((await pictures(at('killed.part2.avi'))).length).toBeGreaterThanOrEqual(60)
  })

  it('says how to install ffmpeg where there is none, and leaves no file behind', async () => {
    await makeSource(at('short.flv'), { fps: '25', seconds: 1, keySeconds: 1, bFrames: 0 })
    const output = recordTo(at('none.avi'), at('no-such-ffmpeg'))
    for (const packet of await readPackets(at('short.flv'))) output.packet(packet)
    const status = await output.close()
    expect(status).toMatchObject({ state: 'failed', code: 'unsupported' })
    expect(status.why).toContain('Install ffmpeg')
    await expect(readFile(at('none.avi'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is not left behind: no ffmpeg runs when the output is closed', () => {
    const running = spawnSync('pgrep', ['-f', folder.path], { encoding: 'utf8' }).stdout.trim()
    expect(running).toBe('')
  })
})
