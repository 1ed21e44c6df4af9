import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secrets/index.ts'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { freePort } from '../support/ports.ts'
import { temporaryFolder } from '../support/show.ts'
import { object, run, start } from './vmixctl.ts'

let simulator: Simulator
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const doctor = (port: number, more: readonly string[] = [], env: Record<string, string> = {}) =>
  run(['doctor', '--host', '127.0.0.1', '--port', String(port), '--data', folder.path, ...more], { env })

beforeAll(async () => {
  folder = await temporaryFolder()
  simulator = await startSimulator({ httpPort: 0, tcpPort: 0, webPassword: null })
})
afterAll(async () => {
  await simulator.close()
  await folder[Symbol.asyncDispose]()
})

describe('doctor', () => {
  it('finds a vMix, its version and its streams, and changes nothing there', async () => {
    const before = simulator.received.filter((request) => request.function !== null).length
    const { code, stdout } = await doctor(simulator.httpPort)
    expect(code).toBe(0)
    expect(stdout).toContain('vMix 29.0.0.49 (Pro) has 5 streams; none is on; not recording.')
    expect(stdout).toContain('Custom RTMP')
    expect(simulator.received.filter((request) => request.function !== null).length).toBe(before)
  })

  it('nothing there: 3, and what to do', async () => {
    const { code, stdout } = await doctor(await freePort())
    expect(code).toBe(3)
    expect(stdout).toContain('Ensure vMix is running and Web Controller is enabled')
  })

  it("the port of vMix's TCP API: says so", async () => {
    const { code, stdout } = await doctor(simulator.tcpPort)
    expect(code).toBe(3)
    expect(stdout).toMatch(/is\s+vMix's\s+TCP\s+API/)
  })

  it('another web server: not vMix', async () => {
    const other: Server = createServer((_request, response) => response.end('<html>hello</html>'))
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
    const address = other.address()
    const result = await doctor(typeof address === 'object' && address !== null ? address.port : 0, ['--json'])
    other.close()
    expect(result.code).toBe(3)
    expect(object(result)).toMatchObject({ success: false })
  })

  it('a password: says how to give it, takes it, and tells a wrong one', async () => {
    await using guarded = await startSimulator({ httpPort: 0, tcpPort: 0, webPassword: new Secret('pass word') })
    const without = await doctor(guarded.httpPort)
    expect(without.code).toBe(3)
    expect(without.stdout).toContain('--password-env')
    const withIt = await doctor(guarded.httpPort, ['--password-env', 'PW'], { PW: 'pass word' })
    expect(withIt).toMatchObject({ code: 0 })
    const wrong = await doctor(guarded.httpPort, ['--password-env', 'PW'], { PW: 'other' })
    expect(wrong.code).toBe(3)
    expect(wrong.stdout + withIt.stdout).not.toContain('pass word')
  })

  it('a gateway that runs: whether vMix reaches it', async () => {
    await using own = await temporaryFolder()
    const listen = ['--rtmp-listen', '127.0.0.1:0', '--control', '127.0.0.1:0']
    const gateway = start(['gateway', '--data', own.path, ...listen])
    await gateway.prints('control')
    const { stdout } = await doctor(simulator.httpPort, ['--data', own.path, '--json'])
    gateway.child.kill('SIGTERM')
    await gateway.ended
    const { findings } = JSON.parse(stdout) as { findings: { check: string; state: string; message: string }[] }
    const reach = findings.find(({ check }) => check === 'gateway-address')
    expect(reach).toMatchObject({ state: 'ok', facts: { feeds: 0 } })
    expect(reach?.message).toMatch(/vMix and the gateway are on this machine: 127\.0\.0\.1:\d+ is reached/)
  })

  it('takes the TCP port that it is given', async () => {
    const { stdout } = await doctor(simulator.httpPort, ['--tcp-port', String(simulator.tcpPort)])
    expect(stdout).toMatch(/✓ ok {4}vMix, TCP {4}vMix 29\.0\.0\.49 answers on TCP port \d+: changes are seen at once/)
  })

  it('gives every finding as data', async () => {
    const report = object(await doctor(simulator.httpPort, ['--json']))
    expect(report).toMatchObject({ success: true })
    const checks = (report['findings'] as { check: string; state: string }[]).map(({ check }) => check)
    expect(checks).toEqual(
      expect.arrayContaining([
        'vmix',
        'vmix-state',
        'functions',
        'tcp',
        'gateway',
        'data',
        'log',
        'clock',
        'srt',
        'ffmpeg',
        'python',
      ]),
    )
  })
})
