import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readEntries } from '../../src/witness/index.ts'
import { run } from '../cli/vmixctl.ts'
import { gatewayEnds, ServerProcess } from '../server/server-process.ts'
import { simulated } from '../server/open.ts'
import { eventually, temporaryFolder } from '../support/show.ts'

const isFirst = ({ channel }: { readonly channel: number }) => channel === 0
const path = '/api/v1/instances/studio/streams/0'

it('a rehearsal is one for the whole room, also when the server was killed meanwhile; the real keys and names go nowhere', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await simulated(join(folder.path, 'vmix'))
  const dataFolder = join(folder.path, 'data')
  const config = join(folder.path, 'vmixctl.yaml')
  await writeFile(
    config,
    `
instances:
  - { id: studio, host: 127.0.0.1, port: ${simulator.httpPort}, tcpPort: ${simulator.tcpPort}, simulated: true }
gateway: { rtmpListen: "127.0.0.1:0" }
destinations:
  - { id: here, name: Here, platform: custom, url: "rtmp://live.platform.invalid/live/", key: env:PLANTED_KEY }
  - { id: there, name: There, platform: custom, url: "rtmp://live.platform.invalid/live/", key: env:NOT_SET_ANYWHERE }
`,
  )
  const args = ['--config', config, '--data', dataFolder]
  const env = { PLANTED_KEY: 'live_PLANTED-a&b c' }
  await using _gateway = gatewayEnds(dataFolder)
  await using first = await ServerProcess.start(args, { env })
  await eventually(
    () => first.shown('gateway'),
    (gateway) => gateway?.state === 'running',
    60_000,
  )
  await eventually(
    () => first.shown('instance'),
    (instance) => instance?.connection.state === 'connected',
  )
  const here = { destinations: [{ preset: 'here' }], rehearse: true }

  const dry = await first.post(`${path}/start`, { ...here, dryRun: true })
  expect([dry.status, dry.text]).toEqual([200, expect.stringContaining('rtmp://127.0.0.1/rehearsal')])
  expect(dry.text).not.toContain('platform.invalid')
  // What the show would be refused for, the rehearsal is.
  const without = await first.post(`${path}/start`, { destinations: [{ preset: 'there' }], rehearse: true })
  expect([without.status, without.text]).toEqual([422, expect.stringContaining('NOT_SET_ANYWHERE')])

  const started = await first.post(`${path}/start`, here)
  expect([started.status, started.text]).toEqual([200, expect.stringContaining('"rehearsal":true')])
  const arriving = await eventually(
    () => first.shown('stream', isFirst),
    (stream) => (stream?.destinations[0]?.arrived?.frames ?? 0) > 60,
  )
  expect(arriving).toMatchObject({
    rehearsal: true,
    live: true,
    destinations: [{ destinationId: 'here', name: 'Here' }],
  })
  const mixed = await first.post(`${path}/start`, { destinations: [{ preset: 'here' }] })
  expect([mixed.status, mixed.text]).toEqual([409, expect.stringContaining('Stop the rehearsal first')])
  await first.end('SIGKILL')

  await using second = await ServerProcess.start(args, { env })
  const again = await eventually(
    () => second.shown('stream', isFirst),
    (stream) => (stream?.destinations[0]?.arrived?.fps ?? 0) > 20,
    60_000,
  )
  expect(again).toMatchObject({ rehearsal: true, live: true, destinations: [{ state: 'live' }] })
  const status = await second.get('/api/v1/instances/studio/status')
  expect(JSON.parse(status)).toMatchObject({
    streamChannels: expect.arrayContaining([expect.objectContaining({ rehearsal: true })]),
  })

  // Another stream, by the command line.
  const more = await run(['stream', 'start', 'here', '--channel', '1', '--rehearse', '--server', second.url])
  expect([more.code, more.stdout]).toEqual([0, expect.stringContaining('Rehearsal: Stream 2 arrives')])
  expect((await run(['status', '--server', second.url])).stdout).toMatch(
    /Stream 1 +on, REHEARSAL[^]*Stream 2 +on, REHEARSAL/,
  )
  await second.post('/api/v1/instances/studio/streams/1/stop', {})

  const stopped = await second.post(`${path}/stop`, {})
  expect([stopped.status, stopped.text]).toEqual([200, expect.stringContaining('"success":true')])
  await eventually(
    () => second.shown('stream', isFirst),
    (stream) => stream?.live === false && !stream.rehearsal && stream.destinations.length === 0,
  )
  const types: string[] = []
  for await (const { event } of readEntries(join(dataFolder, 'witness', 'studio'))) {
    if (event.params?.['rehearsal'] === true) types.push(event.event_type)
  }
  const start = ['operation_requested', 'stream_started']
  expect(types).toEqual(['stream_start_failed', ...start, ...start])
  await second.end('SIGTERM')

  const holding: string[] = []
  for (const entry of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (!entry.isFile()) continue
    const text = await readFile(file, 'latin1')
    if (text.includes('PLANTED-a') || text.includes('platform.invalid')) holding.push(file)
    expect(text).not.toContain('PLANTED-a')
  }
  // The show that was refused has its address in the log, and nothing else has.
  expect(holding).toEqual([join(dataFolder, 'witness', 'studio', '000001.jsonl')])
  expect([...first.written, ...second.written, started.text, dry.text].join('')).not.toContain('PLANTED-a')
})
