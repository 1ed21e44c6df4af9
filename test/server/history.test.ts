import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/clock/index.ts'
import { findGateway } from '../../src/gateway/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { send, streamOf } from './api.ts'
import { simulated } from './open.ts'
import { gatewayEnds, ServerProcess } from './server-process.ts'
import { startShowApi } from './show-api.ts'

const values = z.array(z.number().nullable())
const history = z.object({
  now: z.iso.datetime(),
  stepSeconds: z.number(),
  secondsAgo: z.array(z.number().min(0)),
  fps: values,
  bitrateKbps: values,
  droppedFrames: values,
  destinations: z.array(z.string()),
})

describe('the history over the API', () => {
  it('shows who comes late what was measured, of the stream and of a destination, with the gap', async () => {
    await using it = await startShowApi()
    const { board } = it.api
    const read = async (query = '') => history.parse((await it.get(`/instances/studio/streams/0/history${query}`)).body)
    expect(await read()).toMatchObject({ stepSeconds: 1, secondsAgo: [], fps: [], destinations: [] })
    const nothing = { ...streamOf('', 0).figures, fps: null, bitrateKbps: null, droppedFrames: null }
    const measured = async (wanted: (fps: readonly (number | null)[]) => boolean) =>
      eventually(read, ({ fps }) => wanted(fps))
    board.put(streamOf('studio', 1))
    await measured((fps) => fps.length > 0)
    board.put({ ...streamOf('studio', 2), figures: nothing, destinations: [] })
    await measured((fps) => fps.at(-1) === null)
    for (let n = 3; (await read()).fps.at(-1) !== 30; n++) {
      board.put(streamOf('studio', n))
      await sleep(50)
    }
    const all = await read('?range=10m')
    expect(all.fps).toEqual([30, null, 30])
    expect(all.bitrateKbps).toEqual([6000, null, 6000])
    expect(all.secondsAgo).toEqual(all.secondsAgo.toSorted((a, b) => b - a))
    expect(Math.abs(Date.parse(all.now) - Date.now())).toBeLessThan(30_000)
    expect(all.destinations).toEqual(['d1'])
    expect((await read('?destination=d1')).bitrateKbps).toEqual([6000, null, 6000])
    expect((await read('?destination=d2')).fps).toEqual([])
    const session = await read('?range=session')
    expect([session.stepSeconds, session.fps.length > 0]).toEqual([10, true])
  })

  it('is refused for a vMix, a channel or a range that there is not', async () => {
    await using it = await startShowApi()
    const status = async (path: string) => (await send(it.api.port, { path: `/api/v1/instances/${path}` })).status
    expect(await status('nobody/streams/0/history')).toBe(404)
    expect(await status('studio/streams/5/history')).toBe(422)
    expect(await status('studio/streams/0/history?range=1y')).toBe(422)
    expect(await status(`studio/streams/0/history?destination=${'x'.repeat(201)}`)).toBe(422)
  })

  it('of a real show is what the gateway measured, and a gap when that is gone', { timeout: 180_000 }, async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const dataFolder = join(folder.path, 'data')
    const config = join(folder.path, 'vmixctl.yaml')
    await writeFile(
      config,
      `
instances:
  - { id: studio, host: 127.0.0.1, port: ${simulator.httpPort}, tcpPort: ${simulator.tcpPort}, simulated: true }
gateway: { rtmpListen: "127.0.0.1:0" }
destinations:
  - { id: here, name: Here, platform: custom, url: "rtmp://127.0.0.1:${receiver.port}/live/", key: env:PLANTED_KEY }
`,
    )
    await using _gateway = gatewayEnds(dataFolder)
    const env = { PLANTED_KEY: 'live_PLANTED' }
    await using server = await ServerProcess.start(['--config', config, '--data', dataFolder], { env })
    const isRunning = async () => (await server.shown('gateway'))?.state === 'running'
    await eventually(isRunning, (running) => running, 60_000)
    const isConnected = async () => (await server.shown('instance'))?.connection.state === 'connected'
    await eventually(isConnected, (connected) => connected, 60_000)
    const path = '/api/v1/instances/studio/streams/0'
    const started = await server.post(`${path}/start`, { destinations: [{ preset: 'here' }] })
    expect([started.status, started.text]).toEqual([200, expect.stringContaining('"success":true')])
    const read = async () => history.parse(JSON.parse(await server.get(`${path}/history`)))
    const isMeasured = ({ fps }: z.infer<typeof history>) => fps.filter((one) => one !== null && one > 20).length >= 3
    const { destinations } = await eventually(read, isMeasured, 60_000)
    expect(destinations).toHaveLength(1)
    const sent = history.parse(JSON.parse(await server.get(`${path}/history?destination=${destinations[0]}`)))
    expect(sent.bitrateKbps.some((one) => one !== null && one > 0)).toBe(true)
    const gateway = await findGateway({ dataFolder })
    await gateway?.stop('end')
    await gateway?.[Symbol.asyncDispose]()
    const after = await eventually(read, ({ fps }) => fps.includes(null), 60_000)
    // What was measured before stays, and nothing of the gap is a nought.
    expect(isMeasured(after)).toBe(true)
    expect(after.fps.slice(after.fps.indexOf(null))).not.toContain(0)
  })
})
