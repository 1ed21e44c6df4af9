import { createServer, type Server } from 'node:net'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/clock/index.ts'
import { gatewayFolder, readEndpoint } from '../../src/gateway/index.ts'
import { startReceiver, type Receiver } from '../../src/simulator/index.ts'
import { readEntries } from '../../src/witness/index.ts'
import { freePort } from '../support/ports.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { KillableSimulator } from '../support/simulator-process.ts'
import { gatewayEnds, ServerProcess } from './server-process.ts'

const isFirst = ({ channel }: { readonly channel: number }) => channel === 0
const planted = 'PLANTED-a&b c'
const studio = '/api/v1/instances/studio'
const longMs = 60_000

interface Stage extends AsyncDisposable {
  readonly dataFolder: string
  readonly simulator: KillableSimulator
  readonly receivers: readonly [Receiver, Receiver]
  /** Where the gateway takes streams; null: there is none. */
  readonly rtmpPort: number | null
  server(): Promise<ServerProcess>
}

async function stage(options: { readonly gateway: boolean }): Promise<Stage> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const dataFolder = join(folder.path, 'data')
  const simulator = stack.use(await KillableSimulator.start(join(folder.path, 'vmix')))
  const receivers = [
    stack.use(await startReceiver({ port: 0, clock: systemClock })),
    stack.use(await startReceiver({ port: 0, clock: systemClock })),
  ] as const
  stack.use(gatewayEnds(dataFolder))
  const rtmpPort = options.gateway ? await freePort() : null
  const config = join(folder.path, 'vmixctl.yaml')
  await writeFile(
    config,
    `
instances:
  - { id: studio, host: 127.0.0.1, port: ${simulator.httpPort}, tcpPort: ${simulator.tcpPort}, simulated: true }
${rtmpPort === null ? 'gateway: none' : `gateway: { rtmpListen: "127.0.0.1:${rtmpPort}" }`}
destinations:
  - { id: one, name: One, platform: custom, url: "rtmp://127.0.0.1:${receivers[0].port}/live/", key: env:PLANTED_KEY }
  - { id: two, name: Two, platform: custom, url: "rtmp://127.0.0.1:${receivers[1].port}/live/", key: env:PLANTED_KEY }
`,
  )
  const owned = stack.move()
  return {
    dataFolder,
    simulator,
    receivers,
    rtmpPort,
    server: async () => {
      const env = { PLANTED_KEY: planted }
      const server = owned.use(await ServerProcess.start(['--config', config, '--data', dataFolder], { env }))
      if (rtmpPort !== null) {
        await eventually(
          () => server.shown('gateway'),
          (gateway) => gateway?.state === 'running',
          longMs,
        )
      }
      await eventually(
        () => server.shown('instance'),
        (instance) => instance?.connection.state === 'connected',
        longMs,
      )
      return server
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function framesArrive(receiver: Receiver, since = receiver.framesReceived): Promise<void> {
  await eventually(
    () => receiver.framesReceived,
    (frames) => frames > since + 15,
    longMs,
  )
}

/** Takes a port, so that nobody else has it; null: somebody has. */
function blocked(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

const answered = z.looseObject({
  success: z.boolean(),
  message: z.string(),
  streams: z.array(z.looseObject({ success: z.boolean(), alreadyLive: z.boolean().optional() })),
})

async function noKeyIn({ dataFolder }: Stage, ...servers: readonly ServerProcess[]): Promise<void> {
  const holding: string[] = []
  for (const entry of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && (await readFile(path)).includes('PLANTED-a')) holding.push(path)
  }
  // What the gateway takes up again when it was killed: its user's alone.
  expect(holding.filter((path) => path !== join(dataFolder, 'gateway', 'state.json'))).toEqual([])
  expect(servers.flatMap(({ written }) => written).join('')).not.toContain('PLANTED-a')
}

it('one press brings a show back after vMix crashed, also at a server that was killed meanwhile', async () => {
  await using show = await stage({ gateway: true })
  const { simulator, receivers, dataFolder } = show
  const [one, two] = receivers
  const first = await show.server()
  const started = await first.post(`${studio}/streams/0/start`, {
    destinations: [{ preset: 'one' }, { preset: 'two' }],
    record: { format: 'MKV' },
  })
  expect([started.status, started.text]).toEqual([200, expect.stringContaining('"success":true')])
  await Promise.all([framesArrive(one), framesArrive(two)])
  await simulator.kill()
  await first.end('SIGKILL')
  await simulator.again()
  const second = await show.server()
  const instance = await eventually(
    () => second.shown('instance'),
    (shown) => shown?.resumable != null,
    longMs,
  )
  expect(instance?.resumable).toEqual({ streams: [0], recordings: [{ recorder: 'gateway', channel: 0 }] })
  // The lock is for what ends something.
  await fetch(`${second.url}${studio}/lock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', origin: second.url },
    body: JSON.stringify({ locked: true }),
  })
  const would = await second.post(`${studio}/resume`, { dryRun: true })
  expect(would.text).toContain('StartStreaming 0')
  expect(would.text).not.toContain('PLANTED')
  const before = [one.framesReceived, two.framesReceived]
  const presses = await Promise.all([second.post(`${studio}/resume`, {}), second.post(`${studio}/resume`, {})])
  expect(presses.map(({ status }) => status)).toEqual([200, 200])
  const results = presses.flatMap(({ text }) => answered.parse(JSON.parse(text)).streams)
  expect(results.filter(({ success, alreadyLive }) => success && alreadyLive !== true)).toHaveLength(1)
  await Promise.all([framesArrive(one, before[0]), framesArrive(two, before[1])])
  expect([one.publishers, two.publishers]).toEqual([1, 1])
  await eventually(
    () => second.shown('instance'),
    (shown) => shown?.resumable == null,
  )
  const types: string[] = []
  for await (const { event } of readEntries(join(dataFolder, 'witness', 'studio'))) types.push(event.event_type)
  expect(types.filter((type) => type === 'stream_resumed')).toHaveLength(1)
  await noKeyIn(show, first, second)
})

it('without a gateway the server knows where the key of each stream stands, also when it was started anew', async () => {
  await using show = await stage({ gateway: false })
  const { simulator, receivers, dataFolder } = show
  const [one] = receivers
  const first = await show.server()
  const by = { rtmpUrl: `rtmp://127.0.0.1:${one.port}/live`, key: { env: 'PLANTED_KEY' }, name: 'By address' }
  const started = await first.post(`${studio}/streams/0/start`, { destinations: [by] })
  expect([started.status, started.text]).toEqual([200, expect.stringContaining('"success":true')])
  await framesArrive(one)
  expect(await readFile(join(dataFolder, 'server', 'shows.json'), 'utf8')).toContain('PLANTED_KEY')
  await simulator.kill()
  await first.end('SIGKILL')
  await simulator.again()
  const second = await show.server()
  await eventually(
    () => second.shown('instance'),
    (shown) => shown?.resumable != null,
    longMs,
  )
  const before = one.framesReceived
  const back = await second.post(`${studio}/resume`, {})
  expect([back.status, back.text]).toEqual([200, expect.stringContaining('"via":"direct"')])
  await framesArrive(one, before)
  expect((await second.post(`${studio}/streams/0/stop`, {})).status).toBe(200)
  await eventually(
    () => readFile(join(dataFolder, 'server', 'shows.json'), 'utf8'),
    (text) => !text.includes('PLANTED_KEY'),
  )
  expect(JSON.parse((await second.post(`${studio}/resume`, {})).text)).toMatchObject({ success: true, streams: [] })
  await noKeyIn(show, first, second)
})

it('when the gateway cannot come back, one press has vMix send by itself, and the gateway nothing when it does', async () => {
  await using show = await stage({ gateway: true })
  const { receivers, dataFolder, rtmpPort } = show
  const [one, two] = receivers
  const server = await show.server()
  const started = await server.post(`${studio}/streams/0/start`, {
    destinations: [{ preset: 'one' }, { preset: 'two' }],
    record: { format: 'MKV' },
  })
  expect([started.status, started.text]).toEqual([200, expect.stringContaining('"success":true')])
  await Promise.all([framesArrive(one), framesArrive(two)])
  const early = await server.post(`${studio}/streams/0/direct`, {})
  expect([early.status, early.text]).toEqual([422, expect.stringContaining('Its gateway answers')])

  const endpoint = await readEndpoint(gatewayFolder(dataFolder))
  // First who would start it again.
  for (const pid of [endpoint?.supervisor ?? 0, endpoint?.pid ?? 0]) if (pid > 0) process.kill(pid, 'SIGKILL')
  const blocker = await eventually(
    () => blocked(rtmpPort ?? 0),
    (taken) => taken !== null,
  )
  await eventually(
    () => server.shown('gateway'),
    (gateway) => gateway?.state === 'unreachable',
    longMs,
  )
  // It may only be slow, or be started again.
  const tooEarly = await server.post(`${studio}/streams/0/direct`, {})
  expect([tooEarly.status, tooEarly.text]).toEqual([409, expect.stringContaining('gateway_not_gone')])
  const stream = await eventually(
    () => server.shown('stream', isFirst),
    (shown) => shown?.direct != null,
    longMs,
  )
  expect(stream?.direct).toEqual({ destinationId: 'one', name: 'One' })
  const before = one.framesReceived
  const sent = await server.post(`${studio}/streams/0/direct`, {})
  expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('Not sent any more: Two')])
  expect(JSON.parse(sent.text)).toMatchObject({ success: true, via: 'direct', verification: 'vmix_on' })
  await framesArrive(one, before)
  await eventually(
    () => server.shown('stream', isFirst),
    (shown) => shown?.via === 'direct' && shown.direct == null,
  )

  // It can be started again, and has nothing of it.
  blocker?.close()
  await eventually(
    () => server.shown('gateway'),
    (gateway) => gateway?.state === 'running',
    longMs,
  )
  await framesArrive(one)
  const shown = await server.shown('stream', isFirst)
  expect(shown).toMatchObject({ live: true, via: 'direct', destinations: [{ destinationId: 'one' }] })
  expect([one.publishers, two.publishers]).toEqual([1, 0])
  await noKeyIn(show, server)
})
