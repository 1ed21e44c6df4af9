import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver, startSimulator } from '../../src/simulator/index.ts'
import { endGateway, filesIn, object, run, start } from '../cli/vmixctl.ts'
import { eventually, temporaryFolder } from '../support/show.ts'

const env = { KEY_ONE: 'REAL-a&b=c d+e#f', SRT_PASS: 'REAL-passphrase' }

async function stage() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  stack.defer(() => endGateway(folder.path))
  const simulator = stack.use(await startSimulator({ httpPort: 0, tcpPort: 0 }))
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path]
  const platform = stack.use(await startReceiver({ port: 0, clock: systemClock }))
  const to = `rtmp://127.0.0.1:${platform.port}/live`
  const owned = stack.move()
  return {
    folder: folder.path,
    simulator,
    connection,
    platform,
    to,
    /** As somebody else does it, in a process of its own. */
    async replaceByShow(gateway: readonly string[]) {
      const show = ['stream', 'start', to, '--key-env', 'KEY_ONE', '--channel', '0', '--replace']
      const { code, stdout, stderr } = await run([...show, ...gateway, ...connection], { env })
      expect([code, stdout + stderr]).toEqual([0, expect.stringContaining('Stream 1')])
    },
    async staysOnAir() {
      const before = platform.framesReceived
      await eventually(
        () => platform.framesReceived,
        (frames) => frames > before + 60,
      )
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('a rehearsal on the command line', () => {
  it('live --rehearse: says so, shows what arrives, is one for every other command, and ends with a signal', async () => {
    await using staged = await stage()
    const { folder, simulator, connection } = staged
    const to = ['--to', 'rtmp://live.platform.invalid/live:env:KEY_ONE', 'srt://tv.platform.invalid:9000:env:SRT_PASS']
    const tcp = ['--tcp-port', String(simulator.tcpPort), '--rtmp-listen', '127.0.0.1:0']
    const show = start(['live', ...to, '--record', join(folder, 'r.mkv'), '--rehearse', ...tcp, ...connection], { env })
    await show.prints('REHEARSAL')
    await show.prints('live.platform.invalid: arrived here:')
    await show.prints('tv.platform.invalid:9000: arrived here:')
    const status = await run(['status', ...connection])
    expect(status.stdout).toContain('on, REHEARSAL')
    expect(object(await run(['status', '--json', ...connection]))).toMatchObject({
      recording: true,
      streamChannels: expect.arrayContaining([expect.objectContaining({ rehearsal: true })]),
    })
    const mixed = await run(
      [
        'stream',
        'start',
        'rtmp://live.platform.invalid/live:env:KEY_ONE',
        '--channel',
        '0',
        '--gateway',
        ...connection,
      ],
      { env },
    )
    expect([mixed.code, mixed.stdout + mixed.stderr]).toEqual([1, expect.stringContaining('Stop the rehearsal first')])
    show.child.kill('SIGTERM')
    const ended = await show.ended
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining('Stream 1 is off')])
    expect(simulator.stream(0).live).toBe(false)
    for (const { path, bytes } of await filesIn(folder)) {
      expect([path, bytes.includes('REAL-')]).toEqual([path, false])
    }
    expect(ended.stdout + ended.stderr).not.toContain('REAL-')
  })

  it('stream start --rehearse stays in front with its receiver, and ends with Ctrl-C', async () => {
    await using staged = await stage()
    const { simulator, connection } = staged
    const destination = ['rtmp://live.platform.invalid/live', '--key-env', 'KEY_ONE', '--channel', '0']
    const rehearsal = start(['stream', 'start', ...destination, '--rehearse', ...connection], { env })
    await rehearsal.prints('Ctrl-C ends the rehearsal')
    await rehearsal.prints('arrived here:')
    await eventually(
      async () => (await run(['status', ...connection])).stdout,
      (text) => text.includes('on, REHEARSAL'),
    )
    rehearsal.child.kill('SIGINT')
    const ended = await rehearsal.ended
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining('Stream 1 is off')])
    expect(simulator.stream(0).live).toBe(false)
  })

  it('a key that is missing is told before anything is started; a rehearsal of nothing is refused', async () => {
    await using staged = await stage()
    const { simulator, connection } = staged
    const missing = ['live', '--to', 'rtmp://live.platform.invalid/live:env:NO_SUCH_KEY_IS_SET', '--rehearse']
    const refused = await run([...missing, ...connection])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('NO_SUCH_KEY_IS_SET')])
    const nothing = await run(['live', '--record', 'x.mkv', '--rehearse', ...connection])
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('--to')])
    expect(JSON.stringify(simulator.received)).not.toContain('StartStreaming')
  })

  it('live --rehearse ends by itself, and stops nothing, when the show was started in its place', async () => {
    await using staged = await stage()
    const { simulator, connection, to, platform, replaceByShow } = staged
    const options = ['--rehearse', '--no-tcp', '--rtmp-listen', '127.0.0.1:0']
    const rehearsal = start(['live', '--to', `${to}:env:KEY_ONE`, ...options, ...connection], { env })
    await rehearsal.prints('arrived here:')
    await replaceByShow(['--gateway'])
    const ended = await rehearsal.ended
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining('was ended elsewhere')])
    await staged.staysOnAir()
    expect([simulator.stream(0).live, platform.publishers]).toEqual([true, 1])
  })

  it.skipIf(process.platform === 'win32').for([
    { command: 'live', signal: 'SIGHUP' },
    { command: 'stream start', signal: 'SIGINT' },
  ] as const)('$command --rehearse: $signal stops no show that was started in its place, unseen', async (the) => {
    await using staged = await stage()
    const { simulator, connection, to, platform, replaceByShow } = staged
    const isLive = the.command === 'live'
    const words = isLive
      ? ['live', '--to', `${to}:env:KEY_ONE`, '--no-tcp', '--rtmp-listen', '127.0.0.1:0']
      : ['stream', 'start', to, '--key-env', 'KEY_ONE', '--channel', '0']
    const rehearsal = start([...words, '--rehearse', ...connection], { env })
    await rehearsal.prints('arrived here:')
    // It sees nothing of what happens now, as a machine that sleeps.
    rehearsal.child.kill('SIGSTOP')
    await replaceByShow(isLive ? ['--gateway'] : [])
    rehearsal.child.kill(the.signal)
    rehearsal.child.kill('SIGCONT')
    const ended = await rehearsal.ended
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining('was ended elsewhere')])
    await staged.staysOnAir()
    expect([simulator.stream(0).live, platform.publishers]).toEqual([true, 1])
  })

  it('stops nothing where it cannot be told whether it is the rehearsal still, and says so', async () => {
    await using staged = await stage()
    const { simulator, connection, to } = staged
    const rehearsal = start(
      ['stream', 'start', to, '--key-env', 'KEY_ONE', '--channel', '0', '--rehearse', ...connection],
      { env },
    )
    await rehearsal.prints('arrived here:')
    await simulator.setFault('refuse', '')
    rehearsal.child.kill('SIGINT')
    const ended = await rehearsal.ended
    await simulator.setFault('refuse', null)
    expect([ended.code, ended.stdout]).toEqual([3, expect.stringContaining('is not known, so it was not stopped')])
    expect(simulator.stream(0).live).toBe(true)
  })
})
