/** What doctor says of vMix in each way of going wrong, against real ports. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Connection } from '../../src/cli/connection.ts'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { examineVMix } from '../../src/cli/doctor/vmix.ts'
import { Secret } from '../../src/secrets/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { freePort } from '../support/ports.ts'

const simulated = (options: SimulatorOptions = {}) => startSimulator({ httpPort: 0, tcpPort: 0, ...options })

/** Findings by their check. */
async function look(port: number, tcpPort: number): Promise<ReadonlyMap<Finding['check'], Finding>> {
  const connection: Connection = {
    host: '127.0.0.1',
    port,
    dataFolder: '',
    instance: undefined,
    json: false,
    user: undefined,
    passwordEnv: undefined,
  }
  const findings = new Map<Finding['check'], Finding>()
  for await (const finding of examineVMix(connection, tcpPort)) findings.set(finding.check, finding)
  return findings
}

const lookAt = ({ httpPort, tcpPort }: Simulator) => look(httpPort, tcpPort)

describe('doctor, of a vMix that is there', () => {
  it('version, edition, ports, streams, functions: for people and for programs', async () => {
    await using simulator = await simulated({ vmixVersion: '27.0.0.81', edition: '4K' })
    const findings = await lookAt(simulator)
    expect(findings.get('vmix')).toMatchObject({
      state: 'ok',
      facts: { port: simulator.httpPort, answers: 'vmix_web', version: '27.0.0.81', edition: '4K' },
    })
    expect(findings.get('vmix-state')?.message).toBe('vMix 27.0.0.81 (4K) has 3 streams; none is on; not recording.')
    expect(findings.get('functions')?.message).toContain('vMix 27 lacks')
    expect(findings.get('tcp')).toMatchObject({
      state: 'ok',
      facts: { port: simulator.tcpPort, answers: 'vmix_tcp' },
    })
  })

  it('says what is on', async () => {
    await using simulator = await simulated()
    const base = `http://127.0.0.1:${simulator.httpPort}/api/?Function=`
    await fetch(`${base}StartStreaming&Value=1`)
    await fetch(`${base}StartRecording`)
    const state = (await lookAt(simulator)).get('vmix-state')
    expect(state?.message).toContain('on: Stream 2; recording')
    expect(state?.facts).toMatchObject({
      recording: true,
      streams: expect.arrayContaining([{ channel: 1, live: true }]),
    })
  })

  it('no TCP port: a warning, with what is slower without it', async () => {
    await using simulator = await simulated({ tcp: false })
    const tcp = (await look(simulator.httpPort, await freePort())).get('tcp')
    expect(tcp).toMatchObject({ state: 'warn', facts: { answers: 'refused' } })
    expect(tcp?.message).toContain('by polling')
    expect(tcp?.action).toContain('firewall')
  })

  it('the TCP port of another vMix: says both versions', async () => {
    await using one = await simulated({ vmixVersion: '27.0.0.81' })
    await using other = await simulated({ vmixVersion: '29.0.0.49' })
    const tcp = (await look(one.httpPort, other.tcpPort)).get('tcp')
    expect(tcp?.state).toBe('warn')
    expect(tcp?.message).toMatch(/29\.0\.0\.49.*27\.0\.0\.81/)
  })

  it('the web port given as TCP port, and the TCP port given as web port: both are recognised', async () => {
    await using simulator = await simulated()
    const findings = await look(simulator.tcpPort, simulator.httpPort)
    expect(findings.get('vmix')).toMatchObject({ state: 'fail', facts: { answers: 'vmix_tcp' } })
    expect(findings.get('vmix')?.message).toContain("it is vMix's TCP API")
    expect(findings.get('tcp')).toMatchObject({ state: 'warn', facts: { answers: 'vmix_web' } })
    expect(findings.get('tcp')?.message).toContain("is vMix's web port")
  })

  it('a password: still says that vMix is there, and how to give it', async () => {
    await using simulator = await simulated({ webPassword: new Secret('pass word') })
    expect((await lookAt(simulator)).get('vmix')).toMatchObject({
      state: 'fail',
      action: expect.stringContaining('--password-env'),
      facts: { answers: 'vmix_web_password' },
    })
  })
})

describe('doctor, of a vMix that is not well', () => {
  it('Web Controller off: vMix runs, and that is the switch', async () => {
    await using simulator = await simulated()
    const web = (await look(await freePort(), simulator.tcpPort)).get('vmix')
    expect(web?.state).toBe('fail')
    expect(web?.action).toMatch(/vMix 29\.0\.0\.49 runs there .*switch on Settings → Web Controller/)
  })

  it('LAN only: what the 403 means', async () => {
    const server = createServer((_request, response) => response.writeHead(403).end('Forbidden'))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const findings = await look((server.address() as AddressInfo).port, await freePort())
    server.close()
    expect(findings.get('vmix')).toMatchObject({ state: 'fail', action: expect.stringContaining('LAN only') })
  })

  it.each(['slow=300', 'error-500', 'ignore-commands', 'one-byte', 'stall'])(
    '%s: the state can be read, and is',
    async (fault) => {
      await using simulator = await simulated({ faults: [fault] })
      const findings = await lookAt(simulator)
      expect(findings.get('vmix')?.state).toBe('ok')
      expect(findings.get('vmix-state')?.state).toBe('ok')
      expect(findings.get('tcp')?.state).toBe('ok')
    },
  )

  it.each([
    ['refuse', 'refused', 'refused'],
    ['drop', 'other', 'vmix_tcp'],
    ['half-open', 'timeout', 'timeout'],
  ])('%s: not well, and never said to be', async (fault, web, tcp) => {
    await using simulator = await simulated({ faults: [fault] })
    const findings = await lookAt(simulator)
    expect(findings.get('vmix')).toMatchObject({ state: 'fail', facts: { answers: web } })
    expect(findings.get('tcp')).toMatchObject({ facts: { answers: tcp } })
    expect(findings.has('vmix-state')).toBe(false)
    expect(findings.has('functions')).toBe(false)
  })

  it('changes nothing, whatever is the matter', async () => {
    await using simulator = await simulated({ faults: ['slow=50'] })
    await lookAt(simulator)
    await look(simulator.tcpPort, simulator.httpPort)
    expect(simulator.received.filter((request) => request.function !== null)).toEqual([])
  })
})
