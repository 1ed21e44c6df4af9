import { describe, expect, it } from 'vitest'
import { startSimulator, type SimulatorOptions, type Simulator } from '../../src/simulator/index.ts'
import { type VMixEvent, VMixHttpClient, VMixWatcher, type VMixWatchOptions, watchVMix } from '../../src/vmix/index.ts'
import { freePort } from '../support/ports.ts'
import { heldBytes, openHandles, until } from '../support/waiting.ts'

interface Stage extends AsyncDisposable {
  readonly simulator: Simulator
  readonly watcher: VMixWatcher
  readonly vmix: VMixHttpClient
  readonly seen: VMixEvent[]
  /** How many state documents were asked for. */
  reads(): number
}

/** A simulator that is watched, after its first state. */
async function stage(options: Partial<VMixWatchOptions> = {}, simulated: SimulatorOptions = {}): Promise<Stage> {
  const simulator = await startSimulator({ httpPort: 0, tcpPort: 0, requestLogSize: 10_000, ...simulated })
  const tcpPort = options.tcpPort === undefined ? simulator.tcpPort : options.tcpPort
  const pushes = tcpPort === simulator.tcpPort
  const watcher = watchVMix({ host: '127.0.0.1', port: simulator.httpPort, tcpPort, ...options })
  const vmix = new VMixHttpClient({ host: '127.0.0.1', port: simulator.httpPort })
  const seen: VMixEvent[] = []
  watcher.onAny((event) => seen.push(event))
  await until(() => watcher.current !== null && (!pushes || watcher.connection.pushed))
  return {
    simulator,
    watcher,
    vmix,
    seen,
    reads: () => simulator.received.filter(({ outcome }) => outcome === 'state').length,
    async [Symbol.asyncDispose]() {
      await watcher.close()
      await vmix.close()
      await simulator.close()
    },
  }
}

const types = (events: readonly VMixEvent[]) => events.map(({ type }) => type)
/** Nothing but polling within a test: what comes sooner was told of by vMix. */
const NO_POLLING = { pollMs: 60_000, slowPollMs: 60_000 }

