import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, it } from 'vitest'
import { VMixStreamingController } from '../../src/index.ts'
import { startSimulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import { mailSink } from '../alerts/sinks.ts'
import { freePort } from '../support/ports.ts'
import { needs } from '../support/programs.ts'
import { receiver } from '../support/receiver.ts'
import { temporaryFolder } from '../support/show.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'

const folder = resolve(import.meta.dirname, '../../examples')

interface Ended {
  readonly code: number
  readonly output: string
}

/** Runs an example as its head says, in a process of its own. */
function example(name: string, env: Readonly<Record<string, string>>, cwd: string): Promise<Ended> {
  return new Promise((done) => {
    const options = { cwd, env: { ...process.env, ...env, VMIXCTL_DATA: cwd }, timeout: 60_000 }
    const child = execFile(process.execPath, [join(folder, `${name}.ts`)], options, (_error, stdout, stderr) => {
      done({ code: child.exitCode ?? -1, output: stdout + stderr })
    })
  })
}

async function stage(options: SimulatorOptions = {}) {
  await using stack = new AsyncDisposableStack()
  const data = stack.use(await temporaryFolder())
  const simulator = stack.use(await startSimulator({ httpPort: 0, tcpPort: 0, ...options }))
  const servers = [stack.use(await receiver()), stack.use(await receiver()), stack.use(await receiver())]
  const owned = stack.move()
  return {
    path: data.path,
    simulator,
    servers,
    env: { VMIX_HOST: '127.0.0.1', VMIX_PORT: String(simulator.httpPort) },
    urls: servers.map(({ port }) => `rtmp://127.0.0.1:${port}/live`),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe.concurrent('the examples run against the simulator', () => {
  it('basic RTMP', async ({ expect }) => {
    await using staged = await stage()
    const { env, path, servers, simulator, urls } = staged
    const more = { RTMP_URL: urls[0] ?? '', STREAM_KEY: 'a&b', SECONDS: '2' }
    const { code, output } = await example('basic-rtmp', { ...env, ...more }, path)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toContain('streaming 00:00:0')
    expect(servers[0]?.framesReceived).toBeGreaterThan(0)
    expect(servers[0]?.keys.map((key) => key.reveal())).toEqual(['a&b'])
    expect(simulator.stream(0).live).toBe(false)
  })

  it('scheduled recording', async ({ expect }) => {
    await using staged = await stage()
    const { env, path, simulator } = staged
    const WHEN = new Date(Date.now() + 8000).toISOString().slice(0, 19)
    const more = { GATEWAY: `127.0.0.1:${await freePort()}`, FOLDER: path, WHEN, TIME_ZONE: 'UTC', SECONDS: '2' }
    const { code, output } = await example('scheduled-recording', { ...env, ...more }, path)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toContain(`next recording: ${WHEN}.000Z`)
    const file = (await readdir(path)).find((name) => name.endsWith('.mp4')) ?? ''
    expect((await stat(join(path, file))).size).toBeGreaterThan(10_000)
    expect(simulator.stream(0).live).toBe(false)
  })

  it('recording control', async ({ expect }) => {
    await using staged = await stage()
    const { env, path } = staged
    const more = { GATEWAY: `127.0.0.1:${await freePort()}`, SECONDS: '2' }
    const { code, output } = await example('recording-control', { ...env, ...more }, path)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toMatch(/00:00:0[1-9]/)
    expect((await stat(join(path, 'production.mkv'))).size).toBeGreaterThan(0)
  })

  it('multi-platform', async ({ expect }) => {
    await using staged = await stage()
    const { env, path, servers, urls } = staged
    const targets = Object.fromEntries(
      urls.flatMap((url, n) => [
        [`URL_${n}`, url],
        [`KEY_${n}`, `key-${n}`],
      ]),
    )
    const { code, output } = await example('multi-platform', { ...env, ...targets, SECONDS: '2' }, path)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toMatch(/live: 0, 1, 2\n[\s\S]*live: 0, 2\n/)
    expect(servers.map(({ keys }) => keys.map((key) => key.reveal()))).toEqual([['key-0'], ['key-1'], ['key-2']])
  })

  it('witness tracking', async ({ expect }) => {
    await using staged = await stage()
    const { env, path, urls } = staged
    const { code, output } = await example(
      'witness-tracking',
      { ...env, RTMP_URL: urls[0] ?? '', STREAM_KEY: 'key' },
      path,
    )
    expect({ code, output }).toMatchObject({ code: 0 })
    for (const said of ['stream_started', 'rundown_item', 'stream_stopped', 'valid']) expect(output).toContain(said)
  })

  it('health monitoring', async ({ expect }) => {
    await using staged = await stage()
    const { env, path, urls, servers } = staged
    const more = {
      GATEWAY: `127.0.0.1:${await freePort()}`,
      URL_0: urls[0] ?? '',
      KEY_0: 'a',
      URL_1: urls[1] ?? '',
      KEY_1: 'b',
      SECONDS: '7',
    }
    const { code, output } = await example('health-monitoring', { ...env, ...more }, path)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toContain('healthy fps')
    expect(servers[0]?.framesReceived).toBeGreaterThan(0)
    expect(servers[1]?.framesReceived).toBeGreaterThan(0)
  })

  it('export of the audit trail', async ({ expect }) => {
    await using staged = await stage()
    const { env, path, urls } = staged
    const show = { ...env, RTMP_URL: urls[0] ?? '', STREAM_KEY: 'secret-key' }
    expect(await example('witness-tracking', show, path)).toMatchObject({ code: 0 })
    const { code, output } = await example('audit-export', { INSTANCE: `127.0.0.1-${env.VMIX_PORT}`, OUT: path }, path)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toMatch(/^whole \d+ entries, head [0-9a-f]{64}\n[^]*Stream 1 to /)
    const [page, table, entries] = await Promise.all(
      ['show.html', 'show.csv', 'show.json'].map((name) => readFile(join(path, name), 'utf8')),
    )
    expect(page).toContain('<h3 id="stream-1">Stream 1: ')
    expect(table).toMatch(/^sequence,logged_at,[^]*rundown_item/)
    expect(JSON.parse(entries ?? '')).toHaveLength(Number(/^whole (\d+)/.exec(output)?.[1]))
    for (const text of [page, table, entries, output]) expect(text).not.toContain('secret-key')
  })

  it('health alerts by e-mail', async ({ expect }) => {
    await using staged = await stage()
    const { env, path, simulator, urls } = staged
    await using sink = await mailSink({ disabledCommands: ['STARTTLS', 'AUTH'] })
    const vmix = { host: env.VMIX_HOST, port: simulator.httpPort, tcpPort: null, dataFolder: path }
    await using controller = new VMixStreamingController(vmix)
    expect(await controller.startRtmpStream({ rtmpUrl: urls[0] ?? '', streamKey: 'secret-key' })).toMatchObject({
      success: true,
    })
    const mail = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(sink.port), SMTP_SECURITY: 'none' }
    const people = { MAIL_FROM: 'vmix@example.com', MAIL_TO: 'anna@example.com' }
    const running = example('health-alerts-by-email', { ...env, ...mail, ...people, SECONDS: '20' }, path)
    // As somebody at vMix's own screen does.
    await fetch(`http://127.0.0.1:${simulator.httpPort}/api/?Function=StopStreaming&Value=0`)
    const { code, output } = await running
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toMatch(/^delivered CRITICAL: Stream lost/m)
    expect(sink.mails).toMatchObject([{ from: 'vmix@example.com', to: ['anna@example.com'] }])
    expect(sink.mails[0]?.text).toContain('Stream 1 is off, and nobody has stopped it here.')
    expect(output + sink.mails[0]?.text).not.toContain('secret-key')
  })

  it.runIf(needs('srt-live-transmit'))('SRT contribution feed', async ({ expect }) => {
    await using staged = await stage()
    const { env, path } = staged
    const port = await freeUdpPort()
    await using studio = srtLiveTransmit('127.0.0.1', port, 'mode=listener&passphrase=correct-horse-battery')
    const more = {
      GATEWAY: `127.0.0.1:${await freePort()}`,
      SRT_ADDRESS: `srt://127.0.0.1:${port}`,
      SRT_PASSPHRASE: 'correct-horse-battery',
      SECONDS: '4',
    }
    const { code, output } = await example('srt', { ...env, ...more }, path)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toMatch(/live round trip [\d.]+ ms, loss 0 %/)
    expect(output).not.toContain('correct-horse')
    await studio.stop()
    expect(studio.numbers().length).toBeGreaterThan(60)
  })
})
