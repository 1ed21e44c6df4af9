import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startProxy } from '../../src/proxy/index.ts'
import { eventually } from '../support/show.ts'
import { openHandles } from '../support/waiting.ts'
import { ask, call, LineClient, logged, startStage, type Stage } from './support.ts'

const called = ({ simulator }: Stage) => simulator.received.filter(({ function: name }) => name !== null).length

describe('while vMix is away', () => {
  it('everybody is told at once, nothing is kept to be sent later, and what was subscribed goes on', async () => {
    await using stage = await startStage()
    const { proxy, simulator } = stage
    using client = await LineClient.open(proxy.tcpPort)
    await client.ask('SUBSCRIBE TALLY')
    await simulator.setFault('refuse', true)
    await eventually(
      () => proxy.report().vmix.tcpAway,
      (away) => away !== null,
    )
    const before = called(stage)
    for (const query of ['Cut', 'StartRecording', 'StopRecording', 'StartStopExternal']) {
      const answer = await call(proxy.httpPort, query)
      expect([query, answer.status]).toEqual([query, 502])
      expect(answer.text).toContain('Nothing was sent.')
      expect(await client.ask(`FUNCTION ${query}`)).toMatch(/^FUNCTION ER .*Nothing was sent\.$/)
    }
    expect((await ask(proxy.httpPort, '/api/')).status).toBe(502)
    for (const line of ['XML', 'TALLY', 'XMLTEXT vmix/preview', 'PING']) expect(await client.ask(line)).toMatch(/ ER /)
    expect((await ask(proxy.httpPort, '/vmixctl/status.json')).status).toBe(200)
    using late = await LineClient.open(proxy.tcpPort, false)
    expect(await late.ask('FUNCTION Cut')).toMatch(/^FUNCTION ER /)
    expect(late.lines.some((line) => line.startsWith('VERSION'))).toBe(false)
    expect(await late.ask('SUBSCRIBE ACTS')).toBe('SUBSCRIBE OK ACTS Subscribed')

    await simulator.setFault('refuse', null)
    await late.next((line) => line.startsWith('VERSION OK'))
    simulator.change((show) => {
      show.preview = 6
    })
    await client.next((line) => line.startsWith('TALLY OK 100002'))
    await late.next((line) => line.startsWith('ACTS OK InputPreview 6'))
    expect(called(stage)).toBe(before)
    expect(await client.ask('FUNCTION Cut')).toBe('FUNCTION OK Completed')
    const failed = await logged(proxy, 'function_call_failed')
    expect(failed.filter(({ result }) => (result as { sent: boolean }).sent).length).toBe(0)
    expect(failed.length).toBeGreaterThanOrEqual(8)
  })

  it('an answer that is lost is never asked for again, and said to be unknown', async () => {
    await using stage = await startStage({ simulator: { faults: ['drop'] } })
    const answer = await call(stage.proxy.httpPort, 'PreviewInput&Input=3')
    expect(answer.status).toBe(502)
    expect(answer.text).toContain('It is not known whether vMix did what was asked')
    using client = await LineClient.open(stage.proxy.tcpPort)
    expect(await client.ask('FUNCTION Cut')).toMatch(/^FUNCTION ER .*not known whether vMix did it/)
    expect(called(stage)).toBe(2)
  })

  it('one that answers nothing at all keeps nobody longer than told', async () => {
    await using stage = await startStage({ proxy: { answerMs: 1200 } })
    using client = await LineClient.open(stage.proxy.tcpPort)
    await stage.simulator.setFault('half-open', true)
    const began = performance.now()
    const answers = await Promise.all([call(stage.proxy.httpPort, 'Cut'), client.ask('FUNCTION Fade')])
    expect(answers[0].status).toBe(502)
    expect(answers[1]).toMatch(/^FUNCTION ER /)
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it('a vMix that comes back as another version is greeted with that one', async () => {
    await using stage = await startStage()
    using before = await LineClient.open(stage.proxy.tcpPort)
    await stage.simulator.restart('27.0.0.81')
    await eventually(
      () => stage.proxy.report().vmix.version,
      (version) => version === '27.0.0.81',
    )
    using client = await LineClient.open(stage.proxy.tcpPort)
    expect(client.lines[0]).toBe('VERSION OK 27.0.0.81')
    expect(await before.ask('FUNCTION Cut')).toBe('FUNCTION OK Completed')
  })
})

describe('a proxy that ends', () => {
  it('does so at any moment of its beginning, and its ports are free again', async () => {
    await using stage = await startStage({ proxy: { observe: false } })
    const { simulator, dataFolder } = stage
    for (let index = 0; index < 25; index++) {
      const proxy = await startProxy({
        vmixHost: '127.0.0.1',
        vmixHttpPort: simulator.httpPort,
        vmixTcpPort: simulator.tcpPort,
        httpPort: 0,
        tcpPort: 0,
        instance: 'again',
        dataFolder,
      })
      await systemClock.sleep(index / 3)
      const { httpPort } = proxy
      const asked = call(httpPort, 'Cut').then(
        ({ status }) => status,
        () => 'closed',
      )
      if (index % 2 === 0) await asked
      await proxy.close()
      expect([200, 502, 'closed']).toContain(await asked)
      await expect(ask(httpPort, '/api/')).rejects.toThrow(/ECONNREFUSED/)
    }
  })

  it('leaves no timers and sockets behind after many clients', async () => {
    await using stage = await startStage()
    const churn = async (count: number) => {
      for (let index = 0; index < count; index++) {
        using client = await LineClient.open(stage.proxy.tcpPort)
        await client.ask('SUBSCRIBE ACTS')
        await client.ask('FUNCTION PreviewInput Input=2')
        await ask(stage.proxy.httpPort, '/api/')
      }
      await eventually(
        () => stage.proxy.report().clients.find(({ protocol }) => protocol === 'tcp')?.connections ?? 0,
        (open) => open === 0,
      )
      await systemClock.sleep(300)
      return openHandles()
    }
    const before = await churn(20)
    expect(await churn(200)).toBeLessThanOrEqual(before + 8)
  })
})
