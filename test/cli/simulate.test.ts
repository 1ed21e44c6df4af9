import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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

it('shows a saved show, without TCP, and asks for a password that is given by reference', async () => {
  await using folder = await temporaryFolder()
  const preset = join(folder.path, 'show.xml')
  await writeFile(
    preset,
    '<vmix><version>27.0.0.81</version><edition>4K</edition><inputs><input key="k" number="1" type="Blank" title="Only one" shortTitle="Only one" state="Paused" position="0" duration="0" loop="False">Only one</input></inputs><overlays /><preview>1</preview><active>1</active></vmix>',
  )
  const options = [
    '--http-port',
    '0',
    '--no-tcp',
    '--lan-only',
    '--preset',
    preset,
    '--web-password',
    'env:PW',
    '--json',
  ]
  const simulator = start(['simulate', ...options], { env: { PW: 'pass' } })
  await simulator.prints('"event":"started"')
  const started = JSON.parse(simulator.stdout.split('\n')[0] ?? '') as { httpPort: number; tcpPort: number }
  expect(started.tcpPort).toBe(0)
  await using vmix = new VMixHttpClient({
    host: '127.0.0.1',
    port: started.httpPort,
    username: '',
    password: new Secret('pass'),
  })
  const state = await vmix.state()
  expect(state).toMatchObject({ version: '27.0.0.81', edition: '4K' })
  expect(state.inputs.map(({ title }) => title)).toEqual(['Only one'])
  simulator.child.kill('SIGTERM')
  expect(await simulator.ended).toMatchObject({ code: 0 })
})

it.each([
  [['--preset', 'no-such-file.xml'], 'The preset cannot be read'],
  [['--preset', 'package.json'], 'The preset is no vMix state document'],
  [['--preset', 'x.xml', '--inputs', '3'], 'not both'],
  [['--web-password', 'SECRET'], 'env:NAME or file:PATH'],
  [['--size', '1280x720'], '--media ffmpeg'],
  [['--media', 'ffmpeg', '--size', '1281x720'], 'both even'],
  [['--media', 'ffmpeg', '--fps', '31.5'], 'A frame rate is'],
  [['--media', 'ffmpeg', '--bitrate', '2500'], '2500k'],
  [['--media', 'tape'], 'clip (built in) or ffmpeg'],
  [['--fault', 'restart=1'], 'restart=VERSION[@SECONDS]'],
])('%j is refused with what to do', async (options, words) => {
  const { code, stderr } = await run(['simulate', '--http-port', '0', '--tcp-port', '0', ...options])
  expect(code).toBe(2)
  expect(stderr).toContain(words)
  expect(stderr).not.toContain('SECRET')
})
