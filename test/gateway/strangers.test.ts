import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { nginxWithRtmp, startNginx } from '../support/nginx.ts'
import { needs, needsThat } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { addOutput, envelope, gateway, openFeed, rtmpSpec, temporaryFolder } from './support.ts'

const run = promisify(execFile)
const FRAMES = 240

/** Video frames in a file, as ffprobe counts them, and their presentation times in ms from the first on. */
async function frames(file: string): Promise<{ count: number; times: number[] }> {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file]
  const { stdout } = await run('ffprobe', args, { maxBuffer: 16 * 1024 * 1024 })
  const times = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Math.round(Number.parseFloat(line) * 1000))
  const first = Math.min(...times)
  return { count: times.length, times: times.map((time) => time - first) }
}

describe.runIf(needs('ffmpeg', 'ffprobe') && needsThat(nginxWithRtmp, 'nginx with its RTMP module'))(
  'strangers',
  () => {
    it('ffmpeg with B-frames → gateway → nginx and a file: as many frames out as in, with the same times', async () => {
      await using folder = await temporaryFolder()
      await using nginx = await startNginx()
      await using control = await gateway(folder.path)
      const source = join(folder.path, 'source.flv')
      const make =
        `-v error -f lavfi -i testsrc2=size=320x180:rate=30 -f lavfi -i sine=frequency=440:sample_rate=48000 -frames:v ${FRAMES} -t 8 ` +
        `-c:v libx264 -preset ultrafast -bf 3 -b_strategy 0 -g 30 -pix_fmt yuv420p -c:a aac -f flv ${source}`
      await run('ffmpeg', make.split(' '))
      const feed = await openFeed(control)
      await addOutput(control, { ...rtmpSpec('nginx', nginx.port, 'show'), url: `${nginx.url}/live` })
      const file = join(folder.path, 'show.mp4')
      await addOutput(control, { kind: 'file', outputId: 'rec', name: 'Recording', path: file, format: 'MP4' })
      // Connected before the first key frame, so that not one frame is missing.
      await until('connected', () => control.openChannels[0]?.status().outputs[0]?.state === 'waiting')
      const ffmpeg = spawn('ffmpeg', [
        '-v',
        'error',
        '-re',
        '-i',
        source,
        '-c',
        'copy',
        '-f',
        'flv',
        `${feed.url}/${feed.key.reveal()}`,
      ])
      const [code] = await once(ffmpeg, 'exit')
      expect(code).toBe(0)
      const last = control.openChannels[0]?.status()
      expect(last).toMatchObject({ state: 'ended', reading: { framesTotal: FRAMES, droppedTotal: 0 } })
      const closed = await control.send({ ...envelope(), kind: 'feed.close', params: {} })
      expect(closed.feed?.outputs.map((output) => output.reading.framesTotal)).toEqual([FRAMES, FRAMES])
      const sent = await frames(source)
      expect(sent.count).toBe(FRAMES)
      await expect.poll(async () => (await frames(nginx.recording('show'))).count, { timeout: 5000 }).toBe(FRAMES)
      expect((await frames(nginx.recording('show'))).times).toEqual(sent.times)
      const recorded = await frames(file)
      expect(recorded.count).toBe(FRAMES)
      expect(recorded.times.every((time, at) => Math.abs(time - (sent.times[at] ?? 0)) <= 1)).toBe(true)
    })

    it('ffmpeg with a wrong key is refused and says so', async () => {
      await using folder = await temporaryFolder()
      await using control = await gateway(folder.path)
      await using _target = await receiver()
      const feed = await openFeed(control)
      const args = '-v error -f lavfi -i testsrc2=size=160x90:rate=10 -t 5 -c:v libx264 -f flv'.split(' ')
      const wrong = run('ffmpeg', [...args, `${feed.url}/wrong`])
      await expect(wrong).rejects.toMatchObject({ code: expect.any(Number) })
      expect((await control.status()).feeds[0]?.publisher).toBeNull()
    })
  },
)
