import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { openSchedules, type ScheduleSettings } from '../../src/server/schedules/index.ts'
import type { RunningRoom } from '../../src/server/room/index.ts'
import { startReceiver, type Simulator } from '../../src/simulator/index.ts'
import { readEntries, type WitnessEntry } from '../../src/witness/index.ts'
import { freePort } from '../support/ports.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { instanceOf, KeptLog, openTestRoom, shown, simulated } from './open.ts'

/** A time of day so many seconds from now, as a clock in UTC shows it. */
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)

function once(at: string, work: ScheduleSettings['work'], id = 'sunday'): ScheduleSettings {
  const timing = { cron: null, at, timeZone: 'UTC' }
  return { id, name: 'Sunday service', instance: 'studio', enabled: true, fromFile: true, timing, work }
}

async function planned() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(await simulated(join(folder.path, 'vmix')))
  await writeFile(join(folder.path, 'key'), 'PLANTED-key\n')
  const destination = (id: string, port: number) => ({
    id,
    name: id,
    platform: 'custom' as const,
    url: `rtmp://127.0.0.1:${port}/live/`,
    key: { kind: 'file' as const, path: join(folder.path, 'key') },
    srt: null,
  })
  const receiver = stack.use(await startReceiver({ port: 0, clock: systemClock }))
  const room = stack.use(
    await openTestRoom(folder.path, {
      instances: [instanceOf(simulator)],
      destinations: [destination('church', receiver.port), destination('dead', await freePort())],
      gateway: { rtmpListen: '127.0.0.1:0', advertise: null },
    }),
  )
  await eventually(
    () => shown(room, 'gateway'),
    (view) => view?.state === 'running',
    20_000,
  )
  const log = new KeptLog()
  const open = (...settings: readonly ScheduleSettings[]) =>
    openSchedules({ room, settings, dataFolder: folder.path, clock: systemClock, log })
  const owned = stack.move()
  return {
    folder: folder.path,
    simulator,
    receiver,
    room,
    log,
    open,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const outcome = (room: RunningRoom, id = 'sunday') => shown(room, 'schedule', id)?.last?.outcome ?? null
const starts = ({ received }: Simulator) => received.filter((request) => request.function === 'StartStreaming').length

async function entries(folder: string, log: string): Promise<WitnessEntry[]> {
  const found: WitnessEntry[] = []
  for await (const entry of readEntries(join(folder, 'witness', log))) found.push(entry)
  return found
}

describe('a plan', () => {
  it('starts and stops on time, under its own name in the show log; a run is never done twice, also after a restart', async () => {
    await using show = await planned()
    const { room, simulator, receiver, folder } = show
    const start = once(inSeconds(3), {
      does: 'start',
      channel: 0,
      destinations: ['church'],
      record: null,
      preflight: false,
    })
    {
      await using _ = await show.open(start)
      expect(shown(room, 'schedule', 'sunday')).toMatchObject({ nextAt: `${start.timing.at}.000Z`, last: null })
      await eventually(
        () => outcome(room),
        (is) => is === 'done',
        30_000,
      )
      expect(simulator.stream(0).live).toBe(true)
    }
    const asked = (await entries(folder, 'studio')).filter(({ event }) => event.event_type === 'operation_requested')
    expect(asked.map(({ event }) => event.actor)).toContain('schedule sunday')
    expect(JSON.stringify(asked)).toContain(`schedule:sunday:${start.timing.at}.000Z`)
    const stop = once(inSeconds(3), { does: 'stop', channel: 0 }, 'end')
    await using _ = await show.open(start, stop)
    await eventually(
      () => outcome(room, 'end'),
      (is) => is === 'done',
      30_000,
    )
    expect([starts(simulator), simulator.stream(0).live, receiver.framesLost]).toEqual([1, false, 0])
    expect(shown(room, 'schedule', 'sunday')).toMatchObject({ nextAt: null, last: { outcome: 'done' } })
    const text = JSON.stringify([show.log.lines, room.board.entities, await entries(folder, 'studio')])
    expect(text).not.toContain('PLANTED')
  })

  it('what came while the server was off is missed, said, and not done late; what was under way is said to be so', async () => {
    await using show = await planned()
    const { room, simulator, folder } = show
    const work = { does: 'start', channel: 0, destinations: ['church'], record: null, preflight: false } as const
    const early = once(inSeconds(-300), work)
    const other = once(inSeconds(3600), work, 'other')
    const looked = new Date(Date.now() - 600_000).toISOString()
    const kept = (schedule: ScheduleSettings, last: object | null) => ({
      [schedule.id]: { timing: JSON.stringify(schedule.timing), looked, last },
    })
    const running = { at: looked, outcome: 'running', message: 'It is being carried out.' }
    await mkdir(join(folder, 'server'), { recursive: true })
    const schedules = { ...kept(early, null), ...kept(other, running) }
    await writeFile(join(folder, 'server', 'schedules.json'), JSON.stringify({ version: 1, schedules }))
    await using _ = await show.open(early, other)
    await eventually(
      () => outcome(room),
      (is) => is === 'missed',
    )
    expect(outcome(room, 'other')).toBe('interrupted')
    await eventually(
      async () => (await entries(folder, 'server')).map(({ event }) => event.event_type),
      (types) => types.includes('schedule_missed'),
    )
    expect([starts(simulator), simulator.stream(0).live]).toEqual([0, false])
  })

  it('ten minutes before a start everything is looked at, and what is red is shown', async () => {
    await using show = await planned()
    const { room, simulator, receiver } = show
    const at = inSeconds(602)
    await using schedules = await show.open(
      once(at, { does: 'start', channel: 0, destinations: ['dead'], record: null, preflight: true }),
    )
    const preflight = await eventually(
      () => shown(room, 'schedule', 'sunday')?.preflight ?? null,
      (found) => found !== null,
      30_000,
    )
    expect(preflight?.ready).toBe(false)
    expect(preflight?.lines.find(({ light }) => light === 'red')?.message).toContain('refuses connections')
    expect([simulator.stream(0).live, receiver.framesReceived]).toEqual([false, 0])
    // Left out, it is no worry any more.
    expect(await schedules.skip('sunday', Date.parse(`${at}Z`))).toBe(true)
    expect(shown(room, 'schedule', 'sunday')).toMatchObject({ preflight: null, nextAt: null, skipped: `${at}.000Z` })
  })

  it('what was found before a start is told of no other: not of a line that was changed since, nor meanwhile', async () => {
    await using show = await planned()
    const { room, simulator } = show
    const at = inSeconds(602)
    const work = { does: 'start', destinations: ['dead'], record: null, preflight: true } as const
    const early = once(at, { ...work, channel: 0 }, 'early')
    const late = once(at, { ...work, channel: 1 }, 'late')
    await using schedules = await show.open(early, late)
    const sent = (name: string) => simulator.received.filter((request) => request.function === name).length
    await eventually(
      () => sent('StartStreaming'),
      (count) => count === 2,
      30_000,
    )
    const other = (schedule: ScheduleSettings) => ({ ...schedule, work: { ...work, channel: 2 } })
    schedules.configure([early, other(late)])
    const found = () => shown(room, 'schedule', 'early')?.preflight ?? null
    await eventually(found, (is) => is !== null, 30_000)
    schedules.configure([{ ...early, name: 'Renamed' }, other(late)])
    expect(found()).not.toBeNull()
    schedules.configure([other(early), other(late)])
    expect(found()).toBeNull()
    await eventually(
      () => sent('StopStreaming'),
      (count) => count === 2,
      30_000,
    )
    await systemClock.sleep(2000)
    expect(shown(room, 'schedule', 'late')?.preflight).toBeNull()
  })

  it('a book that is damaged stops no server: it is put beside, and times count from now on', async () => {
    await using show = await planned()
    await mkdir(join(show.folder, 'server'), { recursive: true })
    await writeFile(join(show.folder, 'server', 'schedules.json'), '{"version":')
    await using _ = await show.open(once(inSeconds(3600), { does: 'stop', channel: 0 }))
    expect(shown(show.room, 'schedule', 'sunday')).toMatchObject({ last: null })
    expect(show.log.lines.map(({ level }) => level)).toContain('error')
  })
})
