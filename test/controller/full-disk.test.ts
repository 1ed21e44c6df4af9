import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { VMixStreamingController } from '../../src/controller/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { needsThat } from '../support/programs.ts'
import { eventually, logOf, startShow } from '../support/show.ts'
import { mayMakeDisks, SmallDisk } from '../support/small-disk.ts'

describe.runIf(needsThat(await mayMakeDisks(), 'a tmpfs that may be mounted'))('a full disk', () => {
  it('refuses starts with a clear error, lets stops through, and records the gap afterwards', async () => {
    await using disk = new SmallDisk(1024)
    await using show = await startShow({ controller: { dataFolder: disk.path } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const start = { rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/app`, streamKey: 'k' }
    expect(await show.controller.startRtmpStream(start)).toMatchObject({ success: true })
    await disk.fill()
    // The log's last page has some room left.
    await expect(fillLog(show.controller)).rejects.toMatchObject({ code: 'disk_full' })

    const refused = await show.controller.startRtmpStream({ ...start, channel: 1 })
    expect(refused).toMatchObject({ success: false, error: 'configuration_error', witnessed: false })
    expect(refused.message).toMatch(/disk is full/)
    expect(show.simulator.stream(1).live).toBe(false)
    // A process that starts on the full disk may not start anything either.
    const newcomer = show.another({ dataFolder: disk.path })
    expect(await newcomer.startRtmpStream({ ...start, channel: 2 })).toMatchObject({ error: 'configuration_error' })

    const stopped = await show.controller.stopStream({ channel: 0 })
    expect(stopped).toMatchObject({ success: true, verification: 'vmix_off' })
    expect(show.simulator.stream(0).live).toBe(false)
    expect(await newcomer.stopStream({ channel: 0 })).toMatchObject({ success: true })

    await disk.free()
    expect(
      await eventually(
        () => show.controller.startRtmpStream(start),
        ({ success }) => success,
      ),
    ).toBeTruthy()
    const types = await eventually(
      async () => (await logOf(show.controller)).map(({ event }) => event.event_type),
      (seen) => seen.includes('witness_gap'),
    )
    expect(types).toContain('stream_stopped')
    expect(await show.controller.verifyWitnessChain()).toMatchObject({ valid: true })
  })
})

async function fillLog(controller: VMixStreamingController): Promise<void> {
  for (let entry = 0; entry < 100; entry++) await controller.logToWitness({ eventType: 'note', params: { entry } })
}
