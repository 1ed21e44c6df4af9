import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { StreamingDestinations } from '../../src/destinations/index.ts'
import { findGateway, gatewayFolder, readEndpoint } from '../../src/gateway/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { start } from '../cli/vmixctl.ts'
import { eventually, logOf, startShow, temporaryFolder } from '../support/show.ts'

describe('a show whose gateway is killed', () => {
  it('goes on by itself; the log says so once and in order, nobody calls it lost, and it is stopped as ever', async () => {
    await using folder = await temporaryFolder()
    const own = ['--rtmp-listen', '127.0.0.1:0', '--control', '127.0.0.1:0', '--exit-with', `${process.pid}`]
    const supervised = start(['gateway', '--data', folder.path, ...own], { limitMs: 120_000 })
    await supervised.prints('control', 30_000)
    await using gateway = await findGateway({ dataFolder: folder.path, clock: systemClock })
    await using show = await startShow({ controller: { gateway }, simulator: { retryForMs: 60_000 } })
    await using target = await startReceiver({ port: 0, clock: systemClock })
    const end = new AbortController()
    const observing = show.controller.observe({ signal: end.signal, pollMs: 200 })
    const to = { ...StreamingDestinations.customRtmp(`rtmp://127.0.0.1:${target.port}/app`, 'a-key'), name: 'Twitch' }
    expect(await show.controller.startRtmpStream(to)).toMatchObject({ success: true, verification: 'media' })
    await eventually(
      () => target.framesReceived,
      (frames) => frames > 30,
    )
    const before = (await readEndpoint(gatewayFolder(folder.path)))?.pid ?? 0
    process.kill(before, 'SIGKILL')
    const recovered = await eventually(
      () => logOf(show.controller, 'destination_recovered'),
      (entries) => entries.length > 0,
      40_000,
    )
    expect(recovered).toHaveLength(1)
    const told = (await logOf(show.controller)).flatMap(({ event }) => {
      const { observation, gateway_journal: journal, gateway_seq: seq } = event.params ?? {}
      return typeof observation === 'string' ? [{ observation, journal, seq: Number(seq) }] : []
    })
    expect(told.filter(({ observation }) => observation === 'gateway.restarted')).toHaveLength(1)
    expect(new Set(told.map(({ journal }) => journal)).size).toBe(1)
    expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + (told[0]?.seq ?? 0)))
    const kinds = (await logOf(show.controller)).map(({ event }) => event.event_type)
    for (const never of ['destination_lost', 'stream_stopped', 'stream_start_failed'])
      expect(kinds).not.toContain(never)
    const status = await show.controller.getStreamStatus()
    expect(status.streamChannels[0]).toMatchObject({ live: true, destinations: [{ name: 'Twitch', state: 'live' }] })

    expect(await show.controller.stopStream({ channel: 0 })).toMatchObject({
      success: true,
      ended: [{ name: 'Twitch' }],
    })
    expect((await gateway?.status())?.feeds).toEqual([])
    end.abort()
    await observing
    supervised.child.kill('SIGTERM')
    expect(await supervised.ended).toMatchObject({ code: 0 })
  })
})
