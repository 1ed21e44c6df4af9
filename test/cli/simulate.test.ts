import { expect, it } from 'vitest'
import { Secret } from '../../src/secrets/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { freePort } from '../support/ports.ts'
import { temporaryFolder } from '../support/show.ts'
import { run, start } from './vmixctl.ts'

it('says SIMULATED, where it listens, and what it receives, without keys', async () => {
  await using folder = await temporaryFolder()
  const [http, tcp] = [await freePort(), await freePort()]
  const ports = ['--http-port', String(http), '--tcp-port', String(tcp)]
  const simulator = start(['simulate', ...ports, '--fault', 'slow=1', '--recordings', folder.path])
  await simulator.prints('Commands that it receives')
  await using vmix = new VMixHttpClient({ host: '127.0.0.1', port: http })
  await vmix.call('StreamingSetKey', { Value: '0,SECRET' })
  await vmix.call('StartStreaming', { Value: '0' })
  await simulator.prints('StartStreaming Value=0')
  await simulator.prints('SIMULATED Stream 1 on')
  simulator.child.kill('SIGINT')
  const { code, stdout } = await simulator.ended
  expect(code).toBe(0)
  expect(stdout).toContain('SIMULATED vMix 29.0.0.49 (Pro)')
  expect(stdout).toContain(`http://127.0.0.1:${http}/api/`)
  expect(stdout).toContain('slow=1')
  expect(stdout).toContain('StreamingSetKey Value=0,[secret]')
  expect(stdout).not.toContain('SECRET')
})

it('asks for a password, of an older version, when told so', async () => {
  const simulator = start(
    [
      'simulate',
      '--http-port',
      '0',
      '--tcp-port',
      '0',
      '--vmix-version',
      '27.0.0.81',
      '--edition',
      'HD',
      '--password-env',
      'PW',
      '--json',
    ],
    { env: { PW: 'pass' } },
  )
  await simulator.prints('"event":"started"')
  const { httpPort, simulated } = JSON.parse(simulator.stdout.split('\n')[0] ?? '') as {
    httpPort: number
    simulated: boolean
  }
  expect(simulated).toBe(true)
  await using vmix = new VMixHttpClient({
    host: '127.0.0.1',
    port: httpPort,
    username: '',
    password: new Secret('pass'),
  })
  expect(await vmix.state()).toMatchObject({ version: '27.0.0.81', edition: 'HD' })
  await using stranger = new VMixHttpClient({ host: '127.0.0.1', port: httpPort })
  await expect(stranger.state()).rejects.toMatchObject({ code: 'unauthorised' })
  simulator.child.kill('SIGTERM')
  expect(await simulator.ended).toMatchObject({ code: 0 })
})

it('a port that is taken is told, with the option for another', async () => {
  const first = start(['simulate', '--http-port', '0', '--tcp-port', '0', '--json'])
  await first.prints('"event":"started"')
  const { httpPort } = JSON.parse(first.stdout.split('\n')[0] ?? '') as { httpPort: number }
  const { code, stderr } = await run(['simulate', '--http-port', String(httpPort), '--tcp-port', '0'])
  expect(code).toBe(1)
  expect(stderr).toContain('--http-port')
  first.child.kill('SIGTERM')
  await first.ended
})
