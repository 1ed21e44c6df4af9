import { readFileSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { supervise, type GatewayDeath } from '../../src/gateway/index.ts'
import { run } from '../cli/vmixctl.ts'
import { receiver, until } from '../support/receiver.ts'
import { alive, present, supervised } from './supervision-support.ts'
import { addOutput, listen, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

/** The least that is taken for a hang. */
const HUNG_AFTER_S = 3

function stopped(pid: number): boolean {
  return readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') T ')
}

describe.runIf(process.platform === 'linux')('a supervised gateway that hangs', () => {
  it('is ended and started again, its destinations are live again, and it is said why', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const { running, control, pid } = await supervised(folder.path, '--hung-after', `${HUNG_AFTER_S}`)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('a', target.port))
    const sender = publish(feed)
    await until('live', () => target.framesReceived > 30)
    // Its process is there, its ports take connections, and nothing answers.
    process.kill(pid, 'SIGSTOP')
    await until('it is ended', () => !alive(pid), 30_000)
    await sender.stop()
    const second = await present(folder.path, pid)
    expect(running.stdout).toMatch(/"event":"hung","silent_ms":\d{4}/)
    expect(running.stdout).toMatch(/"event":"died","how":"SIGKILL","hung_ms":\d{4}/)
    const seen = target.framesReceived
    await using _again = publish(feed)
    await until('live again', () => target.framesReceived > seen + 30)
    const status = await control.status()
    expect(status.predecessor).toMatchObject({ how: 'SIGKILL' })
    expect(status.predecessor?.hungMs).toBeGreaterThanOrEqual(HUNG_AFTER_S * 1000)
    expect(status.feeds[0]).toMatchObject({ state: 'live', outputs: [{ state: 'live' }] })
    using heard = listen(control)
    await until('it is told', () => heard.kinds().includes('gateway.restarted'))
    const told = heard.events.find(({ kind }) => kind === 'gateway.restarted')
    expect(told).toMatchObject({ code: 'hung', channel: 0, message: expect.stringContaining('it said nothing for') })
    const shown = await run(['gateway', 'status', '--data', folder.path])
    expect(shown.stdout).toMatch(/started again\s+the one before had hung: silent for \d+ s, and ended for that/)
    await control.stop('end')
    expect(await running.ended).toMatchObject({ code: 0 })
    expect(alive(second.pid)).toBe(false)
  })

  it('is left alone when it was not the only one that stood still: a machine that was asleep', async () => {
    await using folder = await temporaryFolder()
    await using target = await receiver()
    const { running, control, pid, supervisor } = await supervised(folder.path, '--hung-after', `${HUNG_AFTER_S}`)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('a', target.port))
    await using _sender = publish(feed)
    await until('live', () => target.framesReceived > 30)
    process.kill(supervisor, 'SIGSTOP')
    process.kill(pid, 'SIGSTOP')
    await until('both stand still', () => stopped(supervisor) && stopped(pid))
    await systemClock.sleep(HUNG_AFTER_S * 1000 + 2000)
    // The worse order of the two: the supervisor is the first that is awake, and has heard nothing for long.
    process.kill(supervisor, 'SIGCONT')
    await systemClock.sleep(1000)
    process.kill(pid, 'SIGCONT')
    const seen = target.framesReceived
    await until('it goes on', () => target.framesReceived > seen + 60)
    expect(alive(pid)).toBe(true)
    expect(running.stdout).not.toContain('hung')
    expect(target.framesLost).toBe(0)
    await control.stop('end')
    await running.ended
  })

  it('is ended as asked, though its supervisor does not read what it says', async () => {
    await using folder = await temporaryFolder()
    const { running, control, pid, supervisor } = await supervised(folder.path)
    process.kill(supervisor, 'SIGSTOP')
    await systemClock.sleep(3000)
    await control.stop('end')
    await until('it has ended', () => !alive(pid))
    process.kill(supervisor, 'SIGCONT')
    expect(await running.ended).toMatchObject({ code: 0 })
    expect(running.stdout).not.toContain('died')
  })
})

describe('supervise, of one whose event loop is blocked', () => {
  const program = resolve(import.meta.dirname, '../../src/gateway/index.ts')

  /** Says that it has started, answers for a while, and then computes for ever. */
  async function blocked(folder: string) {
    const pidFile = join(folder, 'pid')
    const file = join(folder, 'blocked.mjs')
    await writeFile(
      file,
      `import { writeFileSync } from 'node:fs'
       import { supervised } from ${JSON.stringify(program)}
       const supervisor = supervised()
       supervisor.started()
       setTimeout(() => {
         writeFileSync(${JSON.stringify(pidFile)}, JSON.stringify([process.pid, supervisor.predecessor, Object.keys(process.env).filter((name) => name.includes('PREDECESSOR'))]))
         for (;;);
       }, 200)`,
    )
    const said = () => JSON.parse(readFileSync(pidFile, 'utf8')) as unknown[]
    return { command: process.execPath, args: [file], clock: systemClock, said }
  }

  it('says that it hangs, ends it, and the next one knows what became of it', async () => {
    await using folder = await temporaryFolder()
    const { said, ...options } = await blocked(folder.path)
    const hangs: number[] = []
    const deaths: GatewayDeath[] = []
    const end = await supervise(
      {
        ...options,
        hungAfterMs: 1,
        compileCache: join(folder.path, 'compiled'),
        limits: { deaths: 2 },
        onHang: (silentMs) => hangs.push(silentMs),
        onDeath: (death) => deaths.push(death),
      },
      new AbortController().signal,
    )
    expect(end).toEqual({ why: 'given_up', code: 1 })
    expect(deaths.map(({ how, hungMs }) => [how, hungMs])).toEqual(hangs.map((silentMs) => ['SIGKILL', silentMs]))
    // Less than three seconds is never taken for a hang.
    expect(Math.min(...hangs)).toBeGreaterThanOrEqual(3000)
    const predecessor = { how: 'SIGKILL', hungMs: hangs[0] }
    expect(said().slice(1)).toEqual([predecessor, []])
    // What was compiled is kept, though neither of them came to an end of its own.
    const kept = await readdir(join(folder.path, 'compiled'), { recursive: true })
    expect(kept.length).toBeGreaterThan(20)
  })

  it('is left alone where it is told to: a debugger stands at a breakpoint', async () => {
    await using folder = await temporaryFolder()
    const { said, ...options } = await blocked(folder.path)
    const hangs: number[] = []
    const limits = { deaths: 1 }
    const ended = supervise(
      { ...options, limits, hungAfterMs: 0, onHang: (ms) => hangs.push(ms) },
      new AbortController().signal,
    )
    const pid = await new Promise<number>((resolvePid) => {
      const timer = setInterval(() => {
        try {
          resolvePid(Number(said()[0]))
          clearInterval(timer)
        } catch {
          // Not yet written.
        }
      }, 50)
    })
    await systemClock.sleep(5000)
    expect(alive(pid)).toBe(true)
    process.kill(pid, 'SIGKILL')
    expect(await ended).toEqual({ why: 'given_up', code: 1 })
    expect(hangs).toEqual([])
  })
})
