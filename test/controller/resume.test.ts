import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { VMixStreamingController, type ControllerOptions } from '../../src/controller/index.ts'
import { startGateway } from '../../src/gateway/index.ts'
import { startReceiver, type Receiver } from '../../src/simulator/index.ts'
import { KillableSimulator } from '../support/simulator-process.ts'
import { eventually, logOf, temporaryFolder } from '../support/show.ts'

interface Stage extends AsyncDisposable {
  readonly simulator: KillableSimulator
  readonly controller: VMixStreamingController
  readonly receivers: readonly [Receiver, Receiver]
  another(): VMixStreamingController
  /** Watches until the stage is taken down. */
  watch(): Promise<void>
}

const plantedKey = 'PLANTED-live_5a21'

async function stage(options: { readonly gateway: boolean }): Promise<Stage> {
  await using stack = new AsyncDisposableStack()
  const { path: dataFolder } = stack.use(await temporaryFolder())
  const simulator = stack.use(await KillableSimulator.start(join(dataFolder, 'vmix')))
  const gateway = options.gateway
    ? stack.use(await startGateway({ rtmpListen: '127.0.0.1:0', dataFolder, clock: systemClock }))
    : null
  const receivers = [
    stack.use(await startReceiver({ port: 0, clock: systemClock })),
    stack.use(await startReceiver({ port: 0, clock: systemClock })),
  ] as const
  const settings: ControllerOptions = {
    host: '127.0.0.1',
    port: simulator.httpPort,
    tcpPort: simulator.tcpPort,
    instance: 'test',
    dataFolder,
    gateway,
  }
  const controller = stack.use(new VMixStreamingController(settings))
  const over = stack.adopt(new AbortController(), (each) => each.abort())
  const owned = stack.move()
  return {
    simulator,
    controller,
    receivers,
    another: () => owned.use(new VMixStreamingController(settings)),
    watch: async () => {
      const watching = controller.observe({ signal: over.signal })
      owned.defer(() => watching)
      owned.defer(() => over.abort())
      await eventually(
        () => controller.seen,
        (seen) => seen?.connection.connected === true,
      )
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const destination = ({ port }: Receiver, name: string) => ({
  name,
  destinationId: name.toLowerCase(),
  rtmpUrl: `rtmp://127.0.0.1:${port}/live`,
  streamKey: `${plantedKey}-${name}`,
})

async function framesArrive(receiver: Receiver, since = receiver.framesReceived): Promise<void> {
  await eventually(
    () => receiver.framesReceived,
    (frames) => frames > since + 15,
  )
}

/** vMix crashes and comes back, and whoever watches has seen both. */
async function crash({ simulator, controller }: Stage): Promise<void> {
  await simulator.kill()
  await eventually(
    () => controller.seen,
    (seen) => seen?.connection.connected === false,
  )
  await simulator.again()
}

it('a show through the gateway comes back with one call: the same destinations, both recordings, nothing twice', async () => {
  await using show = await stage({ gateway: true })
  const { controller, receivers, simulator } = show
  await show.watch()
  const [one, two] = receivers
  const live = await controller.goLive({
    destinations: [destination(one, 'One'), destination(two, 'Two')],
    record: { format: 'MKV' },
  })
  expect(live.success).toBe(true)
  await simulator.press('Function=StartRecording')
  await Promise.all([framesArrive(one), framesArrive(two)])
  await eventually(
    () => logOf(controller, 'recording_observed'),
    (entries) => entries.some(({ event }) => event.params?.['on'] === true),
  )
  await crash(show)
  const plan = await eventually(
    () => controller.resumePlan(),
    ({ streams, recorder }) => streams.length === 1 && recorder,
  )
  expect(plan).toMatchObject({
    streams: [{ channel: 0, via: 'gateway', recordings: [expect.stringContaining('.mkv')] }],
    leftAlone: [],
  })
  const before = [one.framesReceived, two.framesReceived]

  // Two presses at once: one does it, and the other one sends nothing.
  const presses = await Promise.all([controller.resumeShow(), show.another().resumeShow()])
  const done = presses.filter(({ success }) => success)
  expect(done.length).toBeGreaterThanOrEqual(1)
  const streams = presses.flatMap((press) => press.streams)
  expect(streams.filter((stream) => stream.success && !stream.alreadyLive)).toEqual([
    expect.objectContaining({ channel: 0, via: 'gateway', verification: 'media', recordings: [expect.anything()] }),
  ])
  await Promise.all([framesArrive(one, before[0]), framesArrive(two, before[1])])
  expect([one.publishers, two.publishers]).toEqual([1, 1])
  const status = await controller.getStreamStatus()
  expect(status.recording).toBe(true)
  expect(status.streamChannels[0]).toMatchObject({
    live: true,
    via: 'gateway',
    destinations: [{ state: 'live' }, { state: 'live' }],
    recordings: [{ format: 'MKV' }],
  })
  expect(status.streamChannels[0]?.destinations).toHaveLength(2)

  // On again, it is left as it is.
  const again = await controller.resumeStream({ channel: 0 })
  expect(again).toMatchObject({ success: true, alreadyLive: true })
  expect(await controller.resumeShow()).toMatchObject({ success: true, streams: [], recording: null })
  const all = await logOf(controller)
  expect(JSON.stringify(all)).not.toContain(plantedKey)
  expect(all.filter(({ event }) => event.event_type === 'stream_resumed').length).toBeGreaterThanOrEqual(1)
})

it('a stop while it comes back ends it, and what was stopped stays off', async () => {
  await using show = await stage({ gateway: true })
  const { controller, receivers } = show
  await show.watch()
  expect((await controller.goLive({ destinations: [destination(receivers[0], 'One')] })).success).toBe(true)
  await crash(show)
  await eventually(
    () => controller.resumePlan(),
    ({ streams }) => streams.length === 1,
  )
  const resuming = controller.resumeStream({ channel: 0 })
  await eventually(
    () => logOf(controller, 'operation_requested'),
    (entries) => entries.some(({ event }) => event.params?.['kind'] === 'stream_resume'),
  )
  const stopped = await show.another().stopStream({ channel: 0 })
  expect(stopped.success).toBe(true)
  const ended = await resuming
  expect(ended.success || ended.error === 'aborted').toBe(true)
  await eventually(
    () => controller.getStreamStatus(),
    ({ streaming }) => streaming === false,
  )
  expect(await controller.resumeStream({ channel: 0 })).toMatchObject({ success: false, error: 'validation_error' })
  expect((await controller.resumePlan()).streams).toEqual([])
})

it('a stream that somebody switched off in vMix, or switched on to elsewhere, is not touched', async () => {
  await using show = await stage({ gateway: true })
  const { controller, receivers, simulator } = show
  await show.watch()
  const [one, two] = receivers
  expect((await controller.goLive({ destinations: [destination(one, 'One')] })).success).toBe(true)
  await framesArrive(one)
  await simulator.press('Function=StopStreaming&Value=0')
  const left = await eventually(
    () => controller.resumePlan(),
    ({ leftAlone }) => leftAlone.length === 1,
  )
  expect(left).toMatchObject({ streams: [], leftAlone: [{ channel: 0, why: expect.stringContaining('by hand') }] })
  const refused = await controller.resumeStream({ channel: 0 })
  expect(refused).toMatchObject({ success: false, error: 'validation_error', witnessed: true })

  // vMix is back with somebody's own stream already on.
  await crash(show)
  await simulator.press(`Function=StreamingSetURL&Value=0,rtmp://127.0.0.1:${two.port}/other`)
  await simulator.press('Function=StreamingSetKey&Value=0,theirs')
  await simulator.press('Function=StartStreaming&Value=0')
  await framesArrive(two)
  expect(await controller.resumeStream({ channel: 0 })).toMatchObject({ success: false, error: 'channel_busy' })
  await framesArrive(two)
})

it('without a gateway vMix is told again where to send, which whoever asks has to know', async () => {
  await using show = await stage({ gateway: false })
  const { controller, receivers, simulator } = show
  await show.watch()
  const [one] = receivers
  const to = destination(one, 'One')
  expect((await controller.startRtmpStream(to)).success).toBe(true)
  expect((await controller.startRecording({})).success).toBe(true)
  await framesArrive(one)
  await crash(show)
  await eventually(
    () => controller.resumePlan(),
    ({ streams, recorder }) => streams.length === 1 && recorder,
  )
  const unknown = await controller.resumeStream({ channel: 0 })
  expect(unknown).toMatchObject({ success: false, message: expect.stringContaining('key is not known') })
  const before = one.framesReceived
  const back = await controller.resumeShow({ destinationOf: () => to })
  expect(back).toMatchObject({
    success: true,
    streams: [{ via: 'direct', verification: 'vmix_on', alreadyLive: false }],
    recording: { success: true, recorder: 'vmix' },
  })
  await framesArrive(one, before)
  expect(await controller.resumeStream({ channel: 0, destination: to })).toMatchObject({ alreadyLive: true })

  // Off before our eyes: by itself, or by a hand on vMix's button; nobody knows.
  await simulator.press('Function=StopStreaming&Value=0')
  await eventually(
    () => logOf(controller, 'stream_observed'),
    (entries) => entries.some(({ event }) => event.params?.['on'] === false && event.params['unseen'] === undefined),
  )
  expect(await controller.resumeStream({ channel: 0, destination: to })).toMatchObject({
    success: false,
    message: expect.stringContaining('not known'),
  })
  expect(JSON.stringify(await logOf(controller))).not.toContain(plantedKey)
})

it('while vMix is away it says so, and sends nothing', async () => {
  await using show = await stage({ gateway: false })
  await show.simulator.kill()
  const result = await show.controller.resumeShow()
  expect(result).toMatchObject({ success: false, streams: [{ error: 'connection_error', witnessed: true }] })
})
