import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { VMixStreamingController } from '../../src/controller/index.ts'
import { gatewayFolder, readEndpoint } from '../../src/gateway/index.ts'
import { openWitness } from '../../src/witness/index.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { instanceOf, KeptLog, openTestRoom, shown, simulated } from './open.ts'

describe('the room in trouble', () => {
  it('shows a vMix that another process observes already, and takes over when that one ends', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    const settings = instanceOf(simulator)
    await using other = new VMixStreamingController({
      host: settings.host,
      port: settings.port,
      tcpPort: settings.tcpPort,
      instance: settings.id,
      dataFolder: folder.path,
    })
    const over = new AbortController()
    const observing = other.observe({ signal: over.signal })
    await eventually(
      () => other.seen?.connection.connected,
      (connected) => connected === true,
    )
    await using room = await openTestRoom(folder.path, { instances: [settings] })
    const asked = await eventually(
      () => shown(room, 'instance', 'studio'),
      (view) => view?.connection.state === 'connected',
    )
    expect(asked?.connection.watching).toBe('polled')
    await eventually(
      () => shown(room, 'stream', 'studio/0')?.live,
      (live) => live === false,
    )
    over.abort()
    await observing
    await eventually(
      () => shown(room, 'instance', 'studio')?.connection.watching,
      (watching) => watching === 'pushed',
      20_000,
    )
  })

  it('says of a vMix whose password cannot be had what is missing, and watches the others', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await using closed = await simulated(join(folder.path, 'closed'))
    const log = new KeptLog()
    const password = { kind: 'env', name: 'NOT_SET_ANYWHERE' } as const
    const locked = { ...instanceOf(closed, 'locked'), port: 1, username: 'admin', password }
    await using room = await openTestRoom(folder.path, { instances: [locked, instanceOf(simulator)] }, log)
    await eventually(
      () => shown(room, 'instance', 'studio')?.connection.state,
      (state) => state === 'connected',
    )
    expect(shown(room, 'instance', 'locked')?.connection.problem).toMatch(/password.*NOT_SET_ANYWHERE/)
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', fields: { instance: 'locked' } }))
  })

  it('says of a password file that cannot be read only that: where it is kept stands in the log alone', async () => {
    await using folder = await temporaryFolder()
    await using closed = await simulated(join(folder.path, 'closed'))
    const log = new KeptLog()
    const path = join(folder.path, 'keys', 'not-there.key')
    const locked = { ...instanceOf(closed, 'locked'), username: 'admin', password: { kind: 'file', path } as const }
    await using room = await openTestRoom(folder.path, { instances: [locked] }, log)
    const problem = await eventually(
      () => shown(room, 'instance', 'locked')?.connection.problem ?? null,
      (said) => said !== null,
    )
    expect(problem).toMatch(/password of this vMix cannot be had.*server's log says why/)
    expect(problem).not.toContain('not-there')
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: expect.stringContaining(path) }),
    )
  })

  it('starts another gateway when its own is gone altogether, and says meanwhile that it is', async () => {
    await using folder = await temporaryFolder()
    const gateway = { rtmpListen: '127.0.0.1:0', advertise: null }
    await using room = await openTestRoom(folder.path, { gateway })
    const running = (wanted: string | null) =>
      eventually(
        () => shown(room, 'gateway'),
        (view) => view?.state === 'running' && view.startedAt !== wanted,
        90_000,
      )
    const first = await running(null)
    const { pid, supervisor } = (await readEndpoint(gatewayFolder(folder.path))) ?? {}
    // Both at once, or the supervisor would do it.
    for (const one of [supervisor, pid]) if (one !== undefined) process.kill(one, 'SIGKILL')
    const gone = await eventually(
      () => shown(room, 'gateway'),
      (view) => view?.state === 'unreachable',
      20_000,
    )
    expect(gone).toMatchObject({ startedAt: first?.startedAt, problem: expect.stringMatching(/gateway/i) })
    await running(first?.startedAt ?? null)
    expect(room.gateway).not.toBeNull()
  })

  it('says that the log cannot be used, and shows vMix all the same', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    const witness = await openWitness({
      folder: join(folder.path, 'witness', 'studio'),
      instance: 'studio',
      host: 'localhost',
      port: 1,
      actor: 'test',
    })
    await witness[Symbol.asyncDispose]()
    await rm(join(witness.folder, '000001.jsonl'))
    await mkdir(join(witness.folder, '000001.jsonl'))
    await using room = await openTestRoom(folder.path, { instances: [instanceOf(simulator)] })
    const view = await eventually(
      () => shown(room, 'instance', 'studio'),
      (now) => now?.connection.state === 'connected' && now.logProblem !== null,
      30_000,
    )
    expect(view?.logProblem).toMatch(/show log/)
    await eventually(
      () => shown(room, 'stream', 'studio/0')?.live,
      (live) => live === false,
    )
    expect(shown(room, 'stream', 'studio/0')?.shouldBeLive).toBeNull()
  })

  it('closes in good time while a vMix does not answer', async () => {
    await using folder = await temporaryFolder()
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const room = await openTestRoom(folder.path, { instances: [instanceOf({ httpPort: port, tcpPort: 0 })] })
    await systemClock.sleep(500)
    const began = performance.now()
    await room[Symbol.asyncDispose]()
    expect(performance.now() - began).toBeLessThan(10_000)
    silent.close()
  })
})
