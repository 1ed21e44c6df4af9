import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { VMixStreamingController } from '../../src/controller/index.ts'
import { GatewayError, type Gateway, type GatewayStatus } from '../../src/gateway/index.ts'
import { openRehearsal } from '../../src/rehearsal/index.ts'
import { startReceiver, type Receiver } from '../../src/simulator/index.ts'
import { eventually, logOf, startShow, temporaryFolder, type Show } from '../support/show.ts'
import { KillableSimulator } from '../support/simulator-process.ts'
import { readingStatus } from './gateway-looks.ts'

const destination = ({ port }: Receiver, name: string, key = `key-of-${name}`) => ({
  name,
  destinationId: name.toLowerCase(),
  rtmpUrl: `rtmp://127.0.0.1:${port}/live`,
  streamKey: key,
})

async function framesArrive(receiver: Receiver, since = receiver.framesReceived): Promise<void> {
  await eventually(
    () => receiver.framesReceived,
    (frames) => frames > since + 15,
  )
}

function gatewayOf({ gateway }: Show): Gateway {
  if (gateway === null) throw new Error('This show has no gateway.')
  return gateway
}

/** It breaks off by itself, and can be started again. */
async function dies({ simulator, controller, gateway }: Show): Promise<void> {
  await simulator.setFault('stream-dies', 0)
  await eventually(
    () => gateway?.status(),
    (status) => status?.feeds[0]?.state === 'lost' && status.feeds[0].publisher === null,
  )
  await eventually(
    () => controller.getStreamStatus(),
    ({ streaming }) => streaming === false,
  )
  await simulator.setFault('stream-dies', null)
}

const callsOf = ({ simulator }: Show, name: string) => simulator.received.filter((each) => each.function === name)

it('what somebody starts while a resume is looking goes on, and nothing is sent', async () => {
  await using show = await startShow({ gateway: true })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  const { controller } = show
  const gateway = gatewayOf(show)
  expect((await controller.goLive({ destinations: [destination(one, 'One')] })).success).toBe(true)
  await framesArrive(one)
  await dies(show)
  const guards: boolean[] = []
  const late = readingStatus(gateway, async (read) => {
    if (guards.length === 0) {
      // vMix has been read as off by now, or is being read.
      await systemClock.sleep(500)
      const by = await controller.callFunction({ name: 'StartStreaming', params: { Value: 0 }, actor: 'guard' })
      guards.push(by.success)
      await eventually(read, ({ feeds }) => feeds[0]?.publisher != null)
    }
    return await read()
  })
  const starts = callsOf(show, 'StartStreaming').length
  const back = await show.another({ gateway: late }).resumeStream({ channel: 0 })
  expect(guards).toEqual([true])
  expect(back).toMatchObject({ success: true, alreadyLive: true })
  expect(callsOf(show, 'StartStreaming')).toHaveLength(starts + 1)
  expect(callsOf(show, 'StopStreaming')).toEqual([])
  await framesArrive(one)
})

it('a feed that comes by the connection of before is not stopped, though vMix first read as off', async () => {
  await using show = await startShow({ gateway: true })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  const gateway = gatewayOf(show)
  expect((await show.controller.goLive({ destinations: [destination(one, 'One')] })).success).toBe(true)
  await framesArrive(one)
  await dies(show)
  // As of a vMix whose state lags behind its stream: the connection is there before it reads as on.
  const connectedAt = '2026-01-01T20:00:00.000Z'
  const there = { remote: '127.0.0.1', encoder: null, connectedAt }
  const same = (status: GatewayStatus): GatewayStatus => ({
    ...status,
    feeds: status.feeds.map((feed) => ({ ...feed, publisher: feed.publisher === null ? null : there })),
  })
  const lagging = readingStatus(gateway, async (read) => same(await read()), there)
  const waits = { vmixMs: 2000, feedMs: 3000, destinationMs: 4000 }
  const later = show.another({ gateway: lagging, waits })
  expect(await later.resumeStream({ channel: 0 })).toMatchObject({ success: true, alreadyLive: true })
  expect(callsOf(show, 'StopStreaming')).toEqual([])
  await framesArrive(one)
})

