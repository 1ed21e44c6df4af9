import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { endGateway, filesIn, object, run, start } from '../cli/vmixctl.ts'
import { eventually, temporaryFolder } from '../support/show.ts'

const env = { KEY_ONE: 'REAL-a&b=c d+e#f', SRT_PASS: 'REAL-passphrase' }

async function stage() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  stack.defer(() => endGateway(folder.path))
  const simulator = stack.use(await startSimulator({ httpPort: 0, tcpPort: 0 }))
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path]
  const owned = stack.move()
  return { folder: folder.path, simulator, connection, [Symbol.asyncDispose]: () => owned.disposeAsync() }
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
})
