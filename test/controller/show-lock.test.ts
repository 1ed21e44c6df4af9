import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { StreamingDestinations } from '../../src/destinations/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { logOf, startShow } from '../support/show.ts'

const to = (port: number, key = 'key') => StreamingDestinations.customRtmp(`rtmp://127.0.0.1:${port}/app`, key)
const locked = { success: false, error: 'show_locked', leftOn: [] }

describe('the show lock', () => {
  it('while it is on, nothing is stopped or replaced unconfirmed: nothing is sent, and the refusal is in the log', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const { controller, simulator } = show
    expect(await controller.startRtmpStream(to(receiver.port))).toMatchObject({ success: true })
    expect(await controller.lockShow(true, { actor: 'Ada' })).toMatchObject({ by: 'Ada' })
    const sent = simulator.receivedTotal
    expect(await controller.stopStream()).toMatchObject(locked)
    expect(await controller.stopRecording()).toMatchObject(locked)
    expect(await controller.stopSrtOutput({ output: 1 })).toMatchObject(locked)
    expect(await controller.startRtmpStream({ ...to(receiver.port, 'other'), replace: true })).toMatchObject(locked)
    expect(await controller.goLive({ destinations: [to(receiver.port, 'other')], replace: true })).toMatchObject({
      success: false,
      destinations: [locked],
    })
    for (const name of ['StopStreaming', 'stopstreaming', 'StartStopStreaming', 'StopRecording', 'StopExternal']) {
      expect(await controller.callFunction({ name })).toMatchObject(locked)
    }
    expect([simulator.receivedTotal, simulator.stream(0).live]).toEqual([sent, true])
    // What ends nothing goes on as ever.
    expect(await controller.callFunction({ name: 'Cut' })).toMatchObject({ success: true })
    expect(await controller.startRtmpStream(to(receiver.port))).toMatchObject({ success: true, alreadyLive: true })
    const types = (await logOf(controller)).map(({ event }) => event.event_type)
    expect(types).toEqual(expect.arrayContaining(['show_locked', 'stream_stop_failed', 'recording_stop_failed']))
  })

  it('confirmed, it is done; without the lock nothing needs to be confirmed', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const { controller, simulator } = show
    await controller.startRtmpStream(to(receiver.port))
    await controller.lockShow(true)
    expect(await controller.stopStream({ confirmed: true })).toMatchObject({ success: true })
    expect(simulator.stream(0).live).toBe(false)
    await controller.startRtmpStream(to(receiver.port))
    expect(await controller.lockShow(false)).toBeNull()
    expect(await controller.stopStream()).toMatchObject({ success: true })
  })

  it('another process heeds it once it has read it, and takes it off for all; a damaged one counts as on', async () => {
    await using show = await startShow()
    await using another = show.another()
    await show.controller.lockShow(true, { actor: 'Ada' })
    expect(another.lockedShow).toBeNull()
    expect(await another.showLock()).toMatchObject({ by: 'Ada' })
    expect(await another.stopRecording({ recorder: 'vmix' })).toMatchObject(locked)
    await another.lockShow(false)
    expect(await show.controller.showLock()).toBeNull()
    await writeFile(join(show.dataFolder, 'locks', 'test', 'show-lock.json'), '{"since":')
    expect(await show.controller.showLock()).toEqual({ since: 'unknown', by: 'unknown' })
  })
})