it('a gateway that does not answer once the picture is back ends nothing: what is not known is said so', async () => {
  await using show = await startShow({ gateway: true })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  const gateway = gatewayOf(show)
  expect((await show.controller.goLive({ destinations: [destination(one, 'One')] })).success).toBe(true)
  await framesArrive(one)
  await dies(show)
  let left = Infinity
  let arrived = 0
  const flaky = readingStatus(gateway, async (read) => {
    const status = await read()
    if (status.feeds[0]?.publisher == null || status.feeds[0].firstKeyFrameAt === null) return status
    // The first look finds it arriving.
    arrived += 1
    if (arrived > 1 && arrived <= 1 + left) throw new GatewayError('unreachable', 'The gateway does not answer.')
    return status
  })
  const waits = { vmixMs: 2000, feedMs: 4000, destinationMs: 1500 }
  const back = await show.another({ gateway: flaky, waits }).resumeStream({ channel: 0 })
  expect(back).toMatchObject({
    success: true,
    verification: 'vmix_on',
    destinations: [{ destinationId: 'one', state: 'unknown', why: expect.stringContaining('did not answer') }],
  })
  await framesArrive(one)
  expect(callsOf(show, 'StopStreaming')).toEqual([])

  // One answer alone is no matter at all.
  await dies(show)
  left = 1
  arrived = 0
  const once = await show.another({ gateway: flaky, waits: { ...waits, destinationMs: 8000 } }).resumeStream()
  expect(once).toMatchObject({ success: true, verification: 'media', destinations: [{ state: 'live' }] })
  expect(arrived).toBeGreaterThan(2)
})

it('a rehearsal that comes back is one, in words, result and log', async () => {
  await using rehearsal = await openRehearsal({ clock: systemClock })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  await using show = await startShow({ gateway: true })
  const { controller } = show
  expect((await controller.goLive({ destinations: [destination(one, 'Twitch')], rehearsal })).success).toBe(true)
  await dies(show)
  const back = await controller.resumeShow()
  expect(back).toMatchObject({
    success: true,
    message: expect.stringContaining('Stream 1 is a rehearsal'),
    streams: [{ success: true, rehearsal: true, message: expect.stringContaining('Rehearsal') }],
  })
  const [entry] = await logOf(controller, 'stream_resumed')
  expect(entry?.event.params).toMatchObject({ channel: 0, rehearsal: true })
  expect(one.framesReceived).toBe(0)
})

it('without a gateway it goes to the same account again, and the log says what was sent', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await KillableSimulator.start(join(folder.path, 'vmix'))
  await using one = await startReceiver({ port: 0, clock: systemClock })
  const { httpPort: port, tcpPort } = simulator
  const where = { host: '127.0.0.1', port, tcpPort, instance: 'test', dataFolder: folder.path, gateway: null }
  await using controller = new VMixStreamingController(where)
  expect((await controller.startRtmpStream(destination(one, 'One', 'first-key'))).success).toBe(true)
  await framesArrive(one)
  const crashed = async () => {
    await simulator.kill()
    await simulator.again()
    expect((await controller.resumePlan()).streams).toHaveLength(1)
  }
  await crashed()
  const before = one.framesReceived
  const other = await controller.resumeStream({ channel: 0, destination: destination(one, 'Other', 'other-key') })
  expect(other).toMatchObject({ success: false, error: 'validation_error', witnessed: true })
  expect(other.message).toContain('another stream key')
  expect(one.framesReceived).toBe(before)

  // Its own key under another name is the same account; another key of the same destination was replaced.
  const renamed = await controller.resumeStream({ channel: 0, destination: destination(one, 'Other', 'first-key') })
  expect(renamed).toMatchObject({ success: true, destinations: [{ destinationId: 'one' }] })
  await crashed()
  const renewed = await controller.resumeStream({ channel: 0, destination: destination(one, 'One', 'new-key') })
  expect(renewed).toMatchObject({ success: true, destinations: [{ destinationId: 'one' }] })
  const prints = (await logOf(controller, 'stream_resumed')).map(({ event }) => JSON.stringify(event.params))
  expect(prints).toHaveLength(2)
  expect(prints[0]).not.toBe(prints[1])
})

it('a stop that was refused has stopped nothing: the show is brought back all the same', async () => {
  await using show = await startShow({ gateway: true })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  const { controller } = show
  expect((await controller.goLive({ destinations: [destination(one, 'One')] })).success).toBe(true)
  await framesArrive(one)
  const refused = await controller.callFunction({
    name: 'StopStreaming',
    params: { Value: 0 },
    operationId: 'not a name',
  })
  expect(refused).toMatchObject({ success: false, error: 'validation_error', witnessed: true })
  const { streamChannels } = await controller.getStreamStatus()
  expect(streamChannels[0]).toMatchObject({ live: true, via: 'gateway', destinations: [{ destinationId: 'one' }] })
  await dies(show)
  expect(await controller.resumeStream({ channel: 0 })).toMatchObject({ success: true, verification: 'media' })
})
