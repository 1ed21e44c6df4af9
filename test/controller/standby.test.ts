import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import type { WitnessEvent } from '../../src/witness/index.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually, logOf, startShow } from '../support/show.ts'

/** H.264 and AAC, ready to be used without ffmpeg. */
const clip = resolve(import.meta.dirname, '../../assets/clip.flv')

describe('a standby, by the controller', () => {
  it('is set before the show, asked for and left by hand, and goes over by itself; the log has all of it', async () => {
    await using show = await startShow({ gateway: true })
    await using target = await receiver()
    const { controller, gateway } = show
    const set = await controller.setStandby({ slate: clip, operationId: 'set-1' })
    expect(set).toMatchObject({ success: true, witnessed: true, standby: { on: 'main', slate: { state: 'ready' } } })
    const told: WitnessEvent[] = []
    const end = new AbortController()
    const observing = controller.observe({ signal: end.signal, onEvent: (event) => told.push(event) })
    const rtmpUrl = `rtmp://127.0.0.1:${target.port}/app`
    const live = await controller.startRtmpStream({ rtmpUrl, streamKey: 'a', name: 'Only' })
    expect(live.success).toBe(true)
    await until('the show', () => target.framesReceived > 30)

    const slate = await controller.slateNow()
    expect(slate).toMatchObject({ success: true, standby: { on: 'slate', held: true } })
    await until('the slate', () => target.unmarked > 15)
    const verdict = await eventually(
      () => controller.getStreamHealth(),
      ({ reasons }) => reasons.some(({ code }) => code === 'on_slate'),
    )
    expect(verdict.healthStatus).toBe('warning')
    const { streamChannels } = await controller.getStreamStatus()
    expect(streamChannels[0]?.standby).toMatchObject({ on: 'slate', held: true, why: 'The slate is sent, as asked.' })
    expect(streamChannels[1]?.standby).toBeNull()
    const back = await controller.backToShow()
    expect(back).toMatchObject({ success: true, standby: { on: 'main', held: false } })

    // Somebody stops it in vMix itself.
    await using byHand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    await byHand.call('StopStreaming', { Value: '0' })
    const { healthStatus } = await eventually(
      () => controller.getStreamHealth(),
      ({ reasons }) => reasons.some(({ code, status }) => code === 'on_slate' && status === 'critical'),
    )
    expect(healthStatus).toBe('critical')
    await until('it is told', () => told.filter(({ eventType }) => eventType === 'standby_started').length === 2)
    end.abort()
    await observing
    const stopped = await controller.stopStream()
    expect(stopped.success).toBe(true)
    expect(target.publishes).toBe(1)
    expect(gateway?.openChannels).toEqual([])
    const types = (await logOf(controller)).map(({ event }) => event.event_type)
    expect(types.filter((type) => type.startsWith('standby_'))).toEqual(
      expect.arrayContaining(['standby_set', 'standby_asked', 'standby_started', 'standby_ended']),
    )
    const asked = await logOf(controller, 'standby_asked')
    expect(asked.map(({ event }) => event.params?.['to'])).toEqual(['slate', 'show'])
    const started = await logOf(controller, 'standby_started')
    expect(started[0]?.event.result).toMatchObject({ code: 'asked', message: 'The slate is sent, as asked.' })
    expect(started[1]?.event.result).toMatchObject({ code: 'main_ended' })
  })

  it('goes to another channel of the same vMix, which a recording brings to the gateway', async () => {
    await using show = await startShow({ gateway: true })
    await using target = await receiver()
    const { controller } = show
    const recording = await controller.startRecording({ channel: 1, recorder: 'gateway', filename: 'backup.mp4' })
    expect(recording.success).toBe(true)
    const rtmpUrl = `rtmp://127.0.0.1:${target.port}/app`
    expect((await controller.startRtmpStream({ rtmpUrl, streamKey: 'a', name: 'Only' })).success).toBe(true)
    const set = await controller.setStandby({ backup: { channel: 1 } })
    expect(set).toMatchObject({ success: true, standby: { on: 'main', backup: { channel: 1, live: true } } })
    await until('the show', () => target.framesReceived > 30)
    await using byHand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    await byHand.call('StopStreaming', { Value: '0' })
    const { streamChannels } = await eventually(
      () => controller.getStreamStatus(),
      (status) => status.streamChannels[0]?.standby?.on === 'backup',
    )
    expect(streamChannels[0]?.destinations).toMatchObject([{ name: 'Only', state: 'live' }])
    const seen = target.framesReceived
    await until('the backup', () => target.framesReceived > seen + 30)
    expect(target.publishes).toBe(1)
  })

  it('refuses what cannot be, and says what to do', async () => {
    await using show = await startShow({ gateway: true })
    const { controller } = show
    const own = await controller.setStandby({ channel: 1, backup: { channel: 1 } })
    expect(own).toMatchObject({
      success: false,
      error: 'validation_error',
      message: expect.stringContaining('its own backup'),
    })
    const missing = await controller.setStandby({ slate: join(show.dataFolder, 'none.flv') })
    expect(missing).toMatchObject({ success: false, message: expect.stringContaining('It is not there.') })
    const closed = await controller.setStandby({ backup: { channel: 3 } })
    expect(closed).toMatchObject({ success: false, message: expect.stringContaining('is not open at this gateway') })
    const unset = await controller.slateNow()
    expect(unset).toMatchObject({ success: false, message: expect.stringContaining('has no standby') })
    await using direct = await startShow()
    expect(await direct.controller.slateNow()).toMatchObject({ success: false, error: 'unsupported' })
    const failed = await logOf(controller, 'standby_failed')
    expect(failed).toHaveLength(4)
  })
})
