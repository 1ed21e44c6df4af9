import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { gatewayProcess } from '../controller/gateway-process.ts'
import { KillableSimulator } from '../support/simulator-process.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { object, run } from './vmixctl.ts'

it('resume brings back what a crash of vMix took, and stream direct what the gateway took', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await KillableSimulator.start(join(folder.path, 'vmix'))
  await using receiver = await startReceiver({ port: 0, clock: systemClock })
  await using gateway = await gatewayProcess(folder.path)
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path, '--json']
  const env = { KEY: 'PLANTED-key-7' }
  const dest = `rtmp://127.0.0.1:${receiver.port}/live:env:KEY`
  const start = await run(['stream', 'start', dest, '--channel', '0', '--gateway', ...connection], { env })
  expect([start.code, object(start)]).toMatchObject([0, { success: true, via: 'gateway' }])
  await simulator.kill()
  expect(await run(['resume', ...connection])).toMatchObject({ code: 3 })
  await simulator.again()
  const would = await run(['resume', '--dry-run', ...connection])
  expect([would.code, object(would)]).toMatchObject([0, { streams: [{ channel: 0, via: 'gateway' }] }])
  const before = receiver.framesReceived
  const back = await run(['resume', ...connection])
  expect([back.code, object(back)]).toMatchObject([0, { success: true, streams: [{ verification: 'media' }] }])
  await eventually(
    () => receiver.framesReceived,
    (frames) => frames > before + 15,
  )
  const refused = await run(['stream', 'direct', dest, '--channel', '0', ...connection], { env })
  expect([refused.code, object(refused)]).toMatchObject([2, { success: false, error: 'validation_error' }])
  await gateway.kill()
  await eventually(
    () => receiver.publishers,
    (publishers) => publishers === 0,
  )
  const direct = await run(['stream', 'direct', dest, '--channel', '0', ...connection], { env })
  expect([direct.code, object(direct)]).toMatchObject([0, { success: true, via: 'direct', verification: 'vmix_on' }])
  await eventually(
    () => receiver.publishers,
    (publishers) => publishers === 1,
  )
  const nothing = await run(['resume', ...connection.filter((word) => word !== '--json')])
  expect([nothing.code, nothing.stdout]).toEqual([0, expect.stringContaining('Nothing is to be brought back')])
  for (const { stdout, stderr } of [start, would, back, refused, direct]) {
    expect(stdout + stderr).not.toContain('PLANTED')
  }
  expect(await run(['stream', 'direct', '--channel', '0', ...connection])).toMatchObject({ code: 2 })
})
