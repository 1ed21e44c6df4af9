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

  // It comes back, and takes up what it had: nothing reaches it, so nothing goes out.
  await using back = await gatewayProcess(folder.path)
  await using later = new VMixStreamingController({ ...settings, gateway: back.control })
  const feeds = async () => (await back.control.status()).feeds
  expect(await feeds()).toMatchObject([{ publisher: null, outputs: [{}, {}, {}] }])
  expect((await later.leaveGateway(0)).length).toBeGreaterThanOrEqual(2)
  expect(await feeds()).toEqual([])
  expect(await later.leaveGateway(0)).toEqual([])
  expect([one.publishers, two.publishers]).toEqual([1, 0])
  await framesArrive(one)

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
