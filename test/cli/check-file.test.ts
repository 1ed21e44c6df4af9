import { copyFile, open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { freePort } from '../support/ports.ts'
import { temporaryFolder } from '../support/show.ts'
import { endGateway, object, run, start } from './vmixctl.ts'

describe('a recording and its hash', () => {
  it('is hashed after the stop, found in the log under any name, and every change shows', {
    timeout: 90_000,
  }, async () => {
    await using stack = new AsyncDisposableStack()
    const { path } = stack.use(await temporaryFolder())
    stack.defer(() => endGateway(path))
    const simulator = stack.use(await startSimulator({ httpPort: 0, tcpPort: 0 }))
    const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', path]
    const file = join(path, 'show.mp4')
    const listen = ['--rtmp-listen', `127.0.0.1:${await freePort()}`]
    const live = start(['live', '--record', file, ...listen, ...connection])
    await live.prints('show.mp4  live')
    await systemClock.sleep(1000)
    live.child.kill('SIGINT')
    expect(await live.ended).toMatchObject({ code: 0 })

    const stopped = await run(['stream', 'stop', '--channel', '0', '--gateway', ...connection])
    expect(stopped).toMatchObject({ code: 0 })
    const sha256 = /SHA-256 ([0-9a-f]{64})/.exec(stopped.stdout)?.[1]
    expect(sha256).toBeDefined()

    const copy = join(path, 'another name.mp4')
    await copyFile(file, copy)
    const data = ['--data', path]
    const same = await run(['witness', 'check-file', copy, ...data])
    expect(same).toMatchObject({ code: 0 })
    for (const said of ['is unchanged', 'Stream 1', sha256 ?? 'none', 'frames']) expect(same.stdout).toContain(said)

    {
      await using handle = await open(file, 'r+')
      await handle.write(Buffer.from('!'), 0, 1, 9000)
    }
    const changed = await run(['witness', 'check-file', file, '--json', ...data])
    expect(changed).toMatchObject({ code: 1 })
    expect(object(changed)).toMatchObject({ success: false, found: { state: 'changed', sha256, logValid: true } })
    expect(await run(['witness', 'check-file', join(path, 'nowhere.mp4'), ...data])).toMatchObject({ code: 2 })

    const report = await run(['witness', 'export', '--format', 'html', ...connection])
    expect(report).toMatchObject({ code: 0 })
    expect(report.stdout).toContain(sha256)
  })
})
