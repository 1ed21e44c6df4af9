/** Stops of the plan wait for no disk, and none is done a second time; what is taken out in the last moment is not done. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { openSchedules, type ScheduleSettings } from '../../src/server/schedules/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { hangDisk } from '../support/hung-disk.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { instanceOf, KeptLog, openTestRoom, shown, simulated } from './open.ts'

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)

function stopAt(at: string, does: 'stop' | 'stop-recording' = 'stop'): ScheduleSettings {
  const timing = { cron: null, at, timeZone: 'UTC' }
  const work = { does, channel: 0 } as const
  return { id: does, name: does, instance: 'studio', enabled: true, fromFile: true, timing, work }
}

/** Stream 1 is on, and vMix records. */
async function live() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const vmix = stack.use(await simulated(join(folder.path, 'vmix')))
  const receiver = stack.use(await startReceiver({ port: 0, clock: systemClock }))
  const room = stack.use(await openTestRoom(folder.path, { instances: [instanceOf(vmix)] }))
  const controller = room.desks.get('studio')?.controller
  if (controller === undefined) throw new Error('There is no vMix.')
  const rtmpUrl = `rtmp://127.0.0.1:${receiver.port}/live`
  const start = () => controller.startRtmpStream({ rtmpUrl, streamKey: new Secret('PLANTED-key') })
  expect(await start()).toMatchObject({ success: true })
  const log = new KeptLog()
  const owned = stack.move()
  return {
    folder: folder.path,
    vmix,
    room,
    controller,
    start,
    log,
    open: (...settings: readonly ScheduleSettings[]) =>
      openSchedules({ room, settings, dataFolder: folder.path, clock: systemClock, log }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('a stop of the plan', () => {
  it.skipIf(process.platform === 'win32')('goes out on time on a disk that hangs, as do those after it', async () => {
    await using show = await live()
    const { vmix, room } = show
    expect(await show.controller.startRecording()).toMatchObject({ success: true })
    const recordingAt = inSeconds(4)
    {
      await using _ = await show.open(stopAt(inSeconds(2)), stopAt(recordingAt, 'stop-recording'))
      await using __ = hangDisk(join(show.folder, 'pipe'))
      const sent = () => vmix.received.map((request) => request.function)
      const stopped = await eventually(
        sent,
        (is) => is.includes('StopStreaming') && is.includes('StopRecording'),
        20_000,
      )
      expect(Date.now() - Date.parse(`${recordingAt}Z`)).toBeLessThan(10_000)
      expect(stopped.filter((name) => name === 'StopStreaming')).toHaveLength(1)
      expect(vmix.stream(0).live).toBe(false)
    }
    expect(shown(room, 'schedule', 'stop')).toMatchObject({ last: { outcome: 'done' } })
    expect(show.log.lines.map(({ message }) => message).join()).toContain('cannot be kept')
  })

  it.each([
    { was: 'carried out', by: 'schedule:stop:', outcome: 'interrupted', isLive: true },
    { was: 'not carried out', by: 'somebody:', outcome: 'done', isLive: false },
  ])('that a server which died had $was is, by the one after it: $outcome', async ({ by, outcome, isLive }) => {
    await using show = await live()
    const { room, vmix } = show
    const stop = stopAt(inSeconds(-3))
    const at = `${stop.timing.at}.000Z`
    expect(await show.controller.stopStream({ operationId: `${by}${at}` })).toMatchObject({ success: true })
    // Somebody is live again when the server is back, and the plan's book knows of nothing.
    expect(await show.start()).toMatchObject({ success: true })
    const page = {
      timing: JSON.stringify(stop.timing),
      looked: new Date(Date.parse(at) - 5000).toISOString(),
      last: null,
    }
    await mkdir(join(show.folder, 'server'), { recursive: true })
    const book = { version: 1, schedules: { stop: page } }
    await writeFile(join(show.folder, 'server', 'schedules.json'), JSON.stringify(book))
    await using _ = await show.open(stop)
    const view = await eventually(
      () => shown(room, 'schedule', 'stop'),
      (is) => is?.last !== null && is?.last?.outcome !== 'running',
      20_000,
    )
    expect([view?.last?.outcome, vmix.stream(0).live]).toEqual([outcome, isLive])
  })
})

describe('what is due and not on disk yet', () => {
  it.skipIf(process.platform === 'win32').each([
    { change: 'removed', planned: [] },
    { change: 'switched off', planned: [{ enabled: false }] },
  ])('is not done where it is $change meanwhile', async ({ planned }) => {
    await using show = await live()
    const timing = { cron: null, at: inSeconds(2), timeZone: 'UTC' }
    const record: ScheduleSettings = {
      ...stopAt(''),
      timing,
      work: { does: 'record', channel: 0, record: null },
    }
    {
      await using schedules = await show.open(record)
      await using _ = hangDisk(join(show.folder, 'pipe'))
      await eventually(
        () => shown(show.room, 'schedule', 'stop'),
        (view) => view?.last?.outcome === 'running',
      )
      schedules.configure(planned.map((changed) => ({ ...record, ...changed })))
    }
    // All that was under way has ended.
    expect(show.vmix.received.map((request) => request.function)).not.toContain('StartRecording')
    expect(shown(show.room, 'schedule', 'stop')?.last ?? null).toBeNull()
  })
})
