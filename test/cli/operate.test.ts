import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { freePort } from '../support/ports.ts'
import { receiver, until } from '../support/receiver.ts'
import { temporaryFolder } from '../support/show.ts'
import { endGateway, object, run, start } from './vmixctl.ts'

async function stage() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  stack.defer(() => endGateway(folder.path))
  const simulator = stack.use(
    await startSimulator({ httpPort: 0, tcpPort: 0, recordingFolder: join(folder.path, 'vmix') }),
  )
  const server = stack.use(await receiver())
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path]
  const owned = stack.move()
  return {
    folder: folder.path,
    simulator,
    server,
    connection,
    url: `rtmp://127.0.0.1:${server.port}/live`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const env = { KEY: 'k&e y' }

describe('one stream', () => {
  it('is started directly, seen, refused to another, and stopped', async () => {
    await using staged = await stage()
    const { simulator, server, connection, url } = staged
    const started = await run(['stream', 'start', `${url}:env:KEY`, '--channel', '1', '--json', ...connection], { env })
    expect(started).toMatchObject({ code: 0 })
    expect(object(started)).toMatchObject({ success: true, via: 'direct', verification: 'vmix_on', channel: 1 })
    await until('it arrives', () => server.framesReceived > 0)
    expect(server.keys.map((key) => key.reveal())).toEqual([env.KEY])

    const again = await run(['stream', 'start', `${url}2:env:KEY`, '--channel', '1', ...connection], { env })
    expect(again).toMatchObject({ code: 1 })
    expect(again.stdout).toContain('✗')
    const health = await run(['health', '--json', ...connection])
    expect(object(health)).toMatchObject({ healthStatus: 'unknown', source: 'none', fps: null })

    const stopped = await run(['stream', 'stop', '--channel', '1', ...connection])
    expect(stopped).toMatchObject({ code: 0 })
    expect(stopped.stdout).toContain('Stream 2 is off')
    expect(simulator.stream(1).live).toBe(false)
  })

  it('with --key-env, and without a key that is there', async () => {
    await using staged = await stage()
    const { connection, url } = staged
    const without = await run(['stream', 'start', url, '--key-env', 'NOT_SET', '--channel', '0', ...connection])
    expect(without).toMatchObject({ code: 2 })
    const withIt = await run(['stream', 'start', url, '--key-env', 'KEY', '--channel', '0', ...connection], { env })
    expect(withIt).toMatchObject({ code: 0 })
  })

  it('by SRT is answered with what works instead', async () => {
    await using staged = await stage()
    const result = await run([
      'stream',
      'start',
      'srt://127.0.0.1:9000',
      '--channel',
      '0',
      '--json',
      ...staged.connection,
    ])
    expect(result).toMatchObject({ code: 1 })
    expect(object(result)).toMatchObject({ success: false, error: 'unsupported' })
  })

  it('of a vMix that is away: 3, at once, and in the log', async () => {
    await using folder = await temporaryFolder()
    const away = ['--host', '127.0.0.1', '--port', String(await freePort()), '--data', folder.path]
    for (const args of [
      ['stream', 'start', 'twitch:env:KEY', '--channel', '0'],
      ['stream', 'stop', '--channel', '0'],
      ['status'],
      ['health'],
    ]) {
      expect(await run([...args, ...away], { env })).toMatchObject({ code: 3 })
    }
    const log = await run(['witness', 'list', '--json', ...away])
    const types = log.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: { event_type: string } }).event.event_type)
    expect(types).toEqual(expect.arrayContaining(['operation_requested', 'stream_start_failed', 'stream_stop_failed']))
  })

  it('a gateway that is not there: 3', async () => {
    await using staged = await stage()
    const { connection } = staged
    expect(await run(['stream', 'stop', '--channel', '0', '--gateway', ...connection])).toMatchObject({ code: 3 })
    const at = `127.0.0.1:${await freePort()}`
    expect(await run(['stream', 'stop', '--channel', '0', '--gateway', at, ...connection])).toMatchObject({ code: 3 })
  })
})

