import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { type Clock, systemClock } from '../../src/clock/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import {
  VMixEventSocket,
  type VMixEvent,
  VMixHttpClient,
  VMixTcpClient,
  VMixWatcher,
  type VMixWatchOptions,
  watchVMix,
} from '../../src/vmix/index.ts'
import { freePort } from '../support/ports.ts'
import { type ScriptedTcp, scriptedTcp } from '../support/scripted-tcp.ts'
import { openHandles, until } from '../support/waiting.ts'

const documentOf = (active: number, more = '') =>
  `<vmix><version>29.0.0.49</version><edition>Pro</edition><inputs><input key="a" number="1" title="A"/><input key="b" number="2" title="B"/></inputs><overlays><overlay number="1"/></overlays><preview>2</preview><active>${active}</active><streaming>False</streaming>${more}</vmix>`

/** A Web Controller that answers each request when and as the test says. */
interface Web extends AsyncDisposable {
  readonly port: number
  /** Requests that came so far. */
  readonly asked: number
  /** The most that were under way at the same moment. */
  readonly mostAtOnce: number
  answer: (response: ServerResponse, request: number) => void
  /** As when the process is killed: every connection and the port are gone. */
  kill(): Promise<void>
}

async function web(answer: Web['answer']): Promise<Web> {
  let [underWay, mostAtOnce, asked] = [0, 0, 0]
  const server: Server = createServer((_request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++underWay)
    response.on('close', () => underWay--)
    made.answer(response, ++asked)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const made = {
    port: (server.address() as AddressInfo).port,
    answer,
    get asked() {
      return asked
    },
    get mostAtOnce() {
      return mostAtOnce
    },
    async kill() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
    [Symbol.asyncDispose]() {
      return made.kill()
    },
  }
  return made
}

const NO_POLLING = { pollMs: 60_000, slowPollMs: 60_000 }

function watch(
  at: Web,
  tcp: ScriptedTcp | null,
  options: Partial<VMixWatchOptions> = {},
): { watcher: VMixWatcher; seen: VMixEvent[] } {
  const watcher = watchVMix({ host: '127.0.0.1', port: at.port, tcpPort: tcp?.port ?? null, ...options })
  const seen: VMixEvent[] = []
  watcher.onAny((event) => seen.push(event))
  return { watcher, seen }
}

/** Errors that nobody took, while `act` and some moments after it. */
async function unhandledIn(act: () => Promise<void>): Promise<unknown[]> {
  const found: unknown[] = []
  const note = (reason: unknown) => found.push(reason)
  const before = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', note)
  try {
    await act()
    await systemClock.sleep(30)
  } finally {
    process.off('unhandledRejection', note)
    for (const listener of before) process.on('unhandledRejection', listener)
  }
  return found
}

describe('a state is not called fresher than it is', () => {
  it('its age counts from when it was asked for, however long vMix took to answer', async () => {
    await using at = await web((response) => void setTimeout(() => response.end(documentOf(1)), 400))
    const { watcher } = watch(at, null, NO_POLLING)
    await using _closing = watcher
    const ages: number[] = []
    watcher.on('snapshotted', () => ages.push(watcher.current?.ageMs ?? 0))
    await until(() => ages.length > 0)
    expect(ages[0]).toBeGreaterThanOrEqual(380)
    expect(Date.now() - (watcher.current?.readAtMs ?? 0)).toBeGreaterThanOrEqual(380)
  })

  it('a vMix that dies while its state is read is told of at once, though its TCP port answered a moment ago', async () => {
    await using at = await web((response, request) => {
      if (request === 1) response.end(documentOf(1))
    })
    await using tcp = await scriptedTcp()
    const { watcher } = watch(at, tcp, { slowPollMs: 20 })
    await using _closing = watcher
    await until(() => watcher.connection.pushed && at.asked >= 2)
    const began = performance.now()
    // The Web Controller goes first; the TCP port is still there for the moment in which it is asked.
    await at.kill()
    await tcp[Symbol.asyncDispose]()
    await until(() => !watcher.connection.connected)
    expect(performance.now() - began).toBeLessThan(2500)
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
    await using at = await web((response) => {
      // Without a length, as a server does that ends its answer by closing.
      response.useChunkedEncodingByDefault = false
      response.setHeader('Connection', 'close')
      const whole = documentOf(cut ? 2 : 1)
      response.end(cut ? whole.slice(0, whole.indexOf('<streaming>')) : whole)
    })
    const { watcher, seen } = watch(at, null, { pollMs: 20 })
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
    await using at = await web((response, request) => {
      if (request === 1) response.end(documentOf(1))
      // What it shows is of the moment in which it was asked for: before the call.
      else if (request === 2) late.push(() => response.end(documentOf(2)))
      else response.end(documentOf(1))
    })
    const { watcher } = watch(at, null, NO_POLLING)
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
    await using at = await web((response, request) => {
      if (request === 1) late.push(() => response.end(documentOf(2)))
    })
    const { watcher } = watch(at, null, { ...NO_POLLING, clock, timeoutMs: 200 })
    await using _closing = watcher
    await until(() => late.length > 0)
    const waiting = watcher.waitFor(({ active }) => active === 2, { timeoutMs: 100 }).catch((error: unknown) => error)
    late[0]?.()
    expect(await waiting).toMatchObject({ code: 'not_confirmed' })
  })

  it('when the wall clock jumps, ages and polling do not', async () => {
    let offset = 0
    const clock: Clock = { ...systemClock, now: () => Date.now() + offset }
    await using at = await web((response) => response.end(documentOf(1)))
    const { watcher } = watch(at, null, { pollMs: 20, clock })
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

describe('nothing is lost', () => {
  it('of what happened between the first state and the granting of the events', async () => {
    let active = 1
    await using at = await web((response) => response.end(documentOf(active)))
    const grants: (() => void)[] = []
    await using tcp = await scriptedTcp((request, socket) => {
      if (request.kind !== 'subscribe' || request.what !== 'ACTS') return undefined
      grants.push(() => socket.write('SUBSCRIBE OK ACTS Subscribed\r\n'))
      return null
    })
    const { watcher, seen } = watch(at, tcp, NO_POLLING)
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
    await using at = await web((response, request) => {
      const shown = documentOf(active)
      if (request === 2) late.push(() => response.end(shown))
      else response.end(shown)
    })
    await using tcp = await scriptedTcp()
    const { watcher } = watch(at, tcp, NO_POLLING)
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
    await using at = await web((response) => void setTimeout(() => response.end(documentOf(1)), 60))
    await using tcp = await scriptedTcp()
    const { watcher } = watch(at, tcp, { pollMs: 5, slowPollMs: 5 })
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
    await using at = await web((response) => void setTimeout(() => response.end(documentOf(1)), 400))
    const { watcher } = watch(at, null, { timeoutMs: 100, pollMs: 20 })
    await using _closing = watcher
    await until(() => at.asked > 4)
    expect(watcher.connection).toMatchObject({ connected: false, error: { code: 'timeout' } })
    expect(at.mostAtOnce).toBe(1)
  })
})

describe('an overlay', () => {
  it('that is in preview alone is not on air, and its going on air is told', async () => {
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    await using vmix = new VMixHttpClient({ host: '127.0.0.1', port: simulator.httpPort })
    await using watcher = watchVMix({ host: '127.0.0.1', port: simulator.httpPort, tcpPort: null, pollMs: 20 })
    const seen: VMixEvent[] = []
    watcher.onAny((event) => seen.push(event))
    await until(() => watcher.current !== null)
    await vmix.call('PreviewOverlayInput1', { Input: 3 })
    await until(() => seen.some(({ type }) => type === 'overlay'))
    expect(seen.find(({ type }) => type === 'overlay')).toMatchObject({
      overlay: 1,
      before: null,
      after: 3,
      preview: { before: false, after: true },
    })
    expect(watcher.tally?.inputs[2]).toBe('preview')
    seen.length = 0
    await vmix.call('OverlayInput1In', { Input: 3 })
    await until(() => seen.some(({ type }) => type === 'overlay'))
    expect(seen.find(({ type }) => type === 'overlay')).toMatchObject({
      before: 3,
      after: 3,
      preview: { before: true, after: false },
    })
    expect(watcher.tally?.inputs[2]).toBe('program')
  })
})

describe('listeners', () => {
  it('that begin a loop while they are told get no event that its first state has already', async () => {
    let active = 1
    await using at = await web((response) =>
      response.end(documentOf(active, active === 1 ? '' : '<fadeToBlack>True</fadeToBlack>')),
    )
    const { watcher } = watch(at, null, { pollMs: 20 })
    await using _closing = watcher
    await until(() => watcher.current !== null)
    const loops: AsyncIterableIterator<VMixEvent, undefined>[] = []
    watcher.on('program', () => loops.push(watcher[Symbol.asyncIterator]()))
    active = 2
    await until(() => loops.length > 0)
    await until(() => watcher.current?.state.fadeToBlack === true)
    await watcher.close()
    const events: VMixEvent[] = []
    for (const loop of loops) for await (const event of loop) events.push(event)
    expect(events.map(({ type }) => type)).toEqual(['snapshotted'])
  })

  it('that fail later, being async, harm neither the others nor the program', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    await using at = await web((response) => response.end(documentOf(1)))
    const found = await unhandledIn(async () => {
      const { watcher, seen } = watch(at, null, { pollMs: 20 })
      await using _closing = watcher
      const failing = async () => {
        await systemClock.sleep(1)
        throw new Error('later')
      }
      // oxlint-disable-next-line typescript/no-misused-promises -- what a caller without a linter does
      watcher.on('snapshotted', failing)
      await until(() => seen.length > 0)
    })
    expect(found).toEqual([])
    expect(warning).toHaveBeenCalledOnce()
    warning.mockRestore()
  })

  it('that close the watcher are the last to be told', async () => {
    let active = 1
    await using at = await web((response) => response.end(documentOf(active)))
    await using tcp = await scriptedTcp()
    const { watcher, seen } = watch(at, tcp, { slowPollMs: 20 })
    await until(() => watcher.connection.pushed && watcher.current !== null)
    const closed = Promise.withResolvers<void>()
    watcher.on('program', () => void watcher.close().then(closed.resolve))
    active = 2
    await closed.promise
    const count = seen.length
    await systemClock.sleep(100)
    expect(seen.length).toBe(count)
    expect(seen.at(-1)?.type).toBe('program')
  })

  it('of an event connection that throw cost neither the connection nor the program', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    await using tcp = await scriptedTcp()
    const seen: unknown[] = []
    await using events = new VMixEventSocket({
      host: '127.0.0.1',
      port: tcp.port,
      onEvent: (event) => {
        seen.push(event)
        throw new Error('mine')
      },
    })
    await events.ready()
    // The first one comes with the subscription, the others when it is granted.
    tcp.sockets[0]?.write('ACTS OK Input 1 1\r\nACTS OK Input 2 1\r\n')
    await until(() => seen.length === 3)
    expect(events.state.kind).toBe('up')
    expect(tcp.sockets).toHaveLength(1)
    expect(warning).toHaveBeenCalledTimes(3)
    warning.mockRestore()
  })
})

describe('an end', () => {
  it('in the same moment as a wait that is aborted already leaves no error that nobody takes', async () => {
    await using at = await web((response) => response.end(documentOf(1)))
    const found = await unhandledIn(async () => {
      const { watcher } = watch(at, null)
      await until(() => watcher.current !== null)
      const waiting = watcher.waitFor(() => false, { signal: AbortSignal.abort() }).catch((error: unknown) => error)
      await watcher.close()
      expect(await waiting).toMatchObject({ code: 'aborted' })
      const client = new VMixTcpClient({ host: '127.0.0.1', port: await freePort() })
      await client.close()
      await expect(client.ready({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
    })
    expect(found).toEqual([])
  })

  it('at any moment is over soon, and leaves neither a socket nor a timer', async () => {
    await using at = await web((response, request) => {
      if (request % 3 !== 0) response.end(documentOf(1))
    })
    await using tcp = await scriptedTcp((request) => (request.kind === 'xml' && Math.random() < 0.3 ? null : undefined))
    const gone = await freePort()
    await systemClock.sleep(50)
    const before = openHandles()
    const found = await unhandledIn(async () => {
      for (let i = 0; i < 60; i++) {
        const [port, tcpPort] = [i % 4 === 0 ? gone : at.port, i % 5 === 0 ? gone : tcp.port]
        const watcher = watchVMix({ host: '127.0.0.1', port, tcpPort, pollMs: 5, slowPollMs: 5 })
        if (i % 3 === 0) void watcher.waitFor(() => false).catch(() => undefined)
        await systemClock.sleep(i % 20)
        await watcher.close()
      }
    })
    expect(found).toEqual([])
    await until(() => openHandles() <= before + 1)
  })
})
