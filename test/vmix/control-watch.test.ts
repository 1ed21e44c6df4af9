import { expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { createVMix } from '../../src/vmix/control/index.ts'
import { until } from '../support/waiting.ts'

it('shares one watcher, which ends with the vMix', async () => {
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  const vmix = createVMix({ host: simulator.host, port: simulator.httpPort, tcpPort: simulator.tcpPort })
  expect(simulator.receivedTotal).toBe(0)
  const watcher = vmix.watch()
  expect(vmix.watch()).toBe(watcher)
  const seen = watcher.waitFor((state) => state.active === 3)
  await vmix.cutTo(3)
  await expect(seen).resolves.toBeDefined()
  await vmix.close()
  await expect(watcher.waitFor((state) => state.active === 1)).rejects.toThrow(/closed/)
  expect(() => vmix.watch()).toThrow(/is closed/)
})

it('gives it the time that was given for an exchange', async () => {
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0, tcp: false, faults: ['slow=1500'] })
  await using vmix = createVMix({
    host: '127.0.0.1',
    port: simulator.httpPort,
    tcpPort: simulator.httpPort,
    timeoutMs: 100,
  })
  await until(() => vmix.watch().connection.error !== null)
  expect(vmix.watch().connection.error).toMatchObject({ code: 'timeout', message: expect.stringContaining('0.1 s') })
})
