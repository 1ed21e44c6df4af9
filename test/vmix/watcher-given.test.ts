import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { VMixConnectionError, VMixHttpClient, watchVMix } from '../../src/vmix/index.ts'
import { until } from '../support/waiting.ts'

const reads = (simulator: Awaited<ReturnType<typeof startSimulator>>) =>
  simulator.received.filter(({ outcome }) => outcome === 'state').length

describe('a watcher that is given the state document', () => {
  it('asks vMix for none itself, and sees the same', async () => {
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    const { httpPort: port, tcpPort } = simulator
    await using vmix = new VMixHttpClient({ host: '127.0.0.1', port })
    let given = 0
    const readDocument = async () => {
      given++
      return { xml: await vmix.stateXml(), via: 'tcp' as const }
    }
    await using watcher = watchVMix({ host: '127.0.0.1', port, tcpPort, readDocument })
    await until(() => watcher.connection.via === 'tcp')
    await vmix.call('StartExternal')
    expect((await watcher.waitFor(({ external }) => external === true)).external).toBe(true)
    await watcher.close()
    expect(reads(simulator)).toBe(given)
  })

  it('says that vMix is away when it is not given one, also not in time', async () => {
    let fail: (error: unknown) => void = () => undefined
    const readDocument = () => new Promise<never>((_, reject) => (fail = reject))
    await using watcher = watchVMix({ host: '127.0.0.1', tcpPort: null, timeoutMs: 50, pollMs: 20, readDocument })
    await until(() => watcher.connection.error?.code === 'timeout')
    const gone = new VMixConnectionError('refused', 'Nobody there.', { mayHaveBeenSent: false })
    await until(() => {
      fail(gone)
      return watcher.connection.error?.code === 'refused'
    })
    expect(watcher.connection).toMatchObject({ connected: false, error: { message: 'Nobody there.' } })
  })
})
