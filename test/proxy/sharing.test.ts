import { Agent } from 'node:http'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { eventually } from '../support/show.ts'
import { ask, call, LineClient, logged, startStage, type Stage } from './support.ts'

const readsOf = ({ simulator }: Stage) => simulator.received.filter(({ outcome }) => outcome === 'state').length

describe('many clients', () => {
  it('that poll cost vMix one read in 200 ms, whichever port they ask', async () => {
    await using stage = await startStage({ proxy: { maxAgeMs: 200, observe: false } })
    const agent = new Agent({ keepAlive: true })
    const over = AbortSignal.timeout(2000)
    const began = performance.now()
    const before = readsOf(stage)
    const byHttp = async () => {
      let count = 0
      for (; !over.aborted; count++) {
        expect((await ask(stage.proxy.httpPort, '/api/', { agent })).status).toBe(200)
        await systemClock.sleep(20)
      }
      return count
    }
    const byTcp = async () => {
      using client = await LineClient.open(stage.proxy.tcpPort)
      let count = 0
      for (; !over.aborted; count++) {
        await client.ask('XML', '<vmix>')
        await systemClock.sleep(20)
      }
      return count
    }
    const counts = await Promise.all([...Array.from({ length: 40 }, byHttp), ...Array.from({ length: 10 }, byTcp)])
    agent.destroy()
    const windows = (performance.now() - began) / 200
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThan(500)
    expect(readsOf(stage) - before).toBeLessThanOrEqual(Math.ceil(windows) + 1)
  })

  it('and what observes for the log read together: vMix gets no read that is not shared', async () => {
    await using stage = await startStage()
    const { proxy, simulator } = stage
    using client = await LineClient.open(proxy.tcpPort)
    // Each step is an event of vMix's, after which the observer looks.
    for (let step = 0; step < 60; step++) {
      await client.ask(`FUNCTION SetVolume Input=1&Value=${step}`)
      await ask(proxy.httpPort, '/api/')
    }
    // What it finds so is recorded as ever.
    simulator.change((show) => {
      show.external = true
    })
    await eventually(
      () => logged(proxy, 'stream_observed'),
      (events) => events.some(({ params }) => params?.['output'] === 'external'),
    )
    const atVMix = readsOf(stage)
    expect(atVMix).toBeGreaterThan(60)
    expect(atVMix).toBeLessThanOrEqual(proxy.report().vmix.reads)
  })

  it('read nothing that is older than a call of any of them', async () => {
    await using stage = await startStage({ proxy: { maxAgeMs: 60_000 } })
    using client = await LineClient.open(stage.proxy.tcpPort)
    const preview = async () => /<preview>(\d+)<\/preview>/.exec((await ask(stage.proxy.httpPort, '/api/')).text)?.[1]
    for (const number of [3, 5, 2, 6, 4]) {
      await client.ask(`FUNCTION PreviewInput Input=${number}`)
      expect(await preview()).toBe(String(number))
      expect(await client.ask('XMLTEXT vmix/preview')).toBe(`XMLTEXT OK ${number}`)
      expect((await client.ask('TALLY'))[9 + number - 1]).toBe('2')
      await call(stage.proxy.httpPort, `PreviewInput&Input=${number + 1}`)
      expect(await client.ask('XMLTEXT vmix/preview')).toBe(`XMLTEXT OK ${number + 1}`)
      expect(await preview()).toBe(String(number + 1))
    }
  })

  it('get their events over one connection', async () => {
    await using stage = await startStage({ proxy: { observe: false } })
    const clients = await Promise.all(Array.from({ length: 20 }, () => LineClient.open(stage.proxy.tcpPort)))
    for (const client of clients) await client.ask('SUBSCRIBE TALLY')
    stage.simulator.change((show) => {
      show.preview = 7
    })
    for (const client of clients) await client.next((line) => line.startsWith('TALLY OK 1000002'))
    // Its own connection for events and one that stands ready: twenty times that is not seen at vMix.
    const others = stage.simulator.received.filter(({ protocol, outcome }) => protocol === 'tcp' && outcome === 'other')
    expect(others.length).toBeLessThanOrEqual(2 + 20)
    for (const client of clients) client[Symbol.dispose]()
  })

  it('of which one hangs hold up no other', async () => {
    await using stage = await startStage({ proxy: { answerMs: 2000 } })
    using one = await LineClient.open(stage.proxy.tcpPort)
    using other = await LineClient.open(stage.proxy.tcpPort)
    await stage.simulator.setFault('slow', 1500)
    const slow = one.ask('FUNCTION PreviewInput Input=2')
    await systemClock.sleep(100)
    await stage.simulator.setFault('slow', null)
    const began = performance.now()
    expect(await other.ask('FUNCTION Cut')).toBe('FUNCTION OK Completed')
    expect(performance.now() - began).toBeLessThan(1000)
    expect(await slow).toBe('FUNCTION OK Completed')
  })
})
