import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { gatewayFolder, readEndpoint, readToken } from '../../src/gateway/index.ts'
import { startReceiver, startSimulator, type Receiver } from '../../src/simulator/index.ts'
import { gatewayProcess } from '../controller/gateway-process.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { object, run, start } from './vmixctl.ts'

async function framesArrive(receiver: Receiver, since = receiver.framesReceived): Promise<void> {
  await eventually(
    () => receiver.framesReceived,
    (frames) => frames > since + 15,
  )
}

it('stream direct stops no show whose gateway answers, and does not take the token that stands in the folder', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  await using receiver = await startReceiver({ port: 0, clock: systemClock })
  await using _gateway = await gatewayProcess(folder.path)
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path, '--json']
  const env = { KEY: 'PLANTED-key-6' }
  const dest = `rtmp://127.0.0.1:${receiver.port}/live:env:KEY`
  const started = await run(['stream', 'start', dest, '--channel', '0', '--gateway', ...connection], { env })
  expect([started.code, object(started)]).toMatchObject([0, { success: true, via: 'gateway' }])
  const token = join(gatewayFolder(folder.path), 'token')
  await writeFile(token, 'x'.repeat(43))
  const direct = await run(['stream', 'direct', dest, '--channel', '0', ...connection], { env })
  expect([direct.code, object(direct)]).toMatchObject([2, { success: false, error: 'validation_error' }])
  await rm(token)
  const without = await run(['stream', 'direct', dest, '--channel', '0', ...connection], { env })
  expect([without.code, object(without)]).toMatchObject([2, { success: false, error: 'validation_error' }])
  expect(simulator.received.filter((each) => each.function === 'StopStreaming')).toEqual([])
  await framesArrive(receiver)
})

// Windows has no signal that halts a process.
it.skipIf(process.platform === 'win32')('stream direct stops no show whose gateway hangs for a moment', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  await using receiver = await startReceiver({ port: 0, clock: systemClock })
  await using _gateway = await gatewayProcess(folder.path)
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path, '--json']
  const env = { KEY: 'PLANTED-key-8' }
  const dest = `rtmp://127.0.0.1:${receiver.port}/live:env:KEY`
  const started = await run(['stream', 'start', dest, '--channel', '0', '--gateway', ...connection], { env })
  expect([started.code, object(started)]).toMatchObject([0, { success: true, via: 'gateway' }])
  const pid = (await readEndpoint(gatewayFolder(folder.path)))?.pid ?? 0
  expect(pid).toBeGreaterThan(0)
  process.kill(pid, 'SIGSTOP')
  const direct = start(['stream', 'direct', dest, '--channel', '0', ...connection], { env })
  await systemClock.sleep(4000)
  process.kill(pid, 'SIGCONT')
  const ended = await direct.ended
  expect([ended.code, object(ended)]).toMatchObject([2, { success: false, error: 'validation_error' }])
  expect(simulator.received.filter((each) => each.function === 'StopStreaming')).toEqual([])
  await framesArrive(receiver)
})

it('stream direct asks the gateway that it is told of, and refuses where it knows of none', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  await using receiver = await startReceiver({ port: 0, clock: systemClock })
  const elsewhere = join(folder.path, 'elsewhere')
  await using gateway = await gatewayProcess(elsewhere)
  const endpoint = await readEndpoint(gatewayFolder(elsewhere))
  const token = (await readToken(gatewayFolder(elsewhere)))?.reveal() ?? ''
  const env = { KEY: 'PLANTED-key-9', VMIXCTL_GATEWAY_TOKEN: token }
  const own = ['--data', join(folder.path, 'own'), '--json']
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), ...own]
  const there = ['--gateway', new URL(endpoint?.url ?? '').host]
  const dest = `rtmp://127.0.0.1:${receiver.port}/live:env:KEY`
  const started = await run(['stream', 'start', dest, '--channel', '0', ...there, ...connection], { env })
  expect([started.code, object(started)]).toMatchObject([0, { success: true, via: 'gateway' }])
  const unknown = await run(['stream', 'direct', dest, '--channel', '0', ...connection], { env })
  expect([unknown.code, unknown.stdout]).toEqual([2, expect.stringContaining('not known here')])
  const answers = await run(['stream', 'direct', dest, '--channel', '0', ...there, ...connection], { env })
  expect([answers.code, answers.stdout]).toEqual([2, expect.stringContaining('Its gateway answers')])
  const wrong = { ...env, VMIXCTL_GATEWAY_TOKEN: 'x'.repeat(43) }
  const foreign = await run(['stream', 'direct', dest, '--channel', '0', ...there, ...connection], { env: wrong })
  expect([foreign.code, foreign.stdout]).toEqual([2, expect.stringContaining('does not take the token')])
  expect(simulator.received.filter((each) => each.function === 'StopStreaming')).toEqual([])
  await framesArrive(receiver)
  await gateway.kill()
  const before = receiver.framesReceived
  const direct = await run(['stream', 'direct', dest, '--channel', '0', ...there, ...connection], { env })
  expect([direct.code, object(direct)]).toMatchObject([0, { success: true, via: 'direct' }])
  await framesArrive(receiver, before)
  for (const { stdout, stderr } of [started, unknown, answers, foreign, direct]) {
    expect(stdout + stderr).not.toContain('PLANTED')
    expect(stdout + stderr).not.toContain(token)
  }
})

it('stream direct believes that a gateway is gone which took its announcement back when it was ended', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  await using receiver = await startReceiver({ port: 0, clock: systemClock })
  await using gateway = await gatewayProcess(folder.path)
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path, '--json']
  const env = { KEY: 'PLANTED-key-5' }
  const dest = `rtmp://127.0.0.1:${receiver.port}/live:env:KEY`
  const started = await run(['stream', 'start', dest, '--channel', '0', '--gateway', ...connection], { env })
  expect([started.code, object(started)]).toMatchObject([0, { success: true, via: 'gateway' }])
  await gateway.kill()
  await rm(join(gatewayFolder(folder.path), 'endpoint.json'))
  const before = receiver.framesReceived
  const direct = await run(['stream', 'direct', dest, '--channel', '0', ...connection], { env })
  expect([direct.code, object(direct)]).toMatchObject([0, { success: true, via: 'direct' }])
  await framesArrive(receiver, before)
})
