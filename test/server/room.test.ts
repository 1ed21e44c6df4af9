import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { entityView } from '../../src/server/view/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { instanceOf, KeptLog, openTestRoom, shown, simulated } from './open.ts'

const gateway = { rtmpListen: '127.0.0.1:0', advertise: null }

describe('the room', () => {
  it('shows each vMix as it is, and what was read last when it is gone', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await using room = await openTestRoom(folder.path, { instances: [instanceOf(simulator)] })
    expect(shown(room, 'instance', 'studio')).toMatchObject({ connection: { state: 'connecting' }, vmix: null })
    const connected = await eventually(
      () => shown(room, 'instance', 'studio'),
      (view) => view?.connection.state === 'connected' && view.connection.watching === 'pushed',
    )
    expect(connected).toMatchObject({ name: 'The studio', simulated: true, gatewayProblem: null, logProblem: null })
    expect(connected?.vmix).toMatchObject({ edition: simulator.edition, streaming: false, recording: false })
    await eventually(
      () => shown(room, 'stream', 'studio/0'),
      (view) => view !== null,
    )
    expect(shown(room, 'stream', 'studio/0')).toMatchObject({
      name: 'Stream 1',
      live: false,
      health: { status: 'unknown', source: 'none' },
      figures: { fps: null, droppedFrames: null },
    })
    await simulator[Symbol.asyncDispose]()
    const gone = await eventually(
      () => shown(room, 'instance', 'studio'),
      (view) => view?.connection.state === 'unreachable',
    )
    expect(gone?.vmix).toEqual(connected?.vmix)
    expect(gone?.connection.problem).toMatch(/vMix/)
    expect(shown(room, 'stream', 'studio/0')?.live).toBe(false)
    for (const entity of room.board.entities) expect(entityView.parse(entity)).toEqual(entity)
  })

  it('starts a gateway of its own, drives a show through it, and leaves it running when it closes', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const settings = { instances: [instanceOf(simulator)], gateway }
    {
      await using room = await openTestRoom(folder.path, settings)
      await eventually(
        () => shown(room, 'gateway'),
        (view) => view?.state === 'running',
        60_000,
      )
      const desk = room.desks.get('studio')
      const started = await desk?.controller.goLive({
        destinations: [{ rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/live`, streamKey: 'a-key-1', name: 'Here' }],
        record: { filename: 'show.mp4' },
        actor: 'anna',
      })
      expect(started).toMatchObject({ success: true })
      desk?.lookNow()
      const live = await eventually(
        () => shown(room, 'stream', 'studio/0'),
        (view) => view?.live === true && view.health.status === 'healthy' && view.destinations[0]?.state === 'live',
        30_000,
      )
      expect(live).toMatchObject({ via: 'gateway', shouldBeLive: true, preview: true, health: { source: 'gateway' } })
      expect(live?.destinations[0]).toMatchObject({ name: 'Here', kind: 'rtmp', figures: { droppedFrames: 0 } })
      expect(live?.figures.fps).toBeGreaterThan(20)
      const [recording] = room.board.entities.filter((entity) => entity.kind === 'recording')
      expect(recording).toMatchObject({ state: 'recording', recorder: 'gateway', format: 'MP4', channel: 0 })
      expect(JSON.stringify(room.board.entities)).not.toContain('a-key-1')
    }
    // Closed: vMix and the destinations go on, and who comes back finds them.
    const frames = receiver.framesReceived
    await eventually(
      () => receiver.framesReceived,
      (now) => now > frames + 30,
    )
    await using room = await openTestRoom(folder.path, settings)
    await eventually(
      () => shown(room, 'stream', 'studio/0'),
      (view) => view?.live === true && view.destinations[0]?.state === 'live' && view.figures.fps !== null,
    )
    expect(receiver.framesLost).toBe(0)
    await room.desks.get('studio')?.controller.stopStream({ actor: 'anna' })
    await eventually(
      () => shown(room, 'stream', 'studio/0'),
      (view) => view?.live === false && view.shouldBeLive === false && view.figures.fps === null,
    )
    expect(room.board.entities.find((entity) => entity.kind === 'recording')).toMatchObject({ state: 'ended' })
  })

  it('with other settings keeps the controller of what is as before, and leaves what is gone alone', async () => {
    await using folder = await temporaryFolder()
    await using one = await simulated(join(folder.path, 'one'))
    await using other = await simulated(join(folder.path, 'other'))
    const log = new KeptLog()
    await using room = await openTestRoom(folder.path, { instances: [instanceOf(one, 'one')] }, log)
    const desk = room.desks.get('one')
    await room.configure({
      instances: [instanceOf(other, 'other'), instanceOf(one, 'one')],
      destinations: [],
      gateway: null,
    })
    expect([...room.desks.keys()]).toEqual(['other', 'one'])
    expect(room.desks.get('one')).toBe(desk)
    await eventually(
      () => shown(room, 'instance', 'other'),
      (view) => view?.connection.state === 'connected',
    )
    await room.configure({ instances: [instanceOf(other, 'other')], destinations: [], gateway: null })
    expect([...room.desks.keys()]).toEqual(['other'])
    expect(room.board.entities.filter((entity) => JSON.stringify(entity).includes('"one"'))).toEqual([])
  })
})
