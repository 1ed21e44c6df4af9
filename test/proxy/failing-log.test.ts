import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { KernelLock } from '../../src/witness/index.ts'
import { eventually } from '../support/show.ts'
import { ask, call, isWhole, LineClient, logged, startStage, type Stage } from './support.ts'

/** The log takes nothing until the lock is given back: for whoever writes, a disk that hangs. */
async function hang({ proxy }: Stage): Promise<Disposable> {
  await eventually(
    () => logged(proxy, 'proxy_opened'),
    (events) => events.length === 1,
  )
  return await new KernelLock(join(proxy.folder, 'log')).acquire({ clock: systemClock, timeoutMs: 5000 })
}

const names = ({ simulator }: Stage) =>
  simulator.received.map(({ function: name }) => name).filter((name) => name !== null)

describe('while the log hangs', () => {
  it('cuts and stops wait for nothing, starts not for long, and the page says that nothing is recorded', async () => {
    await using stage = await startStage({ proxy: { intentMs: 400, burstMs: 100, observe: false } })
    const { proxy } = stage
    using client = await LineClient.open(proxy.tcpPort)
    const hanging = await hang(stage)
    const began = performance.now()
    for (let input = 1; input <= 20; input++) await client.ask(`FUNCTION CutDirect Input=${(input % 8) + 1}`)
    expect(await client.ask('FUNCTION StopExternal')).toBe('FUNCTION OK Completed')
    expect((await call(proxy.httpPort, 'StopRecording')).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(2000)
    expect((await call(proxy.httpPort, 'StartRecording')).status).toBe(200)
    expect(names(stage)).toContain('StartRecording')
    const report = await eventually(
      () => proxy.report().recording,
      ({ recording }) => !recording,
    )
    expect(report.why).toMatch(/disk|did not take an entry in time/)
    expect((await ask(proxy.httpPort, '/vmixctl/')).text).toContain('NOTHING IS BEING RECORDED')
    // It is known to hang now: a start does not even wait its limit.
    expect((await call(proxy.httpPort, 'StartExternal')).status).toBe(200)
    hanging[Symbol.dispose]()
    await eventually(
      async () => {
        await call(proxy.httpPort, 'Cut')
        return proxy.report().recording
      },
      ({ recording, waiting }) => recording && waiting === 0,
    )
    expect((await ask(proxy.httpPort, '/vmixctl/')).text).toContain('is being recorded')
    const stops = await eventually(
      async () => (await logged(proxy)).filter(({ params }) => params?.['function'] === 'StopRecording'),
      (events) => events.some(({ event_type: type }) => type === 'function_called'),
      20_000,
    )
    expect(stops.map(({ event_type: type }) => type)).toContain('operation_requested')
    expect(await isWhole(proxy)).toBe(true)
  })

  it('what went out without its intent on disk is told in order, when the disk is back', async () => {
    await using stage = await startStage({ proxy: { intentMs: 200, observe: false } })
    const { proxy } = stage
    const hanging = await hang(stage)
    const statuses: number[] = []
    // Of none of these anything can be read back, which would end it in the log another time.
    for (const query of ['StreamingSetURL&Value=0,rtmp://127.0.0.1/a', 'StreamingSetKey&Value=1,abcdefgh']) {
      statuses.push((await call(proxy.httpPort, query)).status)
    }
    expect(statuses).toEqual([200, 200])
    hanging[Symbol.dispose]()
    const told = await eventually(
      async () => (await logged(proxy)).filter(({ operation_id: id }) => id !== null),
      (events) => events.length === 4,
    )
    for (const id of new Set(told.map((event) => event.operation_id))) {
      const types = told.filter((event) => event.operation_id === id).map(({ event_type: type }) => type)
      expect(types).toEqual(['operation_requested', 'function_called'])
    }
  })

  it('a strict proxy starts nothing, and still lets everything else through', async () => {
    await using stage = await startStage({ proxy: { intentMs: 300, strict: true, observe: false } })
    using hanging = await hang(stage)
    void hanging
    for (const query of ['StartRecording', 'StreamingSetKey&Value=0,abcdefgh']) {
      const answer = await call(stage.proxy.httpPort, query)
      expect([answer.status, answer.text]).toEqual([500, expect.stringContaining('nothing is started unrecorded')])
    }
    expect((await call(stage.proxy.httpPort, 'StopRecording')).status).toBe(200)
    expect((await call(stage.proxy.httpPort, 'Cut')).status).toBe(200)
    expect(names(stage)).toEqual(['StopRecording', 'Cut'])
  })

  it('a stop is not overtaken by the start that it ends', async () => {
    await using stage = await startStage({ proxy: { intentMs: 1500, observe: false } })
    using hanging = await hang(stage)
    void hanging
    const starting = call(stage.proxy.httpPort, 'StartStreaming&Value=1')
    const other = call(stage.proxy.httpPort, 'StartStreaming&Value=2')
    await systemClock.sleep(200)
    expect((await call(stage.proxy.httpPort, 'StopStreaming&Value=1')).status).toBe(200)
    const answer = await starting
    expect([answer.status, answer.text]).toEqual([500, expect.stringContaining('a stop of the same came')])
    expect((await other).status).toBe(200)
    expect(names(stage)).toEqual(['StopStreaming', 'StartStreaming'])
    expect(stage.simulator.stream(1).live).toBe(false)
  })

  it('what finds no place to wait is counted, and recorded as lost', async () => {
    await using stage = await startStage({ proxy: { maxWaiting: 50, observe: false } })
    const { proxy } = stage
    using client = await LineClient.open(proxy.tcpPort)
    const hanging = await hang(stage)
    for (let step = 0; step < 600; step++) await client.ask(`FUNCTION SetText Input=1&SelectedName=F${step}&Value=x`)
    expect(names(stage).length).toBe(600)
    expect(proxy.report().recording.lost).toBeGreaterThanOrEqual(300)
    hanging[Symbol.dispose]()
    const [lost] = await eventually(
      async () => {
        await call(proxy.httpPort, 'Cut')
        return await logged(proxy, 'calls_lost')
      },
      (events) => events.length > 0,
    )
    expect(lost?.params?.['lost']).toBeGreaterThanOrEqual(300)
    expect(await isWhole(proxy)).toBe(true)
  })
})

describe('without a log', () => {
  it('the proxy starts, vMix can be controlled, and the page says why nothing is recorded', async () => {
    await using other = await startStage()
    const file = join(other.dataFolder, 'a-file')
    await writeFile(file, 'no folder')
    const { startProxy } = await import('../../src/proxy/index.ts')
    const { httpPort: vmixHttpPort, tcpPort: vmixTcpPort } = other.simulator
    await using proxy = await startProxy({
      vmixHost: '127.0.0.1',
      vmixHttpPort,
      vmixTcpPort,
      httpPort: 0,
      tcpPort: 0,
      dataFolder: file,
      instance: 'none',
    })
    for (const query of [
      'Cut',
      'StartRecording',
      'StopRecording',
      'StartStopExternal',
      'StreamingSetKey&Value=0,abcdefgh',
    ]) {
      expect([query, (await call(proxy.httpPort, query)).status]).toEqual([query, 200])
    }
    const { recording, why } = await eventually(
      () => proxy.report().recording,
      (report) => !report.recording,
    )
    expect(recording).toBe(false)
    expect(why).not.toBeNull()
    expect((await ask(proxy.httpPort, '/vmixctl/')).text).toContain('NOTHING IS BEING RECORDED')
  })
})
