import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import {
  findGateway,
  gatewayFolder,
  readEndpoint,
  readToken,
  runGatewayProcess,
  spawnGateway,
  startGateway,
  type GatewayControl,
} from '../../src/gateway/index.ts'
import { receiver, until } from '../support/receiver.ts'
import {
  addOutput,
  everythingOnDisk,
  gateway,
  listen,
  openFeed,
  publish,
  rtmpSpec,
  temporaryFolder,
} from './support.ts'

const script = join(import.meta.dirname, 'gateway-process.ts')

/** A spawned gateway, ended when the test is over. */
async function spawned(
  dataFolder: string,
  ...more: string[]
): Promise<AsyncDisposable & { readonly control: GatewayControl; readonly pid: number }> {
  const args = [script, dataFolder, ...more]
  const control = await spawnGateway({ command: process.execPath, args, dataFolder, clock: systemClock })
  const { pid } = (await readEndpoint(gatewayFolder(dataFolder))) ?? { pid: 0 }
  return {
    control,
    pid,
    [Symbol.asyncDispose]: async () => {
      if (alive(pid)) process.kill(pid, 'SIGTERM')
      await until('the process ends', () => !alive(pid))
    },
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A child that nobody has waited for yet is no process any more.
    return true
  } catch {
    return false
  }
}

describe('a gateway in a process of its own', () => {
  it('is started, found by the data folder, and outlives the control that started it', async () => {
    await using folder = await temporaryFolder()
    expect(await findGateway({ dataFolder: folder.path, clock: systemClock })).toBeNull()
    await using there = await spawned(folder.path)
    await using target = await receiver()
    const feed = await openFeed(there.control)
    await addOutput(there.control, rtmpSpec('a', target.port))
    await using sender = publish(feed)
    await until('live', () => target.framesReceived > 30)
    await there.control[Symbol.asyncDispose]()
    const seen = sender.framesSent
    await until('it goes on', () => sender.framesSent > seen + 30)
    const found = await findGateway({ dataFolder: folder.path, clock: systemClock })
    const status = await found?.status()
    expect(status?.feeds[0]).toMatchObject({ state: 'live', outputs: [{ state: 'live' }] })
    expect(target.framesLost).toBe(0)
    const token = await readToken(gatewayFolder(folder.path))
    const written = await everythingOnDisk(folder.path)
    for (const secret of [token?.reveal(), feed.key.reveal(), 'key-of-a']) expect(written).not.toContain(secret)
  })

  it('goes on with its event numbers after kill -9, and loses none that was handed over', async () => {
    await using folder = await temporaryFolder()
    const first = await spawned(folder.path)
    using before = listen(first.control)
    const feed = await openFeed(first.control)
    await using sender = publish(feed)
    await until('live', () => before.kinds().includes('feed.live'))
    await sender.stop()
    await until('ended', () => before.kinds().includes('feed.ended'))
    process.kill(first.pid, 'SIGKILL')
    await until('dead', () => !alive(first.pid))
    expect(await findGateway({ dataFolder: folder.path, clock: systemClock })).toBeNull()

    await using second = await spawned(folder.path)
    using after = listen(second.control)
    await until('handed over again', () => after.events.length >= before.events.length)
    expect(after.events.slice(0, before.events.length)).toEqual(before.events)
    await using _again = publish(await openFeed(second.control))
    await until('new ones', () => after.kinds().filter((kind) => kind === 'feed.live').length === 2)
    expect(after.events.map((event) => event.seq)).toEqual(after.events.map((_, at) => at + 1))
  })

  it('has its data folder alone', async () => {
    await using folder = await temporaryFolder()
    await using there = await spawned(folder.path)
    const second = gateway(folder.path)
    await expect(second).rejects.toMatchObject({ code: 'in_use', message: expect.stringContaining(`${there.pid}`) })
    const third = spawnGateway({
      command: process.execPath,
      args: ['-e', 'console.error("no such luck"); process.exit(3)'],
      dataFolder: join(folder.path, 'other'),
      clock: systemClock,
    })
    await expect(third).rejects.toMatchObject({ code: 'not_started', message: expect.stringContaining('no such luck') })
  })

  it('is one, however many start it at the same moment', async () => {
    await using folder = await temporaryFolder()
    await using stack = new AsyncDisposableStack()
    const all = await Promise.all([spawned(folder.path), spawned(folder.path), spawned(folder.path)])
    for (const one of all) stack.use(one)
    const ids = await Promise.all(all.map(async ({ control }) => (await control.status()).gatewayId))
    expect(new Set(ids).size).toBe(1)
  })

  it('says which port is taken', async () => {
    await using folder = await temporaryFolder()
    await using other = await temporaryFolder()
    await using there = await gateway(folder.path)
    const second = startGateway({ dataFolder: other.path, clock: systemClock, rtmpListen: there.rtmp.listen })
    await expect(second).rejects.toMatchObject({ code: 'in_use', message: expect.stringContaining(there.rtmp.listen) })
    // The folder is free again after the failed start.
    await using _next = await gateway(other.path)
  })

  it('ends by itself when it has been idle, and takes its announcement back', async () => {
    await using folder = await temporaryFolder()
    const never = new AbortController()
    const running = await runGatewayProcess(
      {
        dataFolder: folder.path,
        clock: systemClock,
        rtmpListen: '127.0.0.1:0',
        controlListen: '127.0.0.1:0',
        idleExitMs: 300,
      },
      never.signal,
    )
    const announced = join(gatewayFolder(folder.path), 'endpoint.json')
    expect(JSON.parse(await readFile(announced, 'utf8'))).toEqual(running.info)
    expect(await running.done).toBe('idle')
    expect(existsSync(announced)).toBe(false)
  })

  it('does not take a stranger on its old port for itself', async () => {
    await using folder = await temporaryFolder()
    const stop = new AbortController()
    const options = { clock: systemClock, rtmpListen: '127.0.0.1:0', controlListen: '127.0.0.1:0' }
    const first = await runGatewayProcess({ ...options, dataFolder: folder.path }, stop.signal)
    const announced = join(gatewayFolder(folder.path), 'endpoint.json')
    const text = await readFile(announced, 'utf8')
    stop.abort()
    expect(await first.done).toBe('stopped')
    await using other = await temporaryFolder()
    const again = new AbortController()
    const port = new URL(first.info.url).host
    const stranger = await runGatewayProcess({ ...options, controlListen: port, dataFolder: other.path }, again.signal)
    await writeFile(announced, text)
    expect(await findGateway({ dataFolder: folder.path, clock: systemClock })).toBeNull()
    again.abort()
    await stranger.done
  })
})
