import { describe, expect, it } from 'vitest'
import { freePort } from '../support/ports.ts'
import { receiver, until } from '../support/receiver.ts'
import { logOf, startShow } from '../support/show.ts'

describe('a destination with a backup address', () => {
  it('goes live by the backup where nobody listens at the main one; the log has both addresses and no key', async () => {
    await using show = await startShow({ gateway: true, controller: { waits: { destinationMs: 15_000 } } })
    await using second = await receiver()
    const nobody = await freePort()
    const destination = {
      name: 'TV',
      rtmpUrl: `rtmp://127.0.0.1:${nobody}/live`,
      streamKey: 'SECRET-first',
      backup: { rtmpUrl: `rtmp://127.0.0.1:${second.port}/second`, streamKey: 'SECRET-second', afterSeconds: 0.5 },
    }
    const result = await show.controller.goLive({ destinations: [destination] })
    expect(result).toMatchObject({ success: true })
    await until('frames arrive', () => second.framesReceived > 10)
    const { streamChannels } = await show.controller.getStreamStatus()
    expect(streamChannels[0]?.destinations[0]).toMatchObject({
      state: 'live',
      failover: { inUse: 'backup', why: expect.stringContaining('nothing accepts connections') },
    })
    const entries = await logOf(show.controller, 'stream_started')
    expect(entries[0]?.event.params).toMatchObject({
      destination: {
        url: `rtmp://127.0.0.1:${nobody}/live`,
        backup: {
          url: `rtmp://127.0.0.1:${second.port}/second`,
          key_fingerprint: expect.stringMatching(/^[0-9a-f]+$/),
        },
      },
    })
    expect(JSON.stringify([result, await logOf(show.controller)])).not.toContain('SECRET')
    const id = streamChannels[0]?.destinations[0]?.destinationId ?? ''
    const stays = await show.controller.useAddress({ destinationId: id, address: 'main' })
    expect(stays).toMatchObject({
      success: true,
      address: 'backup',
      message: expect.stringContaining('is still sent to'),
    })
    await using first = await receiver({ port: nobody })
    const back = await show.controller.useAddress({ destinationId: id, address: 'main' })
    expect(back).toMatchObject({ success: true, address: 'main' })
    await until('frames arrive there', () => first.framesReceived > 10)
    expect((await logOf(show.controller, 'destination_switched')).map(({ event }) => event.result)).toMatchObject([
      { address: 'backup' },
      { address: 'main' },
    ])
    expect(await show.controller.useAddress({ destinationId: 'nobody', address: 'main' })).toMatchObject({
      success: false,
    })
    // The same again is no second start.
    expect(await show.controller.goLive({ destinations: [destination] })).toMatchObject({
      destinations: [{ success: true, alreadyLive: true }],
    })
  })

  it('is refused without a gateway, at the same place, and with times that make no sense; nothing is started', async () => {
    await using alone = await startShow()
    const main = { rtmpUrl: 'rtmp://127.0.0.1:1/live', streamKey: 'first' }
    const start = (show: typeof alone, backup: object) =>
      show.controller.startRtmpStream({ ...main, backup: { ...main, streamKey: 'second', ...backup } })
    expect(await start(alone, {})).toMatchObject({ success: false, error: 'unsupported' })
    await using show = await startShow({ gateway: true })
    for (const backup of [
      { streamKey: 'first' },
      { afterSeconds: 0 },
      { returnAfterSeconds: 0 },
      { rtmpUrl: 'http://x' },
    ]) {
      expect(await start(show, backup)).toMatchObject({ success: false, error: 'validation_error' })
    }
    expect((await show.gateway?.status())?.feeds).toEqual([])
  })
})
