import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { createRtmpOutput } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { noFaults } from '../../src/simulator/media/index.ts'
import { receiver, until } from '../support/receiver.ts'
import { pausableProxy, publishBigFrames } from './sources.ts'
import {
  addOutput,
  everythingOnDisk,
  gateway,
  listen,
  openFeed,
  publish,
  rtmpSpec,
  temporaryFolder,
} from './support.ts'

describe('a feed with several destinations', () => {
  it('loses no frame at the others while one is killed and comes back, and tells of it once and in order', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const secret = 'SECRET-a&b=c d+e#f'
    const receivers = [await receiver(), await receiver(), await receiver()]
    await using stack = new AsyncDisposableStack()
    for (const one of receivers) stack.use(one)
    using heard = listen(control)
    const feed = await openFeed(control)
    const names = ['a', 'b', 'c']
    for (const [at, one] of receivers.entries()) {
      await addOutput(control, rtmpSpec(names[at] ?? '', one.port, `${secret}-${at}`))
    }
    await using sender = publish(feed)
    await until('all live', () => receivers.every((one) => one.framesReceived > 30))
    const [a, b, c] = receivers
    if (a === undefined || b === undefined || c === undefined) throw new Error('three receivers')
    expect(b.keys.map((key) => key.reveal())).toContain(`${secret}-1`)

    await b.stop()
    await until('the loss is told', () => heard.kinds().includes('output.lost'))
    const lost = await control.status()
    expect(lost.feeds[0]?.outputs.map((output) => output.state)).toEqual(['live', 'retrying', 'live'])
    expect(lost.feeds[0]?.outputs[1]?.health.healthStatus).toBe('critical')
    const again = stack.use(await receiver({ port: b.port }))
    await until('it recovers', () => heard.kinds().includes('output.recovered') && again.framesReceived > 10)

    await sender.stop()
    await until('the end is told', () => heard.kinds().includes('feed.ended'))
    const sent = sender.framesSent
    await until('all delivered', () => a.lastNumber === sent - 1 && c.lastNumber === sent - 1)
    for (const one of [a, c]) {
      expect([one.framesLost, one.duplicates, one.outOfOrder]).toEqual([0, 0, 0])
      expect(one.framesReceived).toBe(sent - (one.firstNumber ?? 0))
    }
    expect([again.duplicates, again.framesLost]).toEqual([0, 0])
    const status = await control.status()
    const [, sick] = status.feeds[0]?.outputs ?? []
    expect(sick).toMatchObject({ reconnects: 1 })
    // What it missed while it was lost stands in its total, and does not count against how it is now.
    expect(sick?.reading.droppedTotal).toBeGreaterThan(0)
    expect(sick?.reading.droppedLastMinute).toBe(0)
    expect((sick?.reading.droppedTotal ?? 0) + (sick?.reading.framesTotal ?? 0)).toBe(sent - (sick?.framesSkipped ?? 0))

    expect(heard.events.map((event) => event.seq)).toEqual(heard.events.map((_, at) => at + 1))
    const ofB = heard.events.filter((event) => event.outputId === 'b' && event.kind !== 'health.changed')
    expect(ofB.map((event) => event.kind)).toEqual(['output.live', 'output.lost', 'output.recovered'])
    const changes = heard.events.filter((event) => event.outputId === 'b' && event.kind === 'health.changed')
    expect(changes.some((event) => event.health?.after.reasons[0]?.code === 'destination_lost')).toBe(true)

    const told = JSON.stringify([status, heard.events]) + (await everythingOnDisk(folder.path))
    expect(told).not.toContain('SECRET')
    expect(told).not.toContain(feed.key.reveal())
  })

  it('goes on over a second publish: the same connection, decode times that grow, no frame lost', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const times: number[] = []
    await using target = await receiver({
      onPacket: (packet) => {
        if (packet.kind === 'video' && packet.role !== 'config') times.push(packet.dtsMs)
      },
    })
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('only', target.port))
    const first = publish(feed)
    await until('live', () => target.framesReceived > 40)
    await first.stop()
    const before = times.length
    await using _second = publish(feed)
    await until('live again', () => times.length > before + 40)
    expect(target.publishes).toBe(1)
    expect(times.every((time, at) => at === 0 || time > (times[at - 1] ?? time))).toBe(true)
    const output = (await control.status()).feeds[0]?.outputs[0]
    expect(output).toMatchObject({ state: 'live', reconnects: 0 })
  })

  it('says critical when pictures stop on an open connection, resumes, and tells a goodbye from a loss', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    let lastPicture = 0
    await using target = await receiver({
      onPacket: (packet) => {
        if (packet.kind === 'video') lastPicture = Date.now()
      },
    })
    using heard = listen(control)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('only', target.port))
    let stall = false
    await using sender = publish(feed, () => ({ ...noFaults, stall }))
    await until('live', () => target.framesReceived > 60)
    stall = true
    const critical = () =>
      heard.events.find((event) => event.kind === 'health.changed' && event.health?.after.healthStatus === 'critical')
    await until('told', () => critical() !== undefined, 5000)
    expect(heard.kinds()).toContain('feed.stalled')
    // 1.1 s on a quiet machine; the rule itself is tested without one.
    expect(Date.parse(critical()?.at ?? '') - lastPicture).toBeLessThan(3000)
    const stalled = (await control.status()).feeds[0]
    expect(stalled).toMatchObject({ state: 'stalled', health: { healthStatus: 'critical' } })
    expect(stalled?.outputs[0]?.health.reasons[0]?.code).toBe('feed_stopped')
    stall = false
    await until('resumed', () => heard.kinds().includes('feed.resumed'))
    await sender.stop()
    await until('over', () => heard.kinds().includes('feed.ended'))
  })

  it('drops, bounded, and reconnects when a destination accepts and never reads; the others lose nothing', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    let frames = 0
    await using good = await receiver({ onPacket: (packet) => void (frames += packet.role === 'config' ? 0 : 1) })
    await using behind = await receiver()
    await using proxy = await pausableProxy(behind.port)
    using heard = listen(control)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('deaf', proxy.port))
    await addOutput(control, rtmpSpec('good', good.port))
    await using sender = await publishBigFrames(feed)
    await until('both live', () => heard.kinds().filter((kind) => kind === 'output.live').length === 2)
    proxy.pause()
    let queued = 0
    let dropped = 0
    const watch = setInterval(() => {
      const deaf = control.openChannels[0]?.status().outputs[0]
      queued = Math.max(queued, deaf?.queuedBytes ?? 0)
      dropped = Math.max(dropped, deaf?.reading.droppedTotal ?? 0)
    }, 50)
    await until('the loss is told', () => heard.kinds().includes('output.lost'), 25_000)
    clearInterval(watch)
    const lost = heard.events.find((event) => event.kind === 'output.lost')
    expect(lost).toMatchObject({ outputId: 'deaf', code: 'timeout' })
    expect(dropped).toBeGreaterThan(0)
    // Two seconds of this stream are 6 MB; one frame may stand on top.
    expect(queued).toBeLessThan(8_000_000)
    proxy.resume()
    await until('it recovers', () => heard.kinds().includes('output.recovered'))
    await sender.stop()
    await until('the other has everything', () => frames === sender.framesSent)
  })

  it('drops whole groups of pictures when a destination is slow, and goes on at a key frame on the same connection', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const got: { number: number; role: string }[] = []
    await using behind = await receiver({
      onPacket: ({ role, dtsMs }) => void got.push({ role, number: Math.round((dtsMs * 30) / 1000) }),
    })
    await using proxy = await pausableProxy(behind.port)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('slow', proxy.port))
    await using sender = await publishBigFrames(feed)
    const slow = () => control.openChannels[0]?.status().outputs[0]
    await until('live', () => slow()?.state === 'live')
    proxy.pause()
    await until('it drops', () => (slow()?.reading.droppedTotal ?? 0) > 5, 25_000)
    proxy.resume()
    const before = got.length
    await until('it flows again', () => got.length > before + 150 && (slow()?.queuedBytes ?? 1) === 0)
    await sender.stop()
    await until('ended', () => control.openChannels[0]?.status().state === 'ended')
    const arrived = () => got.filter(({ role }) => role === 'key' || role === 'delta')
    const notSent = () => (slow()?.reading.droppedTotal ?? 0) + (slow()?.framesSkipped ?? 0)
    await until('all is delivered', () => arrived().length + notSent() >= sender.framesSent)
    const pictures = arrived()
    const afterGaps = pictures.filter(({ number }, at) => at > 0 && number !== (pictures[at - 1]?.number ?? 0) + 1)
    expect(afterGaps.length).toBeGreaterThan(0)
    expect(afterGaps.every(({ role }) => role === 'key')).toBe(true)
    // The codec header stands before the first key frame and again before the one after each gap.
    expect(got.filter(({ role }) => role === 'config')).toHaveLength(1 + afterGaps.length)
    const status = slow()
    expect(status).toMatchObject({ reconnects: 0, bytesSent: expect.any(Number) })
    expect(pictures.length + notSent()).toBe(sender.framesSent)
    expect(behind.publishes).toBe(1)
  })

  it('goes on trying a destination that never answers, which costs the others nothing', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using target = await receiver()
    await using deaf = await pausableProxy(target.port)
    deaf.pause()
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('deaf', deaf.port))
    await addOutput(control, rtmpSpec('good', target.port))
    await using _sender = publish(feed)
    const deafOutput = async () => (await control.status()).feeds[0]?.outputs[0]
    await until('the other is live', () => target.framesReceived > 30)
    for (let tries = 0; (await deafOutput())?.state !== 'retrying' && tries < 200; tries++) await systemClock.sleep(50)
    expect(await deafOutput()).toMatchObject({ state: 'retrying', code: 'timeout' })
    expect(target.framesLost).toBe(0)
  })

  it('waits without hammering when there is no feed, and connects when one comes', async () => {
    await using target = await receiver()
    const output = createRtmpOutput({
      outputId: 'idle',
      name: 'Idle',
      url: `rtmp://127.0.0.1:${target.port}/app`,
      key: new Secret('k'),
      keyFingerprint: null,
      clock: systemClock,
      limits: { idleMs: 200 },
    })
    await until('connected', () => target.publishes === 1)
    await until('let go', () => target.publishers === 0)
    await systemClock.sleep(300)
    expect(target.publishes).toBe(1)
    expect(output.status()).toMatchObject({ state: 'waiting', code: null })
    const body = Buffer.from('17000000000142c00d', 'hex')
    const header = { kind: 'video', role: 'config', dtsMs: 0, ctsMs: 0, body, arrivedMs: performance.now() } as const
    output.packet(header)
    await until('connected again', () => target.publishes === 2)
    expect(await output.close()).toMatchObject({ state: 'closed' })
  })
})
