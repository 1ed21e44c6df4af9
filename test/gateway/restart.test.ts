import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, readdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { findGateway, gatewayFolder, readEndpoint, type GatewayControl } from '../../src/gateway/index.ts'
import { receiver, until } from '../support/receiver.ts'
import {
  addOutput,
  envelope,
  gateway,
  listen,
  openFeed,
  publish,
  removeOutput,
  rtmpSpec,
  temporaryFolder,
} from './support.ts'

const script = join(import.meta.dirname, 'gateway-process.ts')

/** Whatever a failed test has left running ends with the tests. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A gateway that may be killed, on a folder that another one takes over. */
async function killable(dataFolder: string): Promise<{
  readonly control: GatewayControl
  kill(): Promise<void>
  end(): Promise<void>
}> {
  const before = (await readEndpoint(gatewayFolder(dataFolder)))?.gatewayId
  const child: ChildProcess = spawn(process.execPath, [script, dataFolder], { stdio: 'ignore' })
  running.add(child)
  child.once('exit', () => running.delete(child))
  await eventually('announced', async () => {
    const endpoint = await readEndpoint(gatewayFolder(dataFolder))
    return endpoint !== null && endpoint.gatewayId !== before
  })
  const control = await findGateway({ dataFolder, clock: systemClock })
  if (control === null) throw new Error('It does not answer.')
  const ended = async (signal: NodeJS.Signals): Promise<void> => {
    const over = once(child, 'exit')
    child.kill(signal)
    await over
  }
  return { control, kill: () => ended('SIGKILL'), end: () => ended('SIGTERM') }
}

/** As `until`, for what has to be asked. */
async function eventually(what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`not within 15 s: ${what}`)
    await systemClock.sleep(20)
  }
}

const stateOf = (dataFolder: string): string => join(gatewayFolder(dataFolder), 'state.json')

