import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../src/clock/index.ts'
import { watchVMix } from '../../src/vmix/index.ts'
import { freePort } from '../support/ports.ts'
import { scriptedTcp } from '../support/scripted-tcp.ts'
import { documentOf, scriptedWeb, watched } from '../support/scripted-web.ts'
import { unhandledIn } from '../support/unhandled.ts'
import { until } from '../support/waiting.ts'

const NO_POLLING = { pollMs: 60_000, slowPollMs: 60_000 }

describe('a state is not called fresher than it is', () => {
  it('its age counts from when it was asked for, however long vMix took to answer', async () => {
    await using at = await scriptedWeb((response) => void setTimeout(() => response.end(documentOf(1)), 400))
    const { watcher } = watched(at, null, NO_POLLING)
    await using _closing = watcher
    const ages: number[] = []
    watcher.on('snapshotted', () => ages.push(watcher.current?.ageMs ?? 0))
    await until(() => ages.length > 0)
    expect(ages[0]).toBeGreaterThanOrEqual(380)
    expect(Date.now() - (watcher.current?.readAtMs ?? 0)).toBeGreaterThanOrEqual(380)
  })

  it('a vMix that dies while its state is read is told of at once, though its TCP port answered a moment ago', async () => {
    await using at = await scriptedWeb((response, request) => {
      if (request === 1) response.end(documentOf(1))
    })
    await using tcp = await scriptedTcp()
    const { watcher } = watched(at, tcp, { slowPollMs: 20 })
    await using _closing = watcher
    await until(() => watcher.connection.pushed && at.asked >= 2)
    const began = performance.now()
    // The Web Controller goes first; the TCP port is still there for the moment in which it is asked.
    await at.kill()
    await tcp[Symbol.asyncDispose]()
    await until(() => !watcher.connection.connected)
    expect(performance.now() - began).toBeLessThan(4500)
  })

  it('what is read with may fail in any way: it is told, and tried again', async () => {
    let tries = 0
    const readDocument = () => {
      if (++tries < 3) throw new TypeError('mine')
      return Promise.resolve({ xml: documentOf(1), via: 'http' as const })
    }
    const found = await unhandledIn(async () => {
      await using watcher = watchVMix({ host: '127.0.0.1', tcpPort: null, readDocument })
      await until(() => watcher.connection.error !== null)
      expect(watcher.connection).toMatchObject({ connected: false, error: { code: 'network' } })
      await until(() => watcher.connection.connected)
    })
    expect(found).toEqual([])
  })

  it('a document that is cut in the middle is none: what was known stays, and is called old', async () => {
    let cut = false
    await using at = await scriptedWeb((response) => {
      // Without a length, as a server does that ends its answer by closing.
      response.useChunkedEncodingByDefault = false
      response.setHeader('Connection', 'close')
      const whole = documentOf(cut ? 2 : 1)
      response.end(cut ? whole.slice(0, whole.indexOf('<streaming>')) : whole)
    })
    const { watcher, seen } = watched(at, null, { pollMs: 20 })
    await using _closing = watcher
    await until(() => watcher.current !== null)
    seen.length = 0
    cut = true
    await until(() => !watcher.connection.connected)
    expect(watcher.connection.error).toMatchObject({ code: 'bad_state' })
    expect(watcher.current).toMatchObject({ connected: false, state: { active: 1, streaming: false } })
    expect(new Set(seen.map(({ type }) => type))).toEqual(new Set(['connection']))
    cut = false
    await until(() => watcher.connection.connected)
  })

  it('a read that was under way before the call confirms nothing', async () => {
    const late: (() => void)[] = []
    await using at = await scriptedWeb((response, request) => {
      if (request === 1) response.end(documentOf(1))
      // What it shows is of the moment in which it was asked for: before the call.
      else if (request === 2) late.push(() => response.end(documentOf(2)))
      else response.end(documentOf(1))
    })
    const { watcher } = watched(at, null, NO_POLLING)
    await using _closing = watcher
    await until(() => watcher.current !== null)
    watcher.refresh()
    await until(() => late.length > 0)
    const waiting = watcher.waitFor(({ active }) => active === 2, { timeoutMs: 400 }).catch((error: unknown) => error)
    late[0]?.()
    expect(await waiting).toMatchObject({ code: 'not_confirmed' })
  })

  it('nor does it on a clock that stands still', async () => {
    const clock: Clock = { ...systemClock, monotonic: () => 1000 }
    const late: (() => void)[] = []
    await using at = await scriptedWeb((response, request) => {
      if (request === 1) late.push(() => response.end(documentOf(2)))
    })
    const { watcher } = watched(at, null, { ...NO_POLLING, clock, timeoutMs: 200 })
    await using _closing = watcher
    await until(() => late.length > 0)
    const waiting = watcher.waitFor(({ active }) => active === 2, { timeoutMs: 100 }).catch((error: unknown) => error)
    late[0]?.()
    expect(await waiting).toMatchObject({ code: 'not_confirmed' })
  })

  it('when the wall clock jumps, ages and polling do not', async () => {
    let offset = 0
    const clock: Clock = { ...systemClock, now: () => Date.now() + offset }
    await using at = await scriptedWeb((response) => response.end(documentOf(1)))
    const { watcher } = watched(at, null, { pollMs: 20, clock })
    await using _closing = watcher
    for (offset of [-3_600_000, 86_400_000, 0]) {
      const before = at.asked
      await until(() => at.asked > before + 3)
      expect(watcher.current?.ageMs).toBeGreaterThanOrEqual(0)
      expect(watcher.current?.ageMs).toBeLessThan(5000)
    }
  })
})

