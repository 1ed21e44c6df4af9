import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { freePort } from '../support/ports.ts'
import { receiver, until } from '../support/receiver.ts'
import { needs } from '../support/programs.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { commandLines, endGateway, filesIn, object, run, start } from './vmixctl.ts'

const key = 'SECRET-a&b=c d+e#f'
/** The key as it could slip out: as it is, encoded for a URL in two ways, for XML, in base64 and hex. */
const spellings = [
  key,
  encodeURIComponent(key),
  encodeURIComponent(key).replaceAll('%20', '+'),
  encodeURI(key),
  'SECRET-a&amp;b=c d+e#f',
  'SECRET-a',
  Buffer.from(key).toString('base64').slice(0, 20),
  Buffer.from(key).toString('hex'),
]

/** A simulated vMix and two receivers, each with its own key, and the options that name them. */
async function stage() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  stack.defer(() => endGateway(folder.path))
  const simulator = stack.use(await startSimulator({ httpPort: 0, tcpPort: 0 }))
  const first = stack.use(await receiver({ acceptKey: (_app, given) => given === key }))
  const second = stack.use(await receiver({ acceptKey: (_app, given) => given === 'two' }))
  const tcp = ['--tcp-port', String(simulator.tcpPort)]
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path]
  const urls = [first, second].map(({ port }) => `rtmp://127.0.0.1:${port}/live`)
  const live = [
    'live',
    '--to',
    `${urls[0]}:env:KEY_ONE`,
    `${urls[1]}:env:KEY_TWO`,
    '--rtmp-listen',
    '127.0.0.1:0',
    ...tcp,
    ...connection,
  ]
  const owned = stack.move()
  return {
    folder: folder.path,
    simulator,
    first,
    second,
    connection,
    live,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const env = { KEY_ONE: key, KEY_TWO: 'two' }

describe.concurrent('a show without a terminal', () => {
  it('goes live to two and records; a signal leaves it running; another process watches and stops it; no key shows', async () => {
    await using staged = await stage()
    const { folder, simulator, first, second, connection, live } = staged
    const file = join(folder, 'show.mp4')
    const show = start([...live, '--record', file], { env })
    await show.prints('show.mp4  live')
    const processes = await commandLines(folder)
    show.child.kill('SIGTERM')
    const left = await show.ended
    expect(left).toMatchObject({ code: 0 })
    expect(left.stdout).toContain('The show goes on.')
    expect(left.stdout).toContain('stream stop --channel 0 --gateway')

    const before = first.framesReceived
    await until('frames go on after live has ended', () => first.framesReceived > before + 30)
    const status = await run(['status', '--json', ...connection], { env })
    expect(object(status)).toMatchObject({ streaming: true, recording: true })
    const health = await run(['health', '--json', ...connection], { env })
    expect(object(health)).toMatchObject({ healthStatus: 'healthy', source: 'gateway' })
    const shown = await run(['status', ...connection], { env })
    expect(shown.stdout).toContain(`127.0.0.1:${first.port} live`)
    const watched = start(['health', '--watch', '0.5', '--json', ...connection], { env })
    await eventually(
      () => watched.stdout.split('\n').length,
      (lines) => lines > 3,
    )
    watched.child.kill('SIGINT')
    expect((await watched.ended).code).toBe(0)

    const stopped = await run(['stream', 'stop', '--channel', '0', '--gateway', '--json', ...connection], { env })
    expect(stopped).toMatchObject({ code: 0 })
    expect(object(stopped)).toMatchObject({
      success: true,
      verification: 'vmix_off',
      recordings: [{ files: [file], format: 'MP4' }],
    })
    expect(simulator.stream(0).live).toBe(false)
    await until('the receivers are left', () => first.publishers === 0 && second.publishers === 0)
    expect(first.framesLost + second.framesLost).toBe(0)
    expect(first.keys.map((each) => each.reveal())).toEqual([key])

    const verified = await run(['witness', 'verify', '--json', ...connection])
    expect(verified.code).toBe(2)
    expect(object(verified)).toMatchObject({ valid: true })
    const listed = await run(['witness', 'list', ...connection])
    expect(listed.stdout).not.toContain('operation_interrupted')
    expect(listed.stdout).toContain('stream_stopped')

    const printed = [left, status, health, shown, stopped, verified, listed].flatMap((each) => [
      each.stdout,
      each.stderr,
    ])
    const places = [
      ...[...printed, watched.stdout, ...processes].map((text) => Buffer.from(text)),
      ...(await filesIn(folder)).map(({ bytes }) => bytes),
    ]
    expect(processes.length).toBeGreaterThanOrEqual(process.platform === 'linux' ? 2 : 0)
    for (const spelling of spellings) expect(places.filter((bytes) => bytes.includes(spelling)).map(String)).toEqual([])
  })

  it('prints an object a line with --json, and goes on with the other when one cannot be reached', async () => {
    await using staged = await stage()
    const { first, second, live } = staged
    await second.stop()
    const show = start([...live, '--json'], { env })
    await show.prints('"event":"change"', 40_000)
    show.child.kill('SIGINT')
    const { code, stdout } = await show.ended
    expect(code).toBe(0)
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(events.find(({ event }) => event === 'started')).toMatchObject({
      result: { success: false, destinations: [{ success: true }, { success: false, error: 'not_confirmed' }] },
    })
    expect(events.at(-1)).toMatchObject({ event: 'left_running', channel: 0 })
    expect(first.publishers).toBe(1)
  })

  it('says once that vMix does not tell of changes itself, and shows all the same what others switch', async () => {
    await using staged = await stage()
    const { simulator, live } = staged
    // The last one counts.
    const closed = await freePort()
    const show = start([...live, '--tcp-port', String(closed)], { env })
    await show.prints('Stream 1')
    await using hand = new VMixHttpClient({ host: '127.0.0.1', port: simulator.httpPort })
    await hand.call('StartMultiCorder')
    await show.prints("vMix's MultiCorder is on in vMix")
    await show.prints(`vMix's TCP API (port ${closed}) is closed`)
    show.child.kill('SIGTERM')
    const { code, stdout } = await show.ended
    expect(code).toBe(0)
    expect(stdout.split('TCP API')).toHaveLength(2)
  })

  it('says what is wrong, and ends, when nothing went live', async () => {
    await using staged = await stage()
    const { simulator, first, second, live } = staged
    await simulator.setFault('ignore-commands', true)
    const { code, stdout } = await run(live, { env })
    expect(code).toBe(1)
    expect(stdout).toContain('does not show it on')
    expect(first.framesReceived + second.framesReceived).toBe(0)
  })
})

describe.runIf(process.platform !== 'win32' && needs('python3'))('a show on a terminal', { concurrent: true }, () => {
  const terminal = [
    'python3',
    '-c',
    'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))',
  ]

  it('shows the table; Ctrl-C asks; c goes on; s stops the show', async () => {
    await using staged = await stage()
    const { simulator, live } = staged
    const show = start(live, { env, under: terminal })
    await show.prints('Ctrl-C: stop the show, leave it running, or go on')
    await show.prints('healthy')
    show.child.stdin?.write('\u0003')
    await show.prints('s stop the show')
    const asked = show.stdout.length
    show.child.stdin?.write('c')
    await eventually(
      () => show.stdout.slice(asked),
      (text) => text.includes('Ctrl-C: stop the show'),
    )
    expect(simulator.stream(0).live).toBe(true)
    const again = show.stdout.length
    show.child.stdin?.write('\u0003')
    await eventually(
      () => show.stdout.slice(again),
      (text) => text.includes('s stop the show'),
    )
    show.child.stdin?.write('s')
    const { code, stdout } = await show.ended
    expect({ code, stdout }).toMatchObject({ code: 0 })
    expect(stdout).toContain('Stream 1 is off')
    expect(simulator.stream(0).live).toBe(false)
  })

  it('Ctrl-C twice leaves it running', async () => {
    await using staged = await stage()
    const { simulator, live } = staged
    const show = start(live, { env, under: terminal })
    await show.prints('healthy')
    show.child.stdin?.write('\u0003')
    await show.prints('s stop the show')
    show.child.stdin?.write('\u0003')
    const { code, stdout } = await show.ended
    expect({ code, stdout }).toMatchObject({ code: 0 })
    expect(stdout).toContain('The show goes on.')
    expect(simulator.stream(0).live).toBe(true)
  })

  it('is told when somebody else has stopped the show', async () => {
    await using staged = await stage()
    const { connection, live } = staged
    const show = start(live, { env, under: terminal })
    await show.prints('healthy')
    await run(['stream', 'stop', '--channel', '0', '--gateway', ...connection])
    const { code, stdout } = await show.ended
    expect(code).toBe(0)
    expect(stdout).toContain('was ended elsewhere')
  })
})

it('the token of the gateway is not in its announcement', async () => {
  await using staged = await stage()
  const { folder, first, live } = staged
  const show = start(live, { env })
  await show.prints(`127.0.0.1:${first.port}  live`)
  const token = (await readFile(join(folder, 'gateway', 'token'), 'utf8')).trim()
  show.child.kill('SIGTERM')
  await show.ended
  const files = (await filesIn(folder)).filter(({ path }) => !path.endsWith('token'))
  expect(files.filter(({ bytes }) => bytes.includes(token)).map(({ path }) => path)).toEqual([])
})