describe('a gateway that was killed', () => {
  it('takes up its feeds with their keys, and its outputs; the stream goes on by itself', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const first = await killable(folder.path)
    const feed = await openFeed(first.control)
    await addOutput(first.control, rtmpSpec('a', target.port))
    const sender = publish(feed)
    await until('live', () => target.framesReceived > 40)
    await first.kill()
    await sender.stop()

    const second = await killable(folder.path)
    using heard = listen(second.control)
    const seen = target.framesReceived
    // As vMix does: to the same URL with the same key, without anybody asking the gateway for anything.
    await using _again = publish(feed)
    const began = performance.now()
    await until('live again', () => target.framesReceived > seen)
    const tookMs = performance.now() - began
    await until('more', () => target.framesReceived > seen + 60)
    const status = await second.control.status()
    expect(status.feeds[0]).toMatchObject({ state: 'live', outputs: [{ outputId: 'a', state: 'live' }] })
    expect(heard.kinds()).toContain('gateway.restarted')
    await until('said', () => heard.kinds().includes('output.recovered'))
    expect(heard.kinds().filter((kind) => kind === 'output.live')).toHaveLength(1)
    expect(await openFeed(second.control)).toEqual(feed)
    expect(tookMs).toBeLessThan(2000)
    await second.end()
  })

  it('does not bring back what was removed, and keeps what had failed', async () => {
    await using folder = await temporaryFolder()
    let tries = 0
    await using refusing = await receiver({ acceptKey: () => ++tries < 0 })
    await using target = await receiver()
    const first = await killable(folder.path)
    await openFeed(first.control)
    await openFeed(first.control, 1)
    await addOutput(first.control, rtmpSpec('refused', refusing.port))
    await addOutput(first.control, rtmpSpec('removed', target.port))
    await addOutput(first.control, rtmpSpec('kept', target.port, 'another-key'))
    await removeOutput(first.control, 'removed')
    await first.control.send({ ...envelope(1), kind: 'feed.close', params: {} })
    await eventually('given up', async () => (await first.control.status()).feeds[0]?.outputs[0]?.state === 'failed')
    await eventually('it is written', async () => (await readFile(stateOf(folder.path), 'utf8')).includes('Given up'))
    const before = tries
    await first.kill()

    const second = await killable(folder.path)
    const { feeds } = await second.control.status()
    expect(feeds).toHaveLength(1)
    expect(feeds[0]?.outputs.map(({ outputId }) => outputId)).toEqual(['refused', 'kept'])
    expect(feeds[0]?.outputs[0]).toMatchObject({
      state: 'failed',
      code: 'rejected',
      why: expect.stringContaining('Given up'),
    })
    await until('the other one is there', () => target.publishers === 1)
    expect(tries).toBe(before)
    // Added anew it is tried anew.
    expect(await addOutput(second.control, rtmpSpec('refused', refusing.port))).toMatchObject({ existed: false })
    await until('tried', () => tries > before)
    await second.end()
  })

  it('goes on recording in a new file, without touching the one before', async () => {
    await using folder = await temporaryFolder()
    const first = await killable(folder.path)
    const feed = await openFeed(first.control)
    const path = join(folder.path, 'show.mp4')
    await addOutput(first.control, { kind: 'file', outputId: 'rec', name: 'Recording', path, format: 'MP4' })
    const sender = publish(feed)
    await eventually('two seconds are written', async () => {
      const output = (await first.control.status()).feeds[0]?.outputs[0]
      return (output?.file?.frames ?? 0) > 60
    })
    await first.kill()
    await sender.stop()
    const left = await readFile(path)

    const second = await killable(folder.path)
    using heard = listen(second.control)
    await using _again = publish(feed)
    await eventually('it is written on', async () => {
      const output = (await second.control.status()).feeds[0]?.outputs[0]
      return (output?.file?.frames ?? 0) > 30
    })
    const { output } = await removeOutput(second.control, 'rec')
    const next = join(folder.path, 'show.part2.mp4')
    expect(output).toMatchObject({ state: 'closed', file: { parts: [path, next] } })
    expect((await readFile(path)).equals(left)).toBe(true)
    expect((await stat(next)).size).toBeGreaterThan(10_000)
    const hashed = (): string[] => heard.events.flatMap(({ recording }) => (recording == null ? [] : [recording.path]))
    await until('both are hashed', () => hashed().length === 2)
    expect(hashed()).toEqual([path, next])
    await second.end()
  })

  it('begins a recording that had not begun with its first file', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'show.mp4')
    const first = await killable(folder.path)
    const feed = await openFeed(first.control)
    await addOutput(first.control, { kind: 'file', outputId: 'rec', name: 'Recording', path, format: 'MP4' })
    await first.kill()
    const second = await killable(folder.path)
    await using _sender = publish(feed)
    await eventually('it is written', async () => {
      const file = (await second.control.status()).feeds[0]?.outputs[0]?.file
      return file?.parts.length === 1 && file.frames > 10
    })
    expect((await removeOutput(second.control, 'rec')).output?.file?.parts).toEqual([path])
    await second.end()
  })

  it('has everything that it had said yes to, and nothing that it had removed, whenever it is killed', async () => {
    await using folder = await temporaryFolder()
    const there = new Map<string, boolean>()
    for (const commands of [2, 5, 9]) {
      const one = await killable(folder.path)
      await openFeed(one.control)
      let answered = 0
      // Until the gateway is gone. What it has not answered may be there or not.
      const asking = (async () => {
        for (let at = 0; ; at++) {
          const id = `d-${commands}-${at}`
          // Nobody listens there.
          await addOutput(one.control, rtmpSpec(id, 9, id))
          there.set(id, true)
          answered++
          if (at % 2 === 0) continue
          there.delete(id)
          await removeOutput(one.control, id)
          there.set(id, false)
          answered++
        }
      })().catch(() => undefined)
      await until('some are answered', () => answered >= commands)
      await systemClock.sleep(commands)
      await one.kill()
      await asking
      const next = await killable(folder.path)
      const found = (await next.control.status()).feeds[0]?.outputs.map(({ outputId }) => outputId) ?? []
      for (const [id, present] of there) expect([id, found.includes(id)]).toEqual([id, present])
      for (const id of found) {
        await removeOutput(next.control, id)
        there.set(id, false)
      }
      await next.kill()
    }
  })

  it('comes back with nothing when it was ended as asked', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const first = await killable(folder.path)
    await openFeed(first.control)
    await addOutput(first.control, rtmpSpec('a', target.port))
    await first.end()
    const second = await killable(folder.path)
    expect((await second.control.status()).feeds).toEqual([])
    await second.end()
  })
})