describe("SRT of vMix's own outputs", () => {
  it('is switched on and off by its number as in vMix, and is in the log', async () => {
    await using staged = await stage()
    const { connection, simulator } = staged
    const started = await run(['srt-output', 'start', '--output', '2', ...connection])
    expect(started).toMatchObject({ code: 0, stdout: expect.stringContaining('Output 2 on') })
    const again = await run(['srt-output', 'start', '--output', '2', '--json', ...connection])
    expect(object(again)).toMatchObject({ success: true, output: 2, verification: 'vmix_on', alreadyOn: true })
    const stopped = await run(['srt-output', 'stop', '--output', '2', '--json', ...connection])
    expect(object(stopped)).toMatchObject({ success: true, output: 2, verification: 'vmix_off', witnessed: true })
    const sent = simulator.received.flatMap(({ function: name, parameters }) =>
      name === null ? [] : [`${name} ${parameters['Value'] ?? ''}`],
    )
    expect(sent).toEqual(['StartSRTOutput 1', 'StopSRTOutput 1'])
    const listed = await run(['witness', 'list', '--type', 'srt_output_*', ...connection])
    expect(listed.stdout.match(/srt_output_(?:started|stopped)/g)).toHaveLength(3)
  })

  it('without a number, or with one that vMix has not, is wrong usage, and one that does not show has failed', async () => {
    await using staged = await stage()
    const { connection, simulator } = staged
    for (const args of [[], ['--output', '0'], ['--output', '5']]) {
      expect(await run(['srt-output', 'stop', ...args, ...connection])).toMatchObject({ code: 2 })
    }
    expect(simulator.received).toEqual([])
    await simulator.setFault('error-500', true)
    expect(await run(['srt-output', 'start', '--output', '1', ...connection])).toMatchObject({ code: 1 })
    await simulator.setFault('refuse', true)
    expect(await run(['srt-output', 'stop', '--output', '1', ...connection])).toMatchObject({ code: 3 })
  })
})

describe('a recording', () => {
  it("is vMix's own without a name, and stops", async () => {
    await using staged = await stage()
    const { connection, simulator } = staged
    const started = await run(['record', 'start', '--json', ...connection])
    expect(object(started)).toMatchObject({ success: true, recorder: 'vmix' })
    const stopped = await run(['record', 'stop', '--json', ...connection])
    expect(object(stopped)).toMatchObject({ success: true, recorder: 'vmix', verification: 'vmix_off' })
    expect(simulator.recording.active).toBe(false)
  })

  it('with a name needs a gateway, and says so', async () => {
    await using staged = await stage()
    const { code, stdout } = await run(['record', 'start', '--file', 'show.mkv', ...staged.connection])
    expect(code).toBe(1)
    expect(stdout).toContain('add --gateway')
  })

  it('with a gateway goes to the path that was named, MKV by its ending, and is never overwritten', async () => {
    await using staged = await stage()
    const { connection, folder, url } = staged
    const gateway = start([
      'gateway',
      '--rtmp-listen',
      '127.0.0.1:0',
      '--control',
      '127.0.0.1:0',
      '--data',
      folder,
      '--json',
    ])
    await gateway.prints('"event":"started"')
    const control = new URL((JSON.parse(gateway.stdout.split('\n')[0] ?? '') as { url: string }).url).host
    const started = await run(
      ['stream', 'start', `${url}:env:KEY`, '--channel', '0', '--gateway', control, ...connection],
      { env },
    )
    expect(started).toMatchObject({ code: 0 })
    const file = join(folder, 'take 1.mkv')
    const recording = await run(['record', 'start', '--file', file, '--gateway', '--json', ...connection])
    expect(object(recording)).toMatchObject({ success: true, filename: file, format: 'MKV' })
    const stopped = await run(['record', 'stop', '--gateway', '--json', ...connection])
    expect(object(stopped)).toMatchObject({ success: true, recorder: 'gateway', recordings: [{ files: [file] }] })
    expect((await stat(file)).size).toBeGreaterThan(0)
    const again = await run(['record', 'start', '--file', file, '--gateway', ...connection])
    expect(again).toMatchObject({ code: 2 })
    const hint = await run(['stream', 'stop', '--channel', '0', ...connection])
    expect(hint.stdout).toContain('add --gateway')
    gateway.child.kill('SIGTERM')
    expect(await gateway.ended).toMatchObject({ code: 0 })
  })
})
