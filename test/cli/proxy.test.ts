import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { call } from '../proxy/support.ts'
import { temporaryFolder } from '../support/show.ts'
import { run, start } from './vmixctl.ts'

it('stands before a vMix, says where, and its log verifies', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
  const rules = join(folder.path, 'rules.json')
  await writeFile(rules, '{"rules":[{"action":"deny","functions":["Script*"]}]}')
  const vmix = `127.0.0.1:${simulator.httpPort}:${simulator.tcpPort}`
  const options = ['--http-port', '0', '--tcp-port', '0', '--data', folder.path, '--instance', 'studio']
  const proxy = start(['proxy', '--vmix', vmix, ...options, '--rules', rules, '--lock', '--json'])
  await proxy.prints('"event":"started"')
  const { httpPort, lock } = JSON.parse(proxy.stdout.split('\n')[0] ?? '') as { httpPort: number; lock: boolean }
  expect(lock).toBe(true)
  expect((await call(httpPort, 'Cut')).status).toBe(200)
  expect((await call(httpPort, 'StartRecording')).status).toBe(200)
  expect((await call(httpPort, 'StopRecording')).text).toContain('Show lock')
  expect((await call(httpPort, 'ScriptStart&Value=x')).text).toContain('Rule 1')
  await proxy.prints('"recording":true')
  proxy.child.kill('SIGTERM')
  expect(await proxy.ended).toMatchObject({ code: 0 })
  const log = ['--data', folder.path, '--instance', 'studio', '--json']
  const listed = await run(['witness', 'list', ...log])
  for (const type of ['proxy_opened', 'operation_requested', 'function_called', 'call_refused', 'proxy_closed']) {
    expect(listed.stdout).toContain(`"event_type": "${type}"`)
  }
  const { code, stdout } = await run(['witness', 'verify', ...log])
  // Whole; what it was compared with is another command's matter.
  expect([0, 2]).toContain(code)
  expect(stdout).toContain('"valid":true')
})

it('refuses itself, rules that cannot be read, and addresses that are none, before it listens', async () => {
  await using folder = await temporaryFolder()
  const rules = join(folder.path, 'rules.json')
  await writeFile(rules, '{"rules":[{"action":"maybe"}]}')
  for (const [args, words] of [
    [['--vmix', '127.0.0.1:18188', '--http-port', '18188'], "the proxy's own address"],
    [['--vmix', '127.0.0.1:1:2', '--http-port', '0', '--tcp-port', '0', '--rules', rules], 'rules.0.action'],
    [['--vmix', '127.0.0.1:1:2', '--rules', join(folder.path, 'none.json')], 'none.json cannot be read (ENOENT)'],
    [['--vmix', '127.0.0.1:1:2', '--http-port', '0', '--tcp-port', '0', '--allow-stop', 'anna'], 'is no address'],
    [['--vmix', 'two words'], '192.168.1.20'],
  ] as const) {
    const { code, stderr } = await run(['proxy', ...args, '--data', folder.path])
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  }
})
