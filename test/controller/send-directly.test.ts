import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { VMixStreamingController, type ControllerOptions } from '../../src/controller/index.ts'
import { startReceiver, startSimulator, type Receiver } from '../../src/simulator/index.ts'
import { eventually, logOf, temporaryFolder } from '../support/show.ts'
import { gatewayProcess } from './gateway-process.ts'

const plantedKey = 'PLANTED-live_77c0'

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

it('when the gateway is gone vMix sends by itself to one destination, and the gateway sends nothing when it is back', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  await using two = await startReceiver({ port: 0, clock: systemClock })
  await using gateway = await gatewayProcess(folder.path)
  const settings: ControllerOptions = {
    host: '127.0.0.1',
    port: simulator.httpPort,
    tcpPort: null,
    instance: 'test',
    dataFolder: folder.path,
    gateway: gateway.control,
  }
  await using controller = new VMixStreamingController(settings)
  const destinations = [destination(one, 'One'), destination(two, 'Two')]
  expect((await controller.goLive({ destinations, record: { format: 'MKV' } })).success).toBe(true)
  await Promise.all([framesArrive(one), framesArrive(two)])
  const first = destination(one, 'One')

  // While the gateway answers there is no reason to.
  const early = await controller.sendDirectly(first)
  expect(early).toMatchObject({ success: false, error: 'validation_error', witnessed: true })
  expect(await controller.lastShow(0)).toMatchObject({ via: 'gateway' })

  await gateway.kill()
  await eventually(
    () => [one.publishers, two.publishers],
    ([a, b]) => a === 0 && b === 0,
  )
  const before = one.framesReceived
  const sent = await controller.sendDirectly(first)
  expect(sent).toMatchObject({ success: true, via: 'direct', verification: 'vmix_on', alreadyLive: false })
  await framesArrive(one, before)
  expect(await controller.sendDirectly(first)).toMatchObject({ success: true, alreadyLive: true })
  const { streamChannels } = await controller.getStreamStatus()
  expect(streamChannels[0]).toMatchObject({ live: true, via: 'direct', destinations: [{ destinationId: 'one' }] })

  // It comes back, and has nothing of it: connecting to the same destination would throw vMix out there.
  await using back = await gatewayProcess(folder.path)
  await using later = new VMixStreamingController({ ...settings, gateway: back.control })
  const feeds = async () => (await back.control.status()).feeds
  expect(await feeds()).toEqual([])
  await framesArrive(one)
  expect([one.publishers, two.publishers]).toEqual([1, 0])

  // And the way back, through the gateway again.
  const through = await later.goLive({ destinations, replace: true })
  expect(through.success).toBe(true)
  await Promise.all([framesArrive(one), framesArrive(two)])
  expect([one.publishers, two.publishers]).toEqual([1, 1])
  expect(await later.leaveGateway(0)).toEqual([])
  expect((await feeds())[0]?.outputs).toHaveLength(2)

  // What was stopped is not sent.
  expect((await later.stopStream({ channel: 0 })).success).toBe(true)
  await back.kill()
  expect(await later.sendDirectly(first)).toMatchObject({ success: false, error: 'validation_error' })
  const log = JSON.stringify(await logOf(later))
  expect(log).not.toContain(plantedKey)
  expect(log).toContain('"instead_of":"gateway"')
})

it('a gateway that lived on with what vMix sends by itself by now is freed of it, and of nothing else', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  await using gateway = await gatewayProcess(folder.path)
  const settings: ControllerOptions = {
    host: '127.0.0.1',
    port: simulator.httpPort,
    tcpPort: null,
    instance: 'test',
    dataFolder: folder.path,
    gateway: gateway.control,
  }
  await using controller = new VMixStreamingController(settings)
  const live = await controller.goLive({ destinations: [destination(one, 'One')], record: { format: 'MKV' } })
  expect(live.success).toBe(true)
  expect(await controller.leaveGateway(0)).toEqual([])
  await gateway.kill()
  await eventually(
    () => one.publishers,
    (publishers) => publishers === 0,
  )
  expect((await controller.sendDirectly(destination(one, 'One'))).success).toBe(true)
  // As if it had been there until after that.
  const later = new Date(Date.now() + 5000)
  await utimes(join(folder.path, 'gateway', 'state.json'), later, later)
  await using back = await gatewayProcess(folder.path)
  await using after = new VMixStreamingController({ ...settings, gateway: back.control })
  expect((await back.control.status()).feeds).toMatchObject([{ publisher: null, outputs: [{}, {}] }])
  expect(await after.leaveGateway(0)).toEqual(expect.arrayContaining(['One', expect.stringContaining('.mkv')]))
  expect((await back.control.status()).feeds).toEqual([])
  expect(await after.leaveGateway(0)).toEqual([])
  await eventually(
    () => one.publishers,
    (publishers) => publishers === 1,
  )
  await framesArrive(one)
})

it('what the guard has started again in between goes out directly too, when the gateway is gone', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  await using gateway = await gatewayProcess(folder.path)
  await using controller = new VMixStreamingController({
    host: '127.0.0.1',
    port: simulator.httpPort,
    tcpPort: simulator.tcpPort,
    instance: 'test',
    dataFolder: folder.path,
    gateway: gateway.control,
  })
  const over = new AbortController()
  const watching = controller.observe({ signal: over.signal })
  const observed = async (on: boolean) => {
    await eventually(
      () => logOf(controller, 'stream_observed'),
      (entries) => entries.at(-1)?.event.params?.['on'] === on,
    )
  }
  expect((await controller.goLive({ destinations: [destination(one, 'One')] })).success).toBe(true)
  await framesArrive(one)
  await simulator.setFault('stream-dies', 0)
  await observed(false)
  await simulator.setFault('stream-dies', null)
  const start = { name: 'StartStreaming', params: { Value: 0 }, actor: 'guard (try 1 of 3)' }
  expect((await controller.callFunction(start)).success).toBe(true)
  await observed(true)
  await framesArrive(one)
  await gateway.kill()
  const before = one.framesReceived
  // A first press that vMix does not follow is no dead end.
  await simulator.setFault('ignore-commands', true)
  const first = await controller.sendDirectly(destination(one, 'One'))
  expect(first).toMatchObject({ success: false, error: 'not_confirmed' })
  await simulator.setFault('ignore-commands', null)
  expect(await controller.sendDirectly(destination(one, 'One'))).toMatchObject({ success: true, via: 'direct' })
  await framesArrive(one, before)
  over.abort()
  await watching
})
