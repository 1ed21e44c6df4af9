import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { Gateway } from '../../src/gateway/index.ts'
import { startReceiver, type Receiver, type Simulator } from '../../src/simulator/index.ts'
import { eventually, startShow, type Show } from '../support/show.ts'
import { readingStatus } from './gateway-looks.ts'

const destination = ({ port }: Receiver, name: string) => ({
  name,
  destinationId: name.toLowerCase(),
  rtmpUrl: `rtmp://127.0.0.1:${port}/live`,
  streamKey: `key-of-${name}`,
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

const stopsOf = ({ received }: Simulator) => received.filter((each) => each.function === 'StopStreaming')

it('a show is not taken off a gateway that only answers slowly', async () => {
  await using show = await startShow({ gateway: true })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  await using two = await startReceiver({ port: 0, clock: systemClock })
  const live = await show.controller.goLive({ destinations: [destination(one, 'One'), destination(two, 'Two')] })
  expect(live.success).toBe(true)
  const slow = readingStatus(gatewayOf(show), async (read, signal) => {
    await systemClock.sleep(1500, signal)
    return await read()
  })
  const waits = { vmixMs: 2000, feedMs: 4000, destinationMs: 4000, gatewayMs: 300 }
  const refused = await show.another({ gateway: slow, waits }).sendDirectly(destination(one, 'One'))
  expect(refused).toMatchObject({ success: false, error: 'validation_error', witnessed: true })
  expect(stopsOf(show.simulator)).toEqual([])
  await Promise.all([framesArrive(one), framesArrive(two)])
})

it('nor off one that nobody here knows, unless it is said to be gone', async () => {
  await using show = await startShow({ gateway: true })
  await using one = await startReceiver({ port: 0, clock: systemClock })
  expect((await show.controller.goLive({ destinations: [destination(one, 'One')] })).success).toBe(true)
  const without = show.another({ gateway: null })
  const refused = await without.sendDirectly(destination(one, 'One'))
  expect(refused).toMatchObject({ success: false, message: expect.stringContaining('not known here') })
  expect(stopsOf(show.simulator)).toEqual([])
  await framesArrive(one)
  // Said by a caller who can ask, it is still asked.
  const said = { ...destination(one, 'One'), gatewayIsGone: true } as const
  expect(await show.controller.sendDirectly(said)).toMatchObject({ success: false, error: 'validation_error' })
  expect(stopsOf(show.simulator)).toEqual([])
  await gatewayOf(show)[Symbol.asyncDispose]()
  expect(await without.sendDirectly(said)).toMatchObject({ success: true, via: 'direct', verification: 'vmix_on' })
  await framesArrive(one)
})

it('what vMix sends by itself already is not ended for another destination', async () => {
  await using show = await startShow()
  await using one = await startReceiver({ port: 0, clock: systemClock })
  await using two = await startReceiver({ port: 0, clock: systemClock })
  const { controller, simulator } = show
  expect((await controller.startRtmpStream(destination(one, 'One'))).success).toBe(true)
  await framesArrive(one)
  const refused = await controller.sendDirectly(destination(two, 'Two'))
  expect(refused).toMatchObject({ success: false, error: 'channel_busy', witnessed: true })
  expect(stopsOf(simulator)).toEqual([])
  await framesArrive(one)
  expect(await controller.sendDirectly(destination(one, 'One'))).toMatchObject({ success: true, alreadyLive: true })
})