describe('a watched vMix', () => {
  it('tells of what happens in it at once, with before and after', async () => {
    await using at = await stage(NO_POLLING)
    const { simulator, vmix, watcher, seen } = at
    const found = (type: VMixEvent['type']) => seen.some((event) => event.type === type)
    seen.length = 0
    await vmix.call('Cut')
    await until(() => found('program') && found('preview'))
    expect(seen.find(({ type }) => type === 'program')).toMatchObject({ mix: 1, before: 1, after: 2 })
    expect(seen.find(({ type }) => type === 'tally')).toMatchObject({
      before: { source: 'vmix', inputs: expect.arrayContaining(['program']) },
      after: { source: 'vmix' },
    })
    await vmix.call('SetVolume', { Input: 1, Value: 50 })
    await until(() => found('audio'))
    expect(seen.find(({ type }) => type === 'audio')).toMatchObject({
      before: { volume: 100 },
      after: { volume: 6.25 },
    })
    await vmix.call('OverlayInput1In', { Input: 3 })
    await until(() => found('overlay'))
    await vmix.call('StartMultiCorder')
    await until(() => found('multiCorder'))
    await vmix.call('FadeToBlack')
    await until(() => found('fadeToBlack'))
    expect(watcher.current).toMatchObject({ connected: true, state: { active: 2, multiCorder: true } })
    expect(simulator.state.active).toBe(2)
  })

  it('is polled for what it tells nothing of', async () => {
    await using at = await stage({ slowPollMs: 50 })
    at.simulator.change((show) => {
      const [first] = show.inputs
      if (first !== undefined) first.title = 'Renamed'
    })
    await until(() => at.seen.some(({ type }) => type === 'input'))
    expect(at.seen.find(({ type }) => type === 'input')).toMatchObject({
      change: 'changed',
      fields: expect.arrayContaining(['title']),
      after: { title: 'Renamed' },
    })
  })

  it('is polled alone where TCP is closed, and the tally follows from the state', async () => {
    await using at = await stage({ tcpPort: await freePort(), pollMs: 30 }, { tcp: false })
    await at.vmix.call('Cut')
    await until(() =>
      at.seen.some(({ type, ...event }) => type === 'tally' && 'before' in event && event.before !== null),
    )
    expect(at.watcher.tally).toMatchObject({ source: 'state' })
    expect(at.watcher.tally?.inputs.slice(0, 2)).toEqual(['preview', 'program'])
    expect(at.watcher.connection).toMatchObject({ connected: true, via: 'http', pushed: false, error: null })
  })

  it('is read by TCP where the Web Controller wants a password that is not given', async () => {
    const { Secret } = await import('../../src/secrets/index.ts')
    await using at = await stage({}, { webPassword: new Secret('a-password-of-the-web') })
    expect(at.watcher.connection).toMatchObject({ connected: true, via: 'tcp', pushed: true })
    expect(JSON.stringify(at.seen)).not.toContain('a-password-of-the-web')
  })

  it('has any number of listeners, and one connection and one read for all of them', async () => {
    await using at = await stage(NO_POLLING)
    let told = 0
    for (let i = 0; i < 100; i++) at.watcher.on('program', () => told++)
    await new Promise((resolve) => setTimeout(resolve, 600))
    const before = at.reads()
    await at.vmix.call('Cut')
    await until(() => told === 100)
    await new Promise((resolve) => setTimeout(resolve, 600))
    // One for the burst of activators, one more if it was cut in two, and one when all has settled.
    expect(at.reads() - before).toBeLessThanOrEqual(3)
  })

  it('is not read more often than agreed, however much happens', async () => {
    await using at = await stage({ ...NO_POLLING, minGapMs: 100 })
    // A burst of eight is allowed.
    const [before, began] = [at.reads(), performance.now()]
    for (let i = 0; i < 60; i++) {
      await at.vmix.call('SetVolume', { Input: 1, Value: i })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const atMost = (performance.now() - began) / 100 + 10
    expect(at.reads() - before).toBeLessThanOrEqual(atMost)
    const volume = () => at.watcher.current?.state.inputs[0]?.audio?.volume ?? 0
    await until(() => Math.abs(volume() - (59 / 100) ** 4 * 100) < 0.01)
  })

  it('begins each loop with where things stand, and ends it when the watcher is closed', async () => {
    await using at = await stage(NO_POLLING)
    const events: VMixEvent[] = []
    const loop = (async () => {
      for await (const event of at.watcher) events.push(event)
    })()
    await until(() => events.length === 1)
    expect(events[0]).toMatchObject({ type: 'snapshotted', connected: true, state: { version: '29.0.0.49' } })
    await at.vmix.call('FadeToBlack')
    await until(() => types(events).includes('fadeToBlack'))
    await at.watcher.close()
    await loop
  })

  it('does nothing in vMix', async () => {
    await using at = await stage({ pollMs: 20, slowPollMs: 20 })
    await until(() => at.reads() > 10)
    expect(at.simulator.received.filter(({ function: name }) => name !== null)).toEqual([])
  })
})

describe('waiting for something to show', () => {
  it('ends with the state that shows it, read after the call', async () => {
    await using at = await stage(NO_POLLING)
    await at.vmix.call('StartRecording')
    const state = await at.watcher.waitFor(({ recording }) => recording.active === true)
    expect(state.recording.active).toBe(true)
    await at.vmix.call('StopRecording')
    // What was read before this call shows it still on.
    await at.watcher.waitFor(({ recording }) => recording.active === false)
  })

  it('goes on by polling where nothing tells of it', async () => {
    await using at = await stage({ ...NO_POLLING, tcpPort: null })
    const waiting = at.watcher.waitFor(({ active }) => active === 3)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await at.vmix.call('ActiveInput', { Input: 3 })
    expect((await waiting).active).toBe(3)
  })

  it('says why it ended without: not shown, aborted, closed, vMix gone, the caller’s own mistake', async () => {
    await using at = await stage(NO_POLLING)
    const never = () => false
    await expect(at.watcher.waitFor(never, { timeoutMs: 30 })).rejects.toMatchObject({ code: 'not_confirmed' })
    await expect(at.watcher.waitFor(never, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
    const abort = new AbortController()
    const aborted = at.watcher.waitFor(never, { signal: abort.signal }).catch((error: unknown) => error)
    abort.abort()
    expect(await aborted).toMatchObject({ code: 'aborted' })
    const wrong = () => {
      throw new TypeError('mine')
    }
    await expect(at.watcher.waitFor(wrong)).rejects.toThrow('mine')
    await at.simulator.setFault('refuse', true)
    await expect(at.watcher.waitFor(never, { timeoutMs: 2000 })).rejects.toMatchObject({ code: 'refused' })
    const closed = at.watcher.waitFor(never).catch((error: unknown) => error)
    await at.watcher.close()
    expect(await closed).toMatchObject({ code: 'closed' })
    await expect(at.watcher.waitFor(never)).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('a vMix that', () => {
  it('goes away and comes back: the last state stays, with its age and what it is worth', async () => {
    await using at = await stage()
    const { state } = at.watcher.current ?? {}
    at.seen.length = 0
    await at.simulator.setFault('refuse', true)
    await until(() => !at.watcher.connection.connected)
    expect(at.watcher.connection).toMatchObject({ pushed: false, error: { code: 'refused' } })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(at.watcher.current?.state).toBe(state)
    expect(at.watcher.current).toMatchObject({ connected: false })
    expect(at.watcher.current?.ageMs).toBeGreaterThan(20)
    // Nothing is invented of a vMix that cannot be seen.
    expect(new Set(types(at.seen))).toEqual(new Set(['connection']))
    await at.simulator.setFault('refuse', null)
    await until(() => at.watcher.connection.connected && at.watcher.connection.pushed)
    expect(new Set(types(at.seen))).toEqual(new Set(['connection']))
  })

  it('is not there at first: the loop is told why, and then where things stand', async () => {
    const port = await freePort()
    await using watcher = watchVMix({ host: '127.0.0.1', port, tcpPort: null })
    const loop = watcher[Symbol.asyncIterator]()
    expect((await loop.next()).value).toMatchObject({
      type: 'connection',
      after: { connected: false, error: { code: 'refused' } },
    })
    expect(watcher.current).toBeNull()
    await using _simulator = await startSimulator({ httpPort: port, tcpPort: 0 })
    expect((await loop.next()).value).toMatchObject({ type: 'snapshotted', connected: true })
    expect((await loop.next()).value).toMatchObject({ type: 'connection', after: { connected: true } })
  })

  it('is restarted as another version is seen as that', async () => {
    await using at = await stage()
    await at.vmix.call('Cut')
    await at.watcher.waitFor(({ active }) => active === 2)
    at.seen.length = 0
    await at.simulator.restart('27.0.0.81')
    await until(() => at.watcher.connection.version === '27.0.0.81' && at.watcher.connection.pushed)
    expect(at.seen.find(({ type }) => type === 'version')).toMatchObject({
      before: { version: '29.0.0.49' },
      after: { version: '27.0.0.81' },
    })
    expect(at.seen.find(({ type }) => type === 'program')).toMatchObject({ before: 2, after: 1 })
    expect(at.watcher.current?.state.streams).toHaveLength(3)
  })

  it('hangs with its connections open is noticed, and again when it goes on', async () => {
    await using at = await stage({ timeoutMs: 200, slowPollMs: 50 })
    await at.simulator.setFault('half-open', true)
    await until(() => !at.watcher.connection.connected)
    expect(at.watcher.connection.error).toMatchObject({ code: 'timeout' })
    await at.simulator.setFault('half-open', null)
    await until(() => at.watcher.connection.connected)
  })

  it('answers slowly is asked one thing at a time, and less often', async () => {
    await using at = await stage({ pollMs: 20, tcpPort: null })
    await at.simulator.setFault('slow', 100)
    const [before, began] = [at.reads(), performance.now()]
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const asked = at.reads() - before
    expect(asked).toBeGreaterThan(1)
    expect(asked).toBeLessThanOrEqual((performance.now() - began) / 400 + 2)
    expect(at.watcher.connection.connected).toBe(true)
  })

  it('breaks connections instead of answering is not connected, and nothing is made up of it', async () => {
    await using at = await stage({ pollMs: 20, tcpPort: null })
    await at.simulator.setFault('drop', true)
    await until(() => !at.watcher.connection.connected)
    expect(at.watcher.connection.error).toMatchObject({ code: 'reset' })
    await at.simulator.setFault('drop', null)
    await until(() => at.watcher.connection.connected)
  })

  it('sends byte by byte, and events into the middle of a document, is understood all the same', async () => {
    const { Secret } = await import('../../src/secrets/index.ts')
    await using at = await stage(
      { slowPollMs: 50 },
      { webPassword: new Secret('x'), faults: ['one-byte', 'split-xml'] },
    )
    at.simulator.change((show) => (show.fadeToBlack = true))
    await until(() => at.seen.some(({ type }) => type === 'fadeToBlack'))
    expect(at.watcher.connection).toMatchObject({ connected: true, via: 'tcp' })
  })

  it('ignores commands, or refuses them, is shown as it is', async () => {
    await using at = await stage({ pollMs: 20, slowPollMs: 20 })
    await at.simulator.setFault('ignore-commands', true)
    await at.vmix.call('Cut')
    await expect(at.watcher.waitFor(({ active }) => active === 2, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'not_confirmed',
    })
    await at.simulator.setFault('error-500', true)
    await until(() => at.reads() > 5)
    expect(at.watcher.connection.connected).toBe(true)
  })
})

it('an address that is none throws at once', () => {
  for (const options of [{ port: 0 }, { tcpPort: 99_999 }, { pollMs: 0 }, { queueLimit: 0 }]) {
    expect(() => watchVMix({ host: 'localhost', ...options })).toThrow(RangeError)
  }
})

it('1,000 watchers one after the other leave neither handles nor memory behind', { timeout: 120_000 }, async () => {
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0, requestLogSize: 10 })
  const cycles = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await using watcher = watchVMix({ host: '127.0.0.1', port: simulator.httpPort, tcpPort: simulator.tcpPort })
      await watcher.waitFor(() => true)
    }
  }
  await cycles(100)
  await until(() => openHandles() < 12)
  const [handles, held] = [openHandles(), await heldBytes()]
  await cycles(1000)
  await until(() => openHandles() <= handles + 1)
  expect((await heldBytes()) - held).toBeLessThan(4 * 1024 * 1024)
})
