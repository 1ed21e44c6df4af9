import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { receiver } from '../support/receiver.ts'
import { temporaryFolder } from '../support/show.ts'
import { object, run } from './vmixctl.ts'

it('under the show lock every command that ends something needs --confirm; off again, none does', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0, recordingFolder: join(folder.path, 'vmix') })
  await using server = await receiver()
  const connection = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path]
  const env = { KEY: 'key' }
  const dest = `rtmp://127.0.0.1:${server.port}/live:env:KEY`
  expect(await run(['stream', 'start', dest, '--channel', '0', ...connection], { env })).toMatchObject({ code: 0 })
  const on = await run(['lock', 'on', '--json', ...connection])
  expect([on.code, object(on)]).toMatchObject([0, { locked: true }])
  for (const stop of [
    ['stream', 'stop', '--channel', '0'],
    ['record', 'stop'],
    ['srt-output', 'stop', '--output', '1'],
    ['call', 'StopStreaming', 'value=0'],
    ['stream', 'start', dest.replace('/live', '/other'), '--channel', '0', '--replace'],
  ]) {
    const refused = await run([...stop, '--json', ...connection], { env })
    expect([stop, refused.code, object(refused)]).toMatchObject([stop, 1, { success: false, error: 'show_locked' }])
  }
  expect(simulator.stream(0).live).toBe(true)
  expect((await run(['lock', 'status', ...connection])).stdout).toContain('is on, since')
  expect(await run(['stream', 'stop', '--channel', '0', '--confirm', ...connection])).toMatchObject({ code: 0 })
  expect(simulator.stream(0).live).toBe(false)
  expect(await run(['lock', 'off', ...connection])).toMatchObject({ code: 0 })
  expect(await run(['record', 'stop', ...connection])).toMatchObject({ code: 0 })
})
