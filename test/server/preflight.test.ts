import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startServer } from '../../src/server/index.ts'
import { eventually, logOf, temporaryFolder } from '../support/show.ts'
import { uploadTarget } from '../support/upload-target.ts'
import { send } from './api.ts'
import { KeptLog, shown, simulated } from './open.ts'
import { plantedKey, startShowApi } from './show-api.ts'

const path = '/instances/studio/streams/0/preflight'

describe('a preflight over the API', () => {
  it('tries the stream to nobody, under the name of who asked; a key that stands twice is red, and is not said', async () => {
    await using it = await startShowApi({ gateway: true })
    const good = await it.post(path, { destinations: [{ preset: 'twitch' }] })
    expect(good).toMatchObject({ status: 200, body: { ready: true, witnessed: true } })
    expect([it.receiver.framesReceived, it.show.simulator.stream(0).live]).toEqual([0, false])
    expect(it.looks()).toBe(1)
    const twice = await it.post(path, { destinations: [{ preset: 'twitch' }, { preset: 'twitch' }], tryStream: false })
    expect(twice).toMatchObject({ status: 200, body: { ready: false } })
    const log = await logOf(it.show.controller)
    const done = log.filter(
      ({ event }) => event.event_type.startsWith('preflight') || event.event_type === 'stream_tested',
    )
    expect(done.map(({ event }) => `${event.actor} ${event.event_type}`)).toEqual([
      'local stream_tested',
      'local preflight_done',
      'local preflight_done',
    ])
    expect(JSON.stringify([good.text, twice.text, log])).not.toContain(plantedKey)
  })

  it('measures the line where the configuration says to what, also the one before a schedule; and no longer when it does not', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await using target = await uploadTarget({ kbps: 50_000 })
    const configFile = join(folder.path, 'vmixctl.yaml')
    const vmix = `
instances: [{ id: studio, host: 127.0.0.1, port: ${simulator.httpPort}, tcpPort: none }]
destinations: [{ id: twitch, platform: custom, url: "rtmp://127.0.0.1:9/live", key: env:NO_SUCH_KEY_HERE }]
gateway: none
`
    const soon = new Date(Date.now() + 605_000).toISOString().slice(0, 19)
    await writeFile(
      configFile,
      `${vmix}preflight: { uploadTo: "${target.url}sink" }
schedules: [{ id: sunday, instance: studio, do: start, at: "${soon}", timeZone: UTC, destinations: [twitch] }]
`,
    )
    await using server = await startServer({
      configFile,
      dataFolder: join(folder.path, 'data'),
      listen: '127.0.0.1:0',
      version: '0.0.0',
      log: new KeptLog(),
    })
    const planned = await eventually(
      () => shown(server.room, 'schedule', 'sunday')?.preflight ?? null,
      (done) => done !== null,
    )
    expect(planned?.lines.map(({ about }) => about)).toContain('Upload')
    expect(target.posts).toBe(1)
    const asked = async () => {
      const answer = await send(Number(new URL(server.url).port), {
        method: 'POST',
        path: `/api/v1${path}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ destinations: [{ preset: 'twitch' }], tryStream: false }),
      })
      const { lines } = JSON.parse(answer.text) as { lines: { check: string; light: string; message: string }[] }
      return lines.filter(({ check }) => check === 'upload')
    }
    // The stream was not tried, so nobody knows what the show needs.
    expect(await asked()).toMatchObject([
      { light: 'yellow', message: expect.stringMatching(/^\d+ kb\/s went out; more than 12000 /) },
    ])
    expect(target.posts).toBe(2)
    await writeFile(configFile, vmix)
    expect(await server.reload()).toMatchObject({ taken: true })
    expect(await asked()).toEqual([])
  })
})
