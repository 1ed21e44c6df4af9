import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSlate } from '../../src/gateway/standby/load-slate.ts'
import { needs } from '../support/programs.ts'
import { temporaryFolder } from './support.ts'

const clip = resolve(import.meta.dirname, '../../assets/clip.flv')
const never = new AbortController().signal
const feed = { width: 320, height: 240, fps: 30_000 / 1001, sampleRate: 44_100, channels: 1 }

describe('a slate', () => {
  it('that differs from the show is used all the same where there is no ffmpeg, and it is said', async () => {
    const loaded = await loadSlate(clip, feed, '/nowhere/ffmpeg', never)
    expect(loaded.prepared).toBe(false)
    expect(loaded.note).toContain('640×360 instead of 320×240')
    expect(loaded.note).toContain('/nowhere/ffmpeg does not run here')
    const fits = await loadSlate(clip, { width: 640, height: 360, fps: 30 }, '/nowhere/ffmpeg', never)
    expect([fits.prepared, fits.note]).toEqual([false, null])
  })

  it.runIf(needs('ffmpeg'))(
    'is made to the show of a picture, a clip, and a clip without sound, whatever they are called',
    async () => {
      await using folder = await temporaryFolder()
      const make = (name: string, ...args: string[]): string => {
        const path = join(folder.path, name)
        execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...args, `file:${path}`])
        return path
      }
      const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=300x500:rate=25']
      const tone = ['-f', 'lavfi', '-i', 'sine=sample_rate=48000']
      const coded = ['-t', '3', '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-bf', '2']
      const paths = [
        make('-y%03d & back soon.png', ...picture, '-frames:v', '1', '-update', '1'),
        make('http: clip.mkv', ...picture, ...tone, ...coded, '-c:a', 'aac'),
        make('silent.mp4', ...picture, ...coded),
      ]
      for (const path of paths) {
        const { slate, prepared } = await loadSlate(path, feed, 'ffmpeg', never)
        expect(prepared).toBe(true)
        expect(slate.format).toMatchObject({ width: 320, height: 240, sampleRate: 44_100, channels: 1 })
        expect(slate.format.fps).toBeCloseTo(29.97, 1)
        const keys = slate.packets.filter(({ role }) => role === 'key').map(({ dtsMs }) => dtsMs)
        expect(keys.slice(1).every((key, at) => key - (keys[at] ?? 0) <= 1002)).toBe(true)
        expect(slate.packets.every(({ ctsMs }) => ctsMs === 0)).toBe(true)
        expect(slate.packets.filter(({ role }) => role === 'audio').length).toBeGreaterThan(100)
      }
    },
  )
})
