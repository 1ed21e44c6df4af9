import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { findGateway, supervise, type GatewayDeath, type GatewayEvent } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { run, start } from '../cli/vmixctl.ts'
import { needs } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { alive, present, supervised } from './supervision-support.ts'
import { addOutput, listen, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

/** Processes that this one has started. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(readFileSync(`/proc/${name}/stat`, 'latin1').split(') ')[1]?.split(' ')[1]) === pid
      } catch {
        return false
      }
    })
    .map(Number)
}

describe.runIf(process.platform === 'linux')('a supervised gateway', () => {
  it('is started again when it is killed, takes its streams up, and the control that steered it finds it', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const { running, control, supervisor, pid } = await supervised(folder.path)
    using heard = listen(control)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('a', target.port))
    const sender = publish(feed)
    await until('live', () => target.framesReceived > 30)
    process.kill(pid, 'SIGKILL')
    await sender.stop()
    const second = await present(folder.path, pid)
    expect(second.supervisor).toBe(supervisor)
    expect(running.stdout).toContain('"event":"died","how":"SIGKILL"')
    const seen = target.framesReceived
    await using _again = publish(feed)
    await until('live again', () => target.framesReceived > seen + 30)
    // The same object as before: another port, another token.
    expect((await control.status()).feeds[0]).toMatchObject({ state: 'live', outputs: [{ state: 'live' }] })
    expect(heard.kinds()).toContain('output.live')
    await control.stop('end')
    expect(await running.ended).toMatchObject({ code: 0 })
    expect(alive(second.pid)).toBe(false)
  })

  it('loses no frame when its supervisor is killed, goes on, and is found and ended', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const { control, supervisor, pid } = await supervised(folder.path)
    await addOutput(control, rtmpSpec('a', target.port), (await openFeed(control), 0))
    const feed = await openFeed(control)
    await using _sender = publish(feed)
    await until('live', () => target.framesReceived > 30)
    process.kill(supervisor, 'SIGKILL')
    await until('gone', () => !alive(supervisor))
    const seen = target.framesReceived
    await until('it goes on', () => target.framesReceived > seen + 60)
    expect(target.framesLost).toBe(0)
    expect(alive(pid)).toBe(true)
    const refused = await run(['gateway', 'stop', '--data', folder.path, '--json'])
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('conflict') })
    expect(target.framesLost).toBe(0)
    const status = await run(['gateway', 'status', '--data', folder.path])
    expect(status.stdout).toContain('Stream 1 of studio-a: live')
    const ended = await run(['gateway', 'stop', '--with-streams', '--data', folder.path])
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining(`process ${pid}`) })
    expect(alive(pid)).toBe(false)
    expect(target.framesLost).toBe(0)
  })

  it('loses no frame when what steers it is killed, and hands over what happened meanwhile, once and in order', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const { running, control } = await supervised(folder.path)
    const script = join(import.meta.dirname, 'steering-process.ts')
    const steering = spawn(process.execPath, [script, folder.path, `${target.port}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    steering.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    const lines = () =>
      printed
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, string | number>)
    await until('it has opened the feed', () => lines().length > 0)
    const { url, key } = lines()[0] ?? {}
    const sender = publish({ url: String(url), key: new Secret(String(key)) })
    await until('live, and heard', () => target.framesReceived > 60 && lines().length > 2)
    steering.kill('SIGKILL')
    await once(steering, 'close')
    const recorded = lines()
      .slice(1)
      .map(({ seq }) => Number(seq))
    const seen = target.framesReceived
    await until('it goes on', () => target.framesReceived > seen + 60)
    expect(target.framesLost).toBe(0)
    await sender.stop()
    const more: GatewayEvent[] = []
    const end = new AbortController()
    for await (const event of control.events(recorded.at(-1) ?? 0, end.signal)) {
      more.push(event)
      if (event.kind === 'feed.ended') end.abort()
    }
    const all = [...recorded, ...more.map(({ seq }) => seq)]
    expect(all).toEqual(all.map((_, index) => index + 1))
    expect(target.framesLost).toBe(0)
    await control.stop('end')
    await running.ended
  })

  it('ends with its supervisor when that is asked to end, and comes back with nothing', async () => {
    await using folder = await temporaryFolder()
    const { running, control, pid } = await supervised(folder.path)
    await openFeed(control)
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 0 })
    expect(alive(pid)).toBe(false)
    expect(await findGateway({ dataFolder: folder.path })).toBeNull()
    const stop = await run(['gateway', 'stop', '--data', folder.path])
    expect(stop).toMatchObject({ code: 0, stdout: expect.stringContaining('No gateway is running') })
  })

  it('cannot be started: the supervisor says why and ends with its code', async () => {
    await using folder = await temporaryFolder()
    const { running, control } = await supervised(folder.path)
    const second = await run(['gateway', '--data', folder.path, '--rtmp-listen', '127.0.0.1:0'])
    expect(second.code).not.toBe(0)
    expect(second.stderr).toContain('Another gateway runs on this data folder')
    await control.stop('only_without')
    await running.ended
  })

  it.runIf(needs('ffmpeg'))(
    'leaves no child behind when it is killed: neither ffmpeg, nor what sends by SRT',
    async () => {
      await using folder = await temporaryFolder()
      const { running, control, pid } = await supervised(folder.path)
      const feed = await openFeed(control)
      const path = join(folder.path, 'show.avi')
      await addOutput(control, { kind: 'file', outputId: 'avi', name: 'AVI', path, format: 'AVI' })
      const srt = { latencyMs: 120, passphrase: null, keyLength: null, streamId: null, keyFingerprint: null } as const
      const listener = { kind: 'srt', outputId: 'srt', name: 'SRT', address: 'srt://:29731', mode: 'listener' } as const
      await addOutput(control, { ...listener, ...srt })
      await using _sender = publish(feed)
      const children = await eventually(
        () => childrenOf(pid),
        (found) => found.length >= 2,
        20_000,
      )
      process.kill(pid, 'SIGKILL')
      await until('all are gone', () => children.every((child) => !alive(child)))
      expect(childrenOf(pid)).toEqual([])
      const second = await present(folder.path, pid)
      const outputs = (await control.status()).feeds[0]?.outputs ?? []
      expect(outputs.map(({ outputId, state }) => [outputId, state === 'failed'])).toEqual([
        ['avi', false],
        ['srt', false],
      ])
      await eventually(
        () => childrenOf(second.pid),
        (found) => found.length >= 1,
        20_000,
      )
      await control.stop('end')
      await running.ended
    },
  )
})

describe.runIf(process.platform === 'linux' && needs('ffmpeg'))('a gateway without a supervisor', () => {
  it('leaves no ffmpeg behind that waits for a caller, which would keep its port', async () => {
    await using folder = await temporaryFolder()
    const own = ['--rtmp-listen', '127.0.0.1:0', '--control', '127.0.0.1:0', '--exit-with', `${process.pid}`]
    const running = start(['gateway', '--no-supervisor', '--srt-library', '/nowhere', '--data', folder.path, ...own])
    const { pid } = await present(folder.path, 0)
    expect(pid).toBe(running.child.pid)
    await using control = await findGateway({ dataFolder: folder.path })
    if (control === null) throw new Error('It does not answer.')
    await openFeed(control)
    const srt = { latencyMs: 120, passphrase: null, keyLength: null, streamId: null, keyFingerprint: null } as const
    const listener = { kind: 'srt', outputId: 'srt', name: 'SRT', address: 'srt://:29732', mode: 'listener' } as const
    await addOutput(control, { ...listener, ...srt })
    const isFfmpeg = (one: number): boolean => readFileSync(`/proc/${one}/cmdline`, 'latin1').includes('ffmpeg\0')
    const waiting = await eventually(
      () => childrenOf(pid).filter(isFfmpeg),
      (found) => found.length === 1,
      20_000,
    )
    running.child.kill('SIGKILL')
    await until('it is gone', () => !waiting.some(alive))
    expect(waiting.filter(alive)).toEqual([])
  })
})

describe('supervise', () => {
  const program = resolve(import.meta.dirname, '../../src/gateway/index.ts')

  /** A gateway that says that it has started, then does something. */
  async function dying(folder: string, then: string) {
    const file = join(folder, 'dying.mjs')
    const source = `import { supervised } from ${JSON.stringify(program)}\nsupervised().started()\n${then}\n`
    await writeFile(file, source)
    return { command: process.execPath, args: [file], clock: systemClock }
  }

  it('gives up one that dies again and again, and says so', async () => {
    await using folder = await temporaryFolder()
    const deaths: GatewayDeath[] = []
    const options = await dying(folder.path, 'setTimeout(() => process.exit(7), 20)')
    const end = await supervise(
      { ...options, limits: { deaths: 3 }, onDeath: (death) => deaths.push(death) },
      new AbortController().signal,
    )
    expect(end).toEqual({ why: 'given_up', code: 1 })
    expect(deaths.map(({ how, againMs }) => [how, againMs === null])).toEqual([
      ['code 7', false],
      ['code 7', false],
      ['code 7', true],
    ])
  })

  it('passes on the code of one that could not be started', async () => {
    const options = { command: process.execPath, args: ['-e', 'process.exit(3)'], clock: systemClock }
    expect(await supervise(options, new AbortController().signal)).toEqual({ why: 'ended', code: 3 })
    const missing = { ...options, command: join(import.meta.dirname, 'there-is-no-such-program') }
    expect(await supervise(missing, new AbortController().signal)).toEqual({ why: 'ended', code: 1 })
  })

  it('asks over a channel, not by a signal, and ends with it while it waits to start it again', async () => {
    await using folder = await temporaryFolder()
    const stop = new AbortController()
    const options = await dying(folder.path, 'setTimeout(() => process.exit(7), 20)')
    const ended = supervise({ ...options, random: () => 0.99, onDeath: () => stop.abort() }, stop.signal)
    expect(await ended).toEqual({ why: 'ended', code: 0 })
    const asked = new AbortController()
    const polite = await dying(
      folder.path,
      'const one = setInterval(() => {}, 100); process.on("message", () => { clearInterval(one); process.exitCode = 5; process.disconnect() })',
    )
    const end = supervise(polite, asked.signal)
    await systemClock.sleep(1000)
    asked.abort()
    expect(await end).toEqual({ why: 'ended', code: 5 })
  })
})