describe('what a gateway had open', () => {
  it('is not taken up long after: another show must not go live where the last one did', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const first = await killable(folder.path)
    const feed = await openFeed(first.control)
    await addOutput(first.control, rtmpSpec('of the last show'.replaceAll(' ', '-'), target.port))
    await first.kill()
    const longAgo = new Date(Date.now() - 16 * 60_000)
    await utimes(stateOf(folder.path), longAgo, longAgo)
    await using control = await gateway(folder.path)
    using heard = listen(control)
    expect((await control.status()).feeds).toEqual([])
    await until('said', () => heard.kinds().includes('gateway.state_expired'))
    expect(existsSync(stateOf(folder.path))).toBe(false)
    expect(await openFeed(control)).not.toEqual(feed)
    expect((await control.status()).feeds[0]?.outputs).toEqual([])
  })

  it('counts as of now for as long as the gateway is there, however long nothing changes', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await openFeed(control)
    const longAgo = new Date(Date.now() - 16 * 60_000)
    await utimes(stateOf(folder.path), longAgo, longAgo)
    await eventually('it says so', async () => Date.now() - (await stat(stateOf(folder.path))).mtimeMs < 60_000)
    expect((await control.status()).feeds).toHaveLength(1)
  })

  it('is never taken up where that is asked for', async () => {
    await using folder = await temporaryFolder()
    const first = await killable(folder.path)
    await openFeed(first.control)
    await first.kill()
    await using control = await gateway(folder.path, { takeUpWithinMs: 0 })
    expect((await control.status()).feeds).toEqual([])
  })
})

describe('the state file', () => {
  it.skipIf(process.platform === 'win32')('is readable by its user alone', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await openFeed(control)
    expect((await stat(stateOf(folder.path))).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(stateOf(folder.path), 'utf8'))).toMatchObject({
      format: 1,
      feeds: [{ channel: 0 }],
    })
  })

  it('is set aside and said when it is damaged, and what is whole in it is taken up', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const first = await killable(folder.path)
    await openFeed(first.control)
    await addOutput(first.control, rtmpSpec('whole', target.port))
    await addOutput(first.control, rtmpSpec('broken', target.port, 'another'))
    await first.kill()
    const text = await readFile(stateOf(folder.path), 'utf8')
    await writeFile(stateOf(folder.path), text.replace('"outputId": "broken"', '"outputId": 7'))
    await using control = await gateway(folder.path)
    using heard = listen(control)
    expect((await control.status()).feeds[0]?.outputs.map(({ outputId }) => outputId)).toEqual(['whole'])
    await until('said', () => heard.kinds().includes('gateway.state_damaged'))
    const aside = (await readdir(gatewayFolder(folder.path))).filter((name) => name.startsWith('state.damaged-'))
    expect(aside).toHaveLength(1)
  })

  it.each(['', '{', 'null', '[]', '{"format":2,"feeds":[]}', '\0\0\0\0'])(
    'is no reason to fail when it is %j',
    async (text) => {
      await using folder = await temporaryFolder()
      await (await gateway(folder.path))[Symbol.asyncDispose]()
      await writeFile(stateOf(folder.path), text)
      await using control = await gateway(folder.path)
      using heard = listen(control)
      await until('said', () => heard.kinds().includes('gateway.state_damaged'))
      expect(existsSync(stateOf(folder.path))).toBe(false)
      await openFeed(control)
      expect(existsSync(stateOf(folder.path))).toBe(true)
    },
  )
})
