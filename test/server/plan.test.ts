import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startServer, serverLogger, type RunningServer } from '../../src/server/index.ts'
import { createRedactor } from '../../src/secrets/index.ts'
import { readEntries } from '../../src/witness/index.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { send } from './api.ts'
import { simulated } from './open.ts'

/** A time of day so many seconds from now, as a clock in UTC shows it. */
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)
const nightly = { instance: 'studio', do: 'stop', cron: '0 3 * * *', timeZone: 'Europe/Berlin' }

async function planningServer() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(await simulated(join(folder.path, 'vmix')))
  const configFile = join(folder.path, 'vmixctl.yaml')
  const config = (name: string, id: string) => ({
    instances: [{ id: 'studio', host: '127.0.0.1', port: simulator.httpPort, tcpPort: 'none' }],
    gateway: 'none',
    destinations: [{ id: 'here', platform: 'custom', url: 'rtmp://127.0.0.1:1/live', key: 'file:here.key' }],
    schedules: [{ ...nightly, id, name, cron: '0 4 * * *' }],
  })
  const write = (name: string, id = 'ours') => writeFile(configFile, JSON.stringify(config(name, id)))
  await write('From the file')
  const start = async (): Promise<RunningServer> =>
    await startServer({
      configFile,
      dataFolder: join(folder.path, 'data'),
      listen: '127.0.0.1:0',
      version: '0.0.0',
      log: serverLogger({ redactor: createRedactor(), write: () => undefined, as: 'json' }),
      gatewayProgram: null,
    })
  const ask = async (server: RunningServer, method: string, path: string, body?: unknown) => {
    const answer = await send(Number(new URL(server.url).port), {
      method,
      path: `/api/v1${path}`,
      headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: answer.text === '' ? null : JSON.parse(answer.text) }
  }
  const owned = stack.move()
  return {
    data: join(folder.path, 'data'),
    simulator,
    write,
    start,
    ask,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('a plan that is changed while the server runs', () => {
  it('is kept over a restart and a reload; what stands in the file is changed there alone', async () => {
    await using it = await planningServer()
    {
      await using server = await it.start()
      const ask = it.ask.bind(null, server)
      expect(await ask('PUT', '/schedules/night', { ...nightly, name: 'Every night' })).toMatchObject({
        status: 200,
        body: {
          id: 'night',
          name: 'Every night',
          does: 'stop',
          fromFile: false,
          nextAt: expect.any(String),
          preflightAt: null,
        },
      })
      expect(await ask('PUT', '/schedules/ours', nightly)).toMatchObject({ status: 409, body: { code: 'from_file' } })
      expect(await ask('DELETE', '/schedules/ours')).toMatchObject({ status: 409, body: { code: 'from_file' } })
      await it.write('Renamed in the file')
      expect((await server.reload()).taken).toBe(true)
      expect((await ask('GET', '/schedules')).body.schedules).toMatchObject([
        { id: 'ours', name: 'Renamed in the file', fromFile: true },
        { id: 'night', fromFile: false },
      ])
    }
    await using again = await it.start()
    const ask = it.ask.bind(null, again)
    expect((await ask('GET', '/schedules')).body.schedules).toHaveLength(2)
    expect(await ask('DELETE', '/schedules/night')).toMatchObject({ status: 204 })
    expect(await ask('DELETE', '/schedules/night')).toMatchObject({ status: 404, body: { code: 'unknown_schedule' } })
    expect((await ask('GET', '/schedules')).body.schedules).toMatchObject([{ id: 'ours' }])
    const types: string[] = []
    await eventually(
      async () => {
        types.length = 0
        for await (const { event } of readEntries(join(it.data, 'witness', 'server'))) types.push(event.event_type)
        return types
      },
      (found) => found.includes('schedule_removed'),
    )
    expect(types).toContain('schedule_put')
  })

  it('takes what the file would take, and refuses what it would refuse', async () => {
    await using it = await planningServer()
    await using server = await it.start()
    const put = (body: unknown) => it.ask(server, 'PUT', '/schedules/new', body)
    const { cron: _, ...never } = nightly
    for (const [body, says] of [
      [{ ...nightly, cron: '61 * * * *' }, /Five fields/],
      [{ ...nightly, cron: '0 0 31 2 *' }, /never comes/],
      [{ ...nightly, timeZone: 'Europe/Nowhere' }, /IANA/],
      [never, /Say when/],
      [{ ...nightly, at: '2026-12-24T17:00' }, /one of both/],
      [{ ...nightly, do: 'start' }, /needs its destinations/],
      [{ ...nightly, do: 'start', destinations: ['nowhere'] }, /no destination/],
      [{ ...nightly, instance: 'elsewhere' }, /no vMix/],
      [{ ...nightly, key: 'PLANTED' }, /not known/],
    ] as const) {
      const answer = await put(body)
      expect([answer.status, answer.body.detail]).toEqual([422, expect.stringMatching(says)])
      expect(JSON.stringify(answer.body)).not.toMatch(/PLANTED|nowhere|elsewhere/)
    }
    expect(await it.ask(server, 'PUT', '/schedules/Not%20an%20id', nightly)).toMatchObject({ status: 422 })
    expect((await it.ask(server, 'GET', '/schedules')).body.schedules).toHaveLength(1)
    const start = { ...nightly, do: 'start', destinations: ['here'], record: { format: 'MP4' } }
    const { body } = await put(start)
    expect(body).toMatchObject({ does: 'start', destinations: ['here'], record: { format: 'MP4' }, looksBefore: true })
    expect(Date.parse(body.nextAt) - Date.parse(body.preflightAt)).toBe(600_000)
  })

  it('says what would run when, without planning it', async () => {
    await using it = await planningServer()
    await using server = await it.start()
    const look = (query: Record<string, string>) =>
      it.ask(server, 'GET', `/timetable?${new URLSearchParams(query).toString()}`)
    const { body } = await look({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' })
    expect(body.runs).toHaveLength(5)
    for (const { at, wallClock } of body.runs) expect(new Date(wallClock).toISOString()).toBe(at)
    expect((await look({ at: '2001-01-01T10:00', timeZone: 'UTC' })).body).toEqual({ runs: [] })
    expect(await look({ cron: 'x', timeZone: 'UTC' })).toMatchObject({ status: 422 })
    expect((await it.ask(server, 'GET', '/schedules')).body.schedules).toHaveLength(1)
  })

  it('one time is left out, the next one alone, also over a restart, and is neither done nor missed', async () => {
    await using it = await planningServer()
    const { simulator } = it
    const at = inSeconds(12)
    {
      await using server = await it.start()
      const ask = it.ask.bind(null, server)
      const put = await ask('PUT', '/schedules/soon', { instance: 'studio', do: 'record', at, timeZone: 'UTC' })
      expect(await ask('POST', '/schedules/soon/skip', { at: '2030-01-01T00:00:00Z' })).toMatchObject({
        status: 409,
        body: { code: 'not_next' },
      })
      for (let n = 0; n < 2; n++) {
        expect(await ask('POST', '/schedules/soon/skip', { at: put.body.nextAt })).toMatchObject({
          status: 200,
          body: { skipped: put.body.nextAt, nextAt: null },
        })
      }
      const nextOfOurs = (await ask('GET', '/schedules')).body.schedules[0].nextAt
      expect((await ask('POST', '/schedules/ours/skip', { at: nextOfOurs })).body.nextAt > nextOfOurs).toBe(true)
      const after = (await ask('GET', '/schedules')).body.schedules[0].nextAt
      expect(await ask('POST', '/schedules/ours/skip', { at: after })).toMatchObject({ status: 409 })
      expect(await ask('DELETE', '/schedules/ours/skip')).toMatchObject({ body: { skipped: null, nextAt: nextOfOurs } })
      expect(await ask('DELETE', '/schedules/ours/skip')).toMatchObject({ status: 409 })
      // Moved by five minutes it is still that day that is left out.
      const { nextAt: night } = (await ask('PUT', '/schedules/night', nightly)).body
      await ask('POST', '/schedules/night/skip', { at: night })
      const moved = (await ask('PUT', '/schedules/night', { ...nightly, cron: '5 3 * * *' })).body
      expect(Date.parse(moved.skipped) - Date.parse(night)).toBe(300_000)
      expect(Date.parse(moved.nextAt)).toBeGreaterThan(Date.parse(moved.skipped))
      expect(await ask('DELETE', '/schedules/nobody/skip')).toMatchObject({ status: 404 })
    }
    await using again = await it.start()
    const soon = async () =>
      (await it.ask(again, 'GET', '/schedules')).body.schedules.find(({ id }: { id: string }) => id === 'soon')
    expect((await soon()).skipped).toBe(`${at}.000Z`)
    await eventually(
      () => Promise.resolve(Date.now() - Date.parse(`${at}Z`)),
      (past) => past > 2500,
    )
    expect(await soon()).toMatchObject({ last: null, skipped: `${at}.000Z` })
    expect(simulator.received.filter((request) => request.function === 'StartRecording')).toEqual([])
  })

  it('one line that is not understood loses no other: it stays as it is, is no longer forgotten, and is an alarm', async () => {
    await using it = await planningServer()
    const later = { ...nightly, id: 'later', moonPhase: 'full' }
    const path = join(it.data, 'server', 'planned.json')
    await mkdir(join(it.data, 'server'), { recursive: true })
    await writeFile(path, JSON.stringify({ version: 1, schedules: [later, { ...nightly, id: 'night' }] }))
    const timing = JSON.stringify({ cron: nightly.cron, at: null, timeZone: nightly.timeZone })
    const skipped = '2040-01-01T02:00:00.000Z'
    const page = { timing, looked: new Date().toISOString(), last: null, skipped }
    const book = join(it.data, 'server', 'schedules.json')
    await writeFile(book, JSON.stringify({ version: 1, schedules: { later: page } }))
    await using server = await it.start()
    const ask = it.ask.bind(null, server)
    const ids = async () => (await ask('GET', '/schedules')).body.schedules.map(({ id }: { id: string }) => id)
    expect(await ids()).toEqual(['ours', 'night'])
    const told = async () =>
      (await ask('GET', '/alerts')).body.alerts.filter(({ message }: { message: string }) => message.includes('later'))
    expect(await eventually(told, (alarms) => alarms.length > 0)).toMatchObject([
      { rule: 'schedule_failed', severity: 'critical' },
    ])
    expect(await ask('PUT', '/schedules/other', nightly)).toMatchObject({ status: 200 })
    expect(JSON.parse(await readFile(path, 'utf8')).schedules).toContainEqual(later)
    const { nextAt } = (await ask('GET', '/schedules')).body.schedules[0]
    expect(await ask('POST', '/schedules/ours/skip', { at: nextAt })).toMatchObject({ status: 200 })
    expect(JSON.parse(await readFile(book, 'utf8')).schedules.later).toMatchObject({ skipped })
    // Planned anew, or taken out, it is no worry any more.
    expect(await ask('DELETE', '/schedules/later')).toMatchObject({ status: 204 })
    expect(JSON.parse(await readFile(path, 'utf8')).schedules).toHaveLength(2)
    await eventually(told, (alarms) => alarms.every(({ resolvedAt }: { resolvedAt: unknown }) => resolvedAt !== null))
  })

  it('a file that cannot be read just now is not put beside nor written over: it is an alarm, and tried again', async () => {
    await using it = await planningServer()
    const path = join(it.data, 'server', 'planned.json')
    await mkdir(path, { recursive: true })
    await using server = await it.start()
    const ask = it.ask.bind(null, server)
    expect(await ask('PUT', '/schedules/other', nightly)).toMatchObject({ status: 500, body: { code: 'not_kept' } })
    expect((await ask('GET', '/schedules')).body.schedules).toMatchObject([{ id: 'ours' }])
    const told = async () => (await ask('GET', '/alerts')).body.alerts
    expect(await eventually(told, (alarms) => alarms.length > 0)).toMatchObject([
      { rule: 'schedule_failed', message: expect.stringContaining('cannot be read') },
    ])
    await rmdir(path)
    await writeFile(path, JSON.stringify({ version: 1, schedules: [{ ...nightly, id: 'night' }] }))
    await eventually(
      async () => (await ask('GET', '/schedules')).body.schedules,
      (schedules) => schedules.length === 2,
      20_000,
    )
    expect(await ask('PUT', '/schedules/other', nightly)).toMatchObject({ status: 200 })
  })

  it('what would be too long to be read again is not planned', async () => {
    await using it = await planningServer()
    const path = join(it.data, 'server', 'planned.json')
    await mkdir(join(it.data, 'server'), { recursive: true })
    const long = { id: 'later', note: 'x'.repeat(1024 * 1024 - 200) }
    await writeFile(path, JSON.stringify({ version: 1, schedules: [long] }))
    await using server = await it.start()
    expect(await it.ask(server, 'PUT', '/schedules/night', nightly)).toMatchObject({ body: { code: 'too_many' } })
    expect(JSON.parse(await readFile(path, 'utf8')).schedules).toEqual([long])
  })

  it('what was planned here under an id of the file is gone for good, and comes not back when the file has it no more', async () => {
    await using it = await planningServer()
    await using server = await it.start()
    const ask = it.ask.bind(null, server)
    const lines = async () =>
      (await ask('GET', '/schedules')).body.schedules.map(({ id, fromFile }: { id: string; fromFile: boolean }) => [
        id,
        fromFile,
      ])
    await ask('PUT', '/schedules/night', { ...nightly, name: 'Added' })
    await it.write('From the file', 'night')
    expect((await server.reload()).taken).toBe(true)
    expect(await lines()).toEqual([['night', true]])
    await eventually(
      () => readFile(join(it.data, 'server', 'planned.json'), 'utf8'),
      (text) => !text.includes('Added'),
    )
    await it.write('From the file')
    expect((await server.reload()).taken).toBe(true)
    expect(await lines()).toEqual([['ours', true]])
  })

  it('a file that is damaged stops no server: it is put beside, and the plan of the configuration holds', async () => {
    await using it = await planningServer()
    {
      await using server = await it.start()
      await it.ask(server, 'PUT', '/schedules/night', nightly)
    }
    const path = join(it.data, 'server', 'planned.json')
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 30))
    await using server = await it.start()
    expect((await it.ask(server, 'GET', '/schedules')).body.schedules).toMatchObject([{ id: 'ours' }])
    expect(await readFile(`${path}.damaged`, 'utf8')).toContain('version')
  })

  it('what the disk does not take is not done, and that is said', async () => {
    await using it = await planningServer()
    await using server = await it.start()
    const ask = it.ask.bind(null, server)
    const { nextAt } = (await ask('PUT', '/schedules/night', nightly)).body
    // A folder stands where the file should be put.
    for (const name of ['planned.json', 'schedules.json']) {
      await rm(join(it.data, 'server', name), { force: true })
      await mkdir(join(it.data, 'server', name))
    }
    const notKept = { status: 500, body: { code: 'not_kept', detail: expect.stringContaining('disk') } }
    expect(await ask('PUT', '/schedules/other', nightly)).toMatchObject(notKept)
    expect(await ask('DELETE', '/schedules/night')).toMatchObject(notKept)
    expect(await ask('POST', '/schedules/night/skip', { at: nextAt })).toMatchObject(notKept)
    expect((await ask('GET', '/schedules')).body.schedules).toMatchObject([
      { id: 'ours' },
      { id: 'night', skipped: null, nextAt },
    ])
    await rmdir(join(it.data, 'server', 'planned.json'))
    expect(await ask('PUT', '/schedules/other', nightly)).toMatchObject({ status: 200 })
  })
})
