import { expect, it } from 'vitest'
import { logOf, startShow } from '../support/show.ts'

const actor = 'anna (token 3)'

it('who asked for an operation stands in its intent and its outcome; what is seen is not of that name', async () => {
  await using show = await startShow()
  const { controller } = show
  const address = 'rtmp://127.0.0.1:1/app'
  await controller.startRtmpStream({ rtmpUrl: address, streamKey: 'key-of-a-test', operationId: 'one', actor })
  await controller.callFunction({ name: 'Cut', operationId: 'two', actor })
  await controller.stopStream({ operationId: 'three', actor })
  await controller.goLive({ destinations: [], operationId: 'four', actor })
  await controller.goLive({ destinations: [{ rtmpUrl: 'no address', streamKey: 'k-1' }], operationId: 'five', actor })
  await controller.stopStream({ operationId: 'six' })
  const byName = (await logOf(controller)).filter(({ event }) => event.actor === actor)
  expect(byName.map(({ event }) => `${event.operation_id} ${event.event_type}`)).toEqual([
    'one operation_requested',
    'one stream_started',
    'two function_called',
    'three operation_requested',
    'three stream_stopped',
    'four stream_start_failed',
    'five:d1 stream_start_failed',
  ])
})

it('a name too long is cut, and an empty one is nobody: neither keeps a stop from going out', async () => {
  await using show = await startShow()
  const { controller } = show
  const [long, none] = [
    await controller.stopStream({ operationId: 'one', actor: 'x'.repeat(5000) }),
    await controller.stopStream({ operationId: 'two', actor: '' }),
  ]
  expect([long.success, none.success, long.witnessed, none.witnessed]).toEqual([true, true, true, true])
  const actors = (await logOf(controller, 'stream_stopped')).map(({ event }) => event.actor)
  expect(actors[0]).toBe('x'.repeat(256))
  expect(actors[1]).toMatch(/@/)
})
