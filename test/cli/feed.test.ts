import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { receiver, until } from '../support/receiver.ts'
import { temporaryFolder } from '../support/show.ts'
import { endGateway, object, run, start } from './vmixctl.ts'

const clip = resolve(import.meta.dirname, '../../assets/clip.flv')

describe('vmixctl feed', () => {
  it('sets a standby, sends the slate and goes back, and says what there is', async () => {
    await using folder = await temporaryFolder()
    await using stack = new AsyncDisposableStack()
    stack.defer(() => endGateway(folder.path))
    const data = ['--data', folder.path]
    const listen = ['--rtmp-listen', '127.0.0.1:0', '--control', '127.0.0.1:0']
    const gateway = start(['gateway', ...listen, ...data])
    await gateway.prints('Ctrl-C')

    const before = await run(['feed', 'slate', ...data])
    expect(before.code).toBe(1)
    expect(before.stdout).toContain('is not open at this gateway')

    const set = await run(['feed', 'standby', '--slate', clip, '--returns', 'told', ...data])
    expect(set.code).toBe(0)
    expect(set.stdout).toContain('✓ Stream 1 goes over to the slate')
    expect(set.stdout.replaceAll(/\s+/g, ' ')).toContain('clip.flv, ready at 640×360, 30 fps')

    const slate = await run(['feed', 'slate', '--json', ...data])
    expect(slate.code).toBe(0)
    // There is no destination: nothing is made up for nobody.
    expect(object(slate)).toMatchObject({ success: true, witnessed: true, standby: { on: 'main', held: true } })
    const back = await run(['feed', 'back', ...data])
    expect(back.code).toBe(0)

    const off = await run(['feed', 'standby', '--off', ...data])
    expect(off.stdout).toContain('no standby any more')
    const listed = await run(['witness', 'list', '--type', 'standby_set,standby_asked,standby_failed', ...data])
    expect(listed.stdout.match(/standby_(?:set|asked|failed)/g)).toHaveLength(5)
  }, 90_000)

  it('says what is wrong with a line, and sends nothing', async () => {
    await using folder = await temporaryFolder()
    const data = ['--data', folder.path]
    for (const args of [
      ['feed', 'standby'],
      ['feed', 'standby', '--off', '--slate', clip],
      ['feed', 'standby', '--backup', 'two'],
      ['feed', 'standby', '--slate', clip, '--returns', 'soon'],
    ]) {
      expect([args, (await run([...args, ...data])).code]).toEqual([args, 2])
    }
    const nobody = await run(['feed', 'slate', ...data])
    expect(nobody.code).toBe(3)
    expect(nobody.stderr).toContain('No gateway is running')
  }, 60_000)
})

describe('vmixctl live --slate', () => {
  it('goes live with a slate behind it, which viewers see when vMix is switched off', async () => {
    await using stack = new AsyncDisposableStack()
    const folder = stack.use(await temporaryFolder())
    stack.defer(() => endGateway(folder.path))
    const simulator = stack.use(
      await startSimulator({ httpPort: 0, tcpPort: 0, recordingFolder: join(folder.path, 'vmix') }),
    )
    const target = stack.use(await receiver())
    const vmix = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--no-tcp']
    const to = [`rtmp://127.0.0.1:${target.port}/live:env:KEY`, '--rtmp-listen', '127.0.0.1:0']
    const live = start(['live', ...vmix, '--data', folder.path, '--slate', clip, '--to', ...to], { env: { KEY: 'k' } })
    await live.prints('goes over to the slate')
    const byHand = stack.use(new VMixHttpClient({ host: '127.0.0.1', port: simulator.httpPort }))
    await byHand.call('StopStreaming', { Value: '0' })
    await until('the slate', () => target.unmarked > 30)
    expect(target.publishes).toBe(1)
    const status = await run([
      'status',
      '--host',
      '127.0.0.1',
      '--port',
      String(simulator.httpPort),
      '--data',
      folder.path,
    ])
    expect(status.stdout).toContain('● Stream 1: The slate is sent, because vMix has ended its stream.')
    live.child.kill('SIGTERM')
    await live.ended
    const stopped = await run([
      'stream',
      'stop',
      '--channel',
      '0',
      '--gateway',
      ...vmix.slice(0, 4),
      '--data',
      folder.path,
    ])
    expect(stopped.code).toBe(0)
  }, 120_000)
})