describe.skipIf(process.platform === 'win32')('a firewall that swallows what goes to the Web Controller', () => {
  it('does not make a vMix whose TCP API answers one that is away', async () => {
    // A program that is stopped takes no connection: once two wait, the others get no answer at all.
    const listening = `require('net').createServer().listen({port:0,host:'127.0.0.1',backlog:1},function(){console.log(this.address().port)})`
    const deaf = spawn(process.execPath, ['-e', listening], { stdio: ['ignore', 'pipe', 'ignore'] })
    const waiting: Socket[] = []
    try {
      const [line] = await once(deaf.stdout, 'data')
      const port = Number(String(line))
      deaf.kill('SIGSTOP')
      for (let i = 0; i < 4; i++) waiting.push(connect({ host: '127.0.0.1', port }))
      await systemClock.sleep(100)
      await using tcp = await scriptedTcp()
      await using watcher = watchVMix({ host: '127.0.0.1', port, tcpPort: tcp.port, timeoutMs: 300 })
      await until(() => watcher.connection.connected)
      expect(watcher.connection).toMatchObject({ via: 'tcp', pushed: true, error: null })
    } finally {
      for (const socket of waiting) socket.destroy()
      deaf.kill('SIGKILL')
    }
  })
})

describe('whoever must be sure of which vMix it is', () => {
  it('is told that the Web Controller does not answer, and the TCP port, whosever it is, is not asked instead', async () => {
    await using tcp = await scriptedTcp()
    const port = await freePort()
    await using watcher = watchVMix({ host: '127.0.0.1', port, tcpPort: tcp.port, readFrom: 'web' })
    await until(() => watcher.connection.pushed && watcher.connection.error !== null)
    await systemClock.sleep(300)
    expect(watcher.connection).toMatchObject({ connected: false, via: null, error: { code: 'refused' } })
    expect(tcp.requests.filter(({ kind }) => kind === 'xml')).toEqual([])
  })
})

describe('nothing is lost', () => {
  it('of what happened between the first state and the granting of the events', async () => {
    let active = 1
    await using at = await scriptedWeb((response) => response.end(documentOf(active)))
    const grants: (() => void)[] = []
    await using tcp = await scriptedTcp((request, socket) => {
      if (request.kind !== 'subscribe' || request.what !== 'ACTS') return undefined
      grants.push(() => socket.write('SUBSCRIBE OK ACTS Subscribed\r\n'))
      return null
    })
    const { watcher, seen } = watched(at, tcp, NO_POLLING)
    await using _closing = watcher
    await until(() => watcher.current !== null && grants.length > 0)
    active = 2
    grants[0]?.()
    await until(() => seen.some(({ type }) => type === 'program'))
    expect(watcher.current?.state.active).toBe(2)
  })

  it('of what happened while a state was on its way: it is read once more behind it', async () => {
    let active = 1
    const late: (() => void)[] = []
    await using at = await scriptedWeb((response, request) => {
      const shown = documentOf(active)
      if (request === 2) late.push(() => response.end(shown))
      else response.end(shown)
    })
    await using tcp = await scriptedTcp()
    const { watcher } = watched(at, tcp, NO_POLLING)
    await using _closing = watcher
    await until(() => late.length > 0 && watcher.connection.pushed)
    active = 2
    tcp.sockets[0]?.write('ACTS OK Input 2 1\r\n')
    await systemClock.sleep(50)
    late[0]?.()
    await until(() => watcher.current?.state.active === 2)
    expect(at.asked).toBeGreaterThan(2)
  })

  it('and one that is slow is never asked twice at the same time, whatever is told meanwhile', async () => {
    await using at = await scriptedWeb((response) => void setTimeout(() => response.end(documentOf(1)), 60))
    await using tcp = await scriptedTcp()
    const { watcher } = watched(at, tcp, { pollMs: 5, slowPollMs: 5 })
    await using _closing = watcher
    await until(() => watcher.connection.pushed)
    for (let i = 0; i < 100; i++) {
      tcp.sockets[0]?.write('ACTS OK InputVolume 1 0.5\r\n')
      watcher.refresh()
      await systemClock.sleep(5)
    }
    expect(at.asked).toBeGreaterThan(3)
    expect(at.mostAtOnce).toBe(1)
  })

  it('one that takes longer than the time for it is not connected, and the reads that were given up do not pile up', async () => {
    await using at = await scriptedWeb((response) => void setTimeout(() => response.end(documentOf(1)), 400))
    const { watcher } = watched(at, null, { timeoutMs: 100, pollMs: 20 })
    await using _closing = watcher
    await until(() => at.asked > 4)
    expect(watcher.connection).toMatchObject({ connected: false, error: { code: 'timeout' } })
    expect(at.mostAtOnce).toBe(1)
  })
})
