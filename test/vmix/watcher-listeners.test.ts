import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { VMixEventSocket, type VMixEvent, VMixHttpClient, VMixTcpClient, watchVMix } from '../../src/vmix/index.ts'
import { freePort } from '../support/ports.ts'
import { scriptedTcp } from '../support/scripted-tcp.ts'
import { documentOf, scriptedWeb, watched } from '../support/scripted-web.ts'
import { unhandledIn } from '../support/unhandled.ts'
import { openHandles, until } from '../support/waiting.ts'

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
    await using at = await scriptedWeb((response) =>
      response.end(documentOf(active, active === 1 ? '' : '<fadeToBlack>True</fadeToBlack>')),
    )
    const { watcher } = watched(at, null, { pollMs: 20 })
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
    await using at = await scriptedWeb((response) => response.end(documentOf(1)))
    const found = await unhandledIn(async () => {
      const { watcher, seen } = watched(at, null, { pollMs: 20 })
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
    await using at = await scriptedWeb((response) => response.end(documentOf(active)))
    await using tcp = await scriptedTcp()
    const { watcher, seen } = watched(at, tcp, { slowPollMs: 20 })
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
    await using at = await scriptedWeb((response) => response.end(documentOf(1)))
    const found = await unhandledIn(async () => {
      const { watcher } = watched(at, null)
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
    await using at = await scriptedWeb((response, request) => {
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
