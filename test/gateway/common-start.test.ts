import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { systemClock } from '../../src/clock/index.ts'
import type { OutputSpec } from '../../src/gateway/index.ts'
import { AVC_HEADER_BYTES, readFrameMark } from '../../src/gateway/codec/index.ts'
import { addOutput, gateway, openFeed, publish, removeOutput, temporaryFolder } from './support.ts'

/** For each picture of a file: when it is shown, and when it was sent, by the mark in it; ms. */
async function marks(path: string): Promise<readonly { readonly shownMs: number; readonly sentMs: number }[]> {
  using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(await readFile(path)) })
  const track = await input.getPrimaryVideoTrack()
  if (track === null) throw new Error('no video')
  const found: { shownMs: number; sentMs: number }[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const mark = readFrameMark(Buffer.concat([Buffer.alloc(AVC_HEADER_BYTES), packet.data]))
    if (mark !== null) found.push({ shownMs: packet.timestamp * 1000, sentMs: mark.sentAtMs })
  }
  return found
}

const file = (outputId: string, path: string, format: 'MP4' | 'MKV'): OutputSpec => ({
  kind: 'file',
  outputId,
  name: outputId,
  path,
  format,
  commonStart: 'show',
})

describe('recordings with a common start', () => {
  it('of two streams: what was sent at the same time is shown at the same time, to within a frame', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const feeds = [await openFeed(control, 0), await openFeed(control, 1)] as const
    await using _first = publish(feeds[0])
    // The second stream's key frames are elsewhere.
    await systemClock.sleep(430)
    await using _second = publish(feeds[1])
    await expect
      .poll(async () => (await control.status()).feeds.map((feed) => feed.state), { timeout: 10_000 })
      .toEqual(['live', 'live'])
    const paths = [join(folder.path, 'one.mp4'), join(folder.path, 'two.mkv')] as const
    await Promise.all([
      addOutput(control, file('a', paths[0], 'MP4'), 0),
      addOutput(control, file('b', paths[1], 'MKV'), 1),
    ])
    await systemClock.sleep(3000)
    await Promise.all([removeOutput(control, 'a', 0), removeOutput(control, 'b', 1)])
    for (const path of paths) expect((await stat(path)).size).toBeGreaterThan(1000)
    const [one, two] = await Promise.all(paths.map(marks))
    // Each file's own 0, on the senders' clock.
    const zero = (found: typeof one) => {
      const zeros = (found ?? []).map(({ shownMs, sentMs }) => sentMs - shownMs).sort((a, b) => a - b)
      return zeros[Math.floor(zeros.length / 2)] ?? Number.NaN
    }
    expect(Math.abs(zero(one) - zero(two))).toBeLessThan(34)
    // They did not begin with their own first key frames, which are apart.
    expect(Math.max(one?.[0]?.shownMs ?? 0, two?.[0]?.shownMs ?? 0)).toBeGreaterThan(0)
  })

  it('says how to install ffmpeg for what needs it, before anything is made', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, { ffmpeg: join(folder.path, 'no-ffmpeg') })
    await openFeed(control)
    for (const format of ['AVI', 'WAV'] as const) {
      const spec = { kind: 'file', outputId: 'r', name: 'R', path: join(folder.path, 'r.x'), format } as const
      await expect(addOutput(control, spec)).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('Install ffmpeg'),
      })
    }
  })
})
