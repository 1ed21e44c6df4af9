import { describe, expect, it } from 'vitest'
import { needs } from '../support/programs.ts'
import { receiver } from '../support/receiver.ts'
import { eventually, logOf, startShow } from '../support/show.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'

const PASSPHRASE = 'correct-horse-battery'

describe('startSrtStream', () => {
  it('is checked before anything is sent or recorded, and repeats no passphrase', async () => {
    await using show = await startShow({ gateway: true })
    const good = { srtAddress: 'srt://127.0.0.1:9000' }
    for (const [wrong, message] of [
      [{ srtAddress: 'udp://a:1' }, 'Must start with srt://'],
      [{ latencyMs: 8001 }, 'Must be between 20-8000ms'],
      [{ mode: 'rendezvous' }, "Must be 'caller' or 'listener'"],
      [{ passphrase: 'too-short' }, 'Must be 10 to 79 characters'],
      [{ passphrase: PASSPHRASE, keyLength: 20 }, 'Must be 16, 24 or 32'],
      [{ streamId: 'x'.repeat(513) }, 'Must be 1 to 512 bytes'],
    ] as const) {
      const result = await show.controller.startSrtStream({ ...good, ...wrong })
      expect(result).toMatchObject({ success: false, error: 'validation_error' })
      expect(result.message).toContain(message)
    }
    expect((await show.gateway?.status())?.feeds).toEqual([])
    expect(JSON.stringify(await logOf(show.controller))).not.toMatch(/too-short|correct-horse/)
  })

  it('without a gateway it is unsupported, with the way round', async () => {
    await using show = await startShow()
    const result = await show.controller.startSrtStream({ srtAddress: 'srt://127.0.0.1:9000' })
    expect(result).toMatchObject({ success: false, error: 'unsupported' })
    expect(result.message).toContain('vmixctl gateway')
  })
})

describe.runIf(needs('srt-live-transmit'))('startSrtStream, through the gateway', () => {
  it('is live when a receiver gets it, is in status and log like any destination, and is stopped like one', async () => {
    await using show = await startShow({ gateway: true })
    const port = await freeUdpPort()
    await using receiver = srtLiveTransmit('127.0.0.1', port, `mode=listener&passphrase=${PASSPHRASE}`)
    const request = { srtAddress: `srt://127.0.0.1:${port}`, passphrase: PASSPHRASE, keyLength: 32, latencyMs: 200 }
    const result = await show.controller.startSrtStream(request)
    expect(result).toMatchObject({
      success: true,
      protocol: 'SRT',
      mode: 'caller',
      latencyMs: 200,
      channel: 0,
      verification: 'media',
      witnessed: true,
    })
    expect(await show.controller.startSrtStream(request)).toMatchObject({ success: true, alreadyLive: true })
    await eventually(
      () => receiver.numbers().length,
      (count) => count > 10,
    )
    const { streamChannels } = await show.controller.getStreamStatus()
    expect(streamChannels[0]?.destinations).toMatchObject([{ url: request.srtAddress, state: 'live' }])
    const started = await logOf(show.controller, 'srt_stream_started')
    expect(started[0]?.event.params).toMatchObject({
      channel: 0,
      protocol: 'SRT',
      mode: 'caller',
      latency_ms: 200,
      encrypted: true,
    })
    const stopped = await show.controller.stopStream({ channel: 0 })
    expect(stopped).toMatchObject({ success: true, ended: [{ url: request.srtAddress }] })
    const everything = JSON.stringify([result, stopped, streamChannels, await logOf(show.controller)])
    expect(everything).not.toContain('correct-horse')
  })

  it('is one of the destinations of a show, beside RTMP', async () => {
    await using show = await startShow({ gateway: true })
    await using server = await receiver()
    const port = await freeUdpPort()
    await using studio = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    const result = await show.controller.goLive({
      destinations: [
        { rtmpUrl: `rtmp://127.0.0.1:${server.port}/live`, streamKey: 'k' },
        { srtAddress: `srt://127.0.0.1:${port}`, name: 'Studio' },
      ],
    })
    expect(result).toMatchObject({ success: true, destinations: [{ success: true }, { protocol: 'SRT' }] })
    await eventually(
      () => studio.numbers().length,
      (count) => count > 10,
    )
    expect(server.framesReceived).toBeGreaterThan(0)
    expect(await show.controller.stopStream({ channel: 0 })).toMatchObject({ success: true })
  })

  it('a listener is started when its port is open, and says that nobody has called', async () => {
    await using show = await startShow({ gateway: true })
    const port = await freeUdpPort()
    const result = await show.controller.startSrtStream({ srtAddress: `srt://:${port}`, mode: 'listener' })
    expect(result).toMatchObject({ success: true, verification: 'accepted', mode: 'listener' })
    expect(result.message).toContain('nobody has called yet')
    await using _receiver = srtLiveTransmit('127.0.0.1', port, 'mode=caller')
    await eventually(
      () => show.controller.getStreamStatus(),
      ({ streamChannels }) => streamChannels[0]?.destinations[0]?.state === 'live',
    )
  })

  it('a wrong passphrase is said at once, and vMix’s channel is off again', async () => {
    await using show = await startShow({ gateway: true })
    const port = await freeUdpPort()
    await using _receiver = srtLiveTransmit('127.0.0.1', port, `mode=listener&passphrase=${PASSPHRASE}`)
    await eventually(
      () => show.controller.startSrtStream({ srtAddress: `srt://127.0.0.1:${port}`, passphrase: 'another-passphrase' }),
      (result) => result.message.includes('another passphrase'),
    )
    expect((await show.controller.getStreamStatus()).streaming).toBe(false)
    expect((await logOf(show.controller, 'srt_stream_start_failed')).length).toBeGreaterThan(0)
    expect(JSON.stringify(await logOf(show.controller))).not.toMatch(/another-passphrase|correct-horse/)
  })
})
