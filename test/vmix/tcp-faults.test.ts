import { describe, expect, it } from 'vitest'
import { type FaultName, FAULTS, type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { VMixEventSocket, VMixTcpClient, type VMixTcpEvent } from '../../src/vmix/index.ts'
import { until } from '../support/waiting.ts'

interface At {
  readonly simulator: Simulator
  readonly vmix: VMixTcpClient
  readonly events: VMixEventSocket
  readonly seen: VMixTcpEvent[]
}

/** Faults of what a stream sends, which the TCP API knows nothing of. */
type OfMedia = 'stream-dies' | 'stall' | 'thin' | 'gaps' | 'destination'

const calls = ({ simulator }: At, name: string) => simulator.received.filter((request) => request.function === name)

/** What client and event socket do about each fault; a new fault does not compile until it has its line here. */
const cases: Record<Exclude<FaultName, OfMedia>, (at: At) => Promise<void>> = {
  'ignore-commands': async (at) => {
    await at.simulator.setFault('ignore-commands', true)
    // vMix says OK: that nothing was done, only the state can tell.
    await at.vmix.call('Cut')
    expect((await at.vmix.readState()).active).toBe(1)
  },
  slow: async (at) => {
    await at.simulator.setFault('slow', 300)
    await expect(at.vmix.call('Cut', {}, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      mayHaveBeenSent: true,
    })
    await at.simulator.setFault('slow', null)
    await at.vmix.ready()
    // It was carried out, and the next answer is not the late one's.
    expect((await at.vmix.readState()).active).toBe(2)
    expect(calls(at, 'Cut')).toHaveLength(1)
  },
  'error-500': async (at) => {
    await at.simulator.setFault('error-500', true)
    await expect(at.vmix.call('Cut')).rejects.toMatchObject({ code: 'function_refused' })
    expect((await at.vmix.readState()).active).toBe(1)
  },
  refuse: async (at) => {
    await at.simulator.setFault('refuse', true)
    await until(() => at.vmix.state.kind === 'down' && at.events.state.kind === 'down')
    await expect(at.vmix.call('Cut')).rejects.toMatchObject({ mayHaveBeenSent: false })
    await at.simulator.setFault('refuse', null)
    await at.vmix.ready()
    await at.events.ready()
    expect(calls(at, 'Cut')).toEqual([])
  },
  drop: async (at) => {
    for (const when of ['after', 'before'] as const) {
      await at.simulator.setFault('drop', when)
      await expect(at.vmix.call('Cut')).rejects.toMatchObject({ code: 'reset', mayHaveBeenSent: true })
      await at.simulator.setFault('drop', null)
      await at.vmix.ready()
    }
    // Once carried out, once not; never sent a second time.
    expect((await at.vmix.readState()).active).toBe(2)
    expect(calls(at, 'Cut')).toHaveLength(2)
  },
  'half-open': async (at) => {
    await at.simulator.setFault('half-open', true)
    await until(() => at.vmix.state.kind === 'down' && at.events.state.kind === 'down')
    expect(at.events.state).toMatchObject({ error: { code: 'timeout' } })
    await at.simulator.setFault('half-open', null)
    await at.vmix.ready()
    await at.events.ready()
    await at.vmix.call('Cut')
  },
  'one-byte': async (at) => {
    await at.simulator.setFault('one-byte', true)
    expect((await at.vmix.readState()).inputs).toHaveLength(16)
    at.simulator.change((show) => (show.active = 3))
    await until(() =>
      at.seen.some((event) => event.kind === 'activator' && event.name === 'Input' && event.input === 3),
    )
  },
  'split-xml': async (at) => {
    await at.simulator.setFault('split-xml', true)
    // Events have a connection of their own, so that none comes here; that one of both reads it is tested elsewhere.
    expect((await at.vmix.readState()).version).toBe('29.0.0.49')
  },
  restart: async (at) => {
    await at.simulator.setFault('restart', '27.0.0.81')
    await until(() => at.vmix.state.kind === 'up' && at.vmix.state.version === '27.0.0.81')
    await until(() => at.events.state.kind === 'up' && at.events.state.version === '27.0.0.81')
    expect((await at.vmix.readState()).major).toBe(27)
  },
}

describe('the TCP API with the fault', () => {
  it.each(Object.entries(cases))('%s', async (name, promise) => {
    expect(Object.keys(FAULTS)).toContain(name)
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    const where = { host: '127.0.0.1', port: simulator.tcpPort, keepAliveMs: 200, keepAliveTimeoutMs: 200 }
    const seen: VMixTcpEvent[] = []
    await using vmix = new VMixTcpClient({ ...where, connectTimeoutMs: 1000 })
    await using events = new VMixEventSocket({ ...where, connectTimeoutMs: 1000, onEvent: (event) => seen.push(event) })
    await Promise.all([vmix.ready(), events.ready()])
    await promise({ simulator, vmix, events, seen })
  })
})
