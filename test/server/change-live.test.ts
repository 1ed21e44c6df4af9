/** A vMix whose entry is changed while it is live, or while something of it is under way. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { readLastEntries } from '../../src/witness/index.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { shown, simulated } from './open.ts'
import { connected, served } from './served.ts'

/** Without a gateway: a start is URL, key and StartStreaming, one after the other. */
async function liveServer() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const vmix = stack.use(await simulated(join(folder.path, 'vmix')))
  const receiver = stack.use(await startReceiver({ port: 0, clock: systemClock }))
  await writeFile(join(folder.path, 'one.key'), 'PLANTED-key\n')
  const config = {
    instances: [{ id: 'studio', name: 'Studio', host: '127.0.0.1', port: vmix.httpPort, tcpPort: vmix.tcpPort }],
    gateway: 'none',
    destinations: [
      { id: 'one', platform: 'custom', url: `rtmp://127.0.0.1:${receiver.port}/live`, key: 'file:one.key' },
    ],
  }
  await writeFile(join(folder.path, 'vmixctl.yaml'), JSON.stringify(config))
  const s = stack.use(await served(folder.path))
  await connected(s.server, 'studio')
  const owned = stack.move()
  return {
    vmix,
    s,
    start: () => s.ask('POST', '/instances/studio/streams/0/start', { destinations: [{ preset: 'one' }] }),
    /** Asks to stop another stream again and again until this is over. @returns what was answered */
    stopsDuring: async (change: Promise<unknown>) => {
      const ended = new AbortController()
      void change.finally(() => ended.abort())
      const stops: Promise<string>[] = []
      do {
        stops.push(
          s
            .ask('POST', '/instances/studio/streams/3/stop', {})
            .then(({ status, text }) => (status === 200 ? 'off' : text)),
        )
        await systemClock.sleep(30)
      } while (!ended.signal.aborted)
      return await Promise.all(stops)
    },
    logged: async () =>
      (await readLastEntries(join(s.data, 'witness', 'studio'), 100)).entries.map(({ event }) => event),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('changing a vMix that is live', () => {
  it('its name changes what is shown and nothing else: the same controller, seen without a break', async () => {
    await using it = await liveServer()
    const { s, vmix } = it
    expect((await it.start()).status).toBe(200)
    const desk = s.server.room.desks.get('studio')
    const renaming = s.ask('PATCH', '/instances/studio', { name: 'Chapel' })
    expect(new Set(await it.stopsDuring(renaming))).toEqual(new Set(['off']))
    const renamed = await renaming
    expect([renamed.status, renamed.json.name, renamed.json.connection.state]).toEqual([200, 'Chapel', 'connected'])
    expect(s.server.room.desks.get('studio')).toBe(desk)
    expect([desk?.name, vmix.stream(0).live]).toEqual(['Chapel', true])
  })

  it('what it is reached by is changed only when that is confirmed; a stop finds it all the time', async () => {
    await using it = await liveServer()
    const { s, vmix } = it
    expect((await it.start()).status).toBe(200)
    await eventually(
      () => shown(s.server.room, 'stream', 'studio/0'),
      (view) => view?.live === true,
    )
    for (const change of [{ host: 'localhost' }, { tcpPort: 'none' }, { username: 'x' }, { password: 'PLANTED-pw' }]) {
      const answer = await s.ask('PATCH', '/instances/studio', change)
      expect([change, answer.status, answer.json.code]).toEqual([change, 409, 'stream_live'])
    }
    const changing = s.ask('PATCH', '/instances/studio', { tcpPort: 'none', confirmed: true })
    expect(new Set(await it.stopsDuring(changing))).toEqual(new Set(['off']))
    expect((await changing).status).toBe(200)
    await connected(s.server, 'studio')
    expect(vmix.stream(0).live).toBe(true)
    expect((await s.ask('POST', '/instances/studio/streams/0/stop', {})).status).toBe(200)
    expect(vmix.stream(0).live).toBe(false)
  })

  it.each([{ name: 'Chapel' }, { tcpPort: 'none' }, { host: 'localhost' }])(
    'a start under way ends as if nothing had been changed, and has its outcome in the log: %j',
    async (change) => {
      await using it = await liveServer()
      const { s, vmix } = it
      await vmix.setFault('slow', '300')
      const starting = it.start()
      await eventually(
        () => vmix.received,
        (received) => received.some((request) => request.function === 'StreamingSetKey'),
      )
      expect((await s.ask('PATCH', '/instances/studio', change)).status).toBe(200)
      expect(await starting).toMatchObject({ status: 200, json: { success: true } })
      expect(vmix.stream(0).live).toBe(true)
      const types = await eventually(
        async () => (await it.logged()).map(({ event_type: type }) => type),
        (found) => found.includes('stream_started'),
      )
      expect(types).not.toContain('operation_interrupted')
      expect(vmix.received.filter((request) => request.function === 'StartStreaming')).toHaveLength(1)
    },
  )

  it('a stop by the new way ends a start that began by the old one', async () => {
    await using it = await liveServer()
    const { s, vmix } = it
    await vmix.setFault('slow', '300')
    const starting = it.start()
    await eventually(
      () => vmix.received,
      (received) => received.some((request) => request.function === 'StreamingSetKey'),
    )
    expect((await s.ask('PATCH', '/instances/studio', { tcpPort: 'none' })).status).toBe(200)
    expect((await s.ask('POST', '/instances/studio/streams/0/stop', {})).status).toBe(200)
    expect((await starting).json).toMatchObject({ code: 'aborted' })
    expect(vmix.stream(0).live).toBe(false)
  })
})
