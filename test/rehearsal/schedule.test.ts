import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { openSchedules, type ScheduleSettings } from '../../src/server/schedules/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { logOf, eventually, temporaryFolder } from '../support/show.ts'
import { instanceOf, KeptLog, openTestRoom, shown, simulated } from '../server/open.ts'

/** A room with one vMix, one destination, and a plan that goes live in some seconds. */
async function sunday() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(await simulated(join(folder.path, 'vmix')))
  const platform = stack.use(await startReceiver({ port: 0, clock: systemClock }))
  await writeFile(join(folder.path, 'key'), 'PLANTED-key\n')
  const url = `rtmp://127.0.0.1:${platform.port}/live/`
  const key = { kind: 'file', path: join(folder.path, 'key') } as const
  const church = { id: 'church', name: 'Church', platform: 'custom', url, key, srt: null } as const
  const room = stack.use(
    await openTestRoom(folder.path, {
      instances: [instanceOf(simulator)],
      destinations: [church],
      gateway: { rtmpListen: '127.0.0.1:0', advertise: null },
    }),
  )
  await eventually(
    () => shown(room, 'gateway'),
    (view) => view?.state === 'running',
  )
  const controller = room.desks.get('studio')?.controller
  const destination = room.presets.destination('church')
  if (controller === undefined || destination === null) throw new Error('The room has no vMix.')
  const planIn = (seconds: number) => {
    const at = new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)
    const settings: ScheduleSettings = {
      id: 'sunday',
      name: 'Sunday service',
      instance: 'studio',
      enabled: true,
      fromFile: true,
      timing: { cron: null, at, timeZone: 'UTC' },
      work: { does: 'start', channel: 0, destinations: ['church'], record: null, preflight: false },
    }
    return openSchedules({
      room,
      settings: [settings],
      dataFolder: folder.path,
      clock: systemClock,
      log: new KeptLog(),
    })
  }
  const concluded = () =>
    eventually(
      () => shown(room, 'schedule', 'sunday')?.last ?? null,
      (last) => last !== null && last.outcome !== 'running',
    )
  const owned = stack.move()
  return {
    room,
    controller,
    destination,
    platform,
    planIn,
    concluded,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

it('a planned show ends a rehearsal that is still on, says so in plan and log, and goes on air on time', async () => {
  await using show = await sunday()
  const { room, controller, destination, platform } = show
  const { rehearsal } = room
  expect(await controller.goLive({ destinations: [destination], rehearsal, record: {} })).toMatchObject({
    success: true,
  })
  await using _ = await show.planIn(2)
  expect(await show.concluded()).toMatchObject({
    outcome: 'done',
    message: expect.stringContaining('A rehearsal was ended for it.'),
  })
  const [now] = (await controller.getStreamStatus()).streamChannels
  expect(now).toMatchObject({ live: true, rehearsal: false, recordings: [], destinations: [{ state: 'live' }] })
  expect(platform.publishers).toBe(1)
  const [started] = (await logOf(controller, 'stream_started')).slice(-1)
  expect(started?.event).toMatchObject({ actor: 'schedule sunday', result: { ended_rehearsal: true } })
})

it('a planned show ends no other show', async () => {
  await using show = await sunday()
  const { controller, destination, platform } = show
  await using other = await startReceiver({ port: 0, clock: systemClock })
  const elsewhere = { name: 'Other', rtmpUrl: `rtmp://127.0.0.1:${other.port}/live/`, streamKey: 'other' }
  expect(await controller.goLive({ destinations: [elsewhere] })).toMatchObject({ success: true })
  await using _ = await show.planIn(2)
  // As another destination of the same stream it joins; what is on goes on.
  expect(await show.concluded()).toMatchObject({ outcome: 'done' })
  expect([other.publishers, platform.publishers, other.publishes]).toEqual([1, 1, 1])
  expect(destination.name).toBe('Church')
})
