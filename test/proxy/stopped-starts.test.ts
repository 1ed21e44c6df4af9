import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { VMixStreamingController } from '../../src/controller/index.ts'
import { KernelLock } from '../../src/witness/index.ts'
import { eventually } from '../support/show.ts'
import { call, LineClient, logged, startStage, type Stage } from './support.ts'

/** Another program on the same show log, which knows nothing of the proxy. */
function another({ simulator, dataFolder }: Stage): VMixStreamingController {
  return new VMixStreamingController({
    host: '127.0.0.1',
    port: simulator.httpPort,
    tcpPort: null,
    instance: 'test',
    dataFolder,
  })
}

const names = ({ simulator }: Stage) => simulator.received.flatMap(({ function: name }) => name ?? [])

/** Keeps the log from being written, so that the intent of a start waits. */
async function keepLog({ proxy }: Stage): Promise<Disposable> {
  await eventually(
    () => logged(proxy, 'proxy_opened'),
    (events) => events.length === 1,
  )
  return await new KernelLock(join(proxy.folder, 'log')).acquire({ clock: systemClock, timeoutMs: 5000 })
}

/** A start waits for its intent while the other program stops something; `then` is what lets the start go on. */
async function stoppedMeanwhile<A>(
  stage: Stage,
  start: () => Promise<A>,
  stop: { readonly name: string; readonly params?: { readonly Value: number } },
): Promise<A> {
  await using other = another(stage)
  using kept = await keepLog(stage)
  const starting = start()
  // The start has been asked for when its client's request has come; nothing shows it but the time.
  await eventually(
    () => stage.proxy.report().clients,
    (clients) => clients.some(({ calls }) => calls > 0),
  )
  const stopping = other.callFunction(stop)
  await eventually(
    () => names(stage),
    (sent) => sent.includes(stop.name),
  )
  kept[Symbol.dispose]()
  const answer = await starting
  await stopping
  return answer
}

describe('a start whose intent waits for the disk, stopped meanwhile by another program', () => {
  it.each([
    ['StartStreaming&Value=1', { name: 'StopStreaming', params: { Value: 1 } }],
    ['StartStreaming&Value=1', { name: 'StopStreaming' }],
    ['StartRecording', { name: 'StopRecording' }],
    ['StartMultiCorder', { name: 'StopMultiCorder' }],
    ['startexternal', { name: 'StopExternal' }],
    ['StartSRTOutput&Value=0', { name: 'StopSRTOutput', params: { Value: 0 } }],
  ])('%s is not sent behind it, and the log says so', async (start, stop) => {
    await using stage = await startStage({ proxy: { intentMs: 8000, observe: false } })
    const answer = await stoppedMeanwhile(stage, () => call(stage.proxy.httpPort, start), stop)
    expect([answer.status, answer.text]).toEqual([500, expect.stringContaining('a stop of the same came')])
    expect(names(stage)).toEqual([stop.name])
    const failed = await eventually(
      () => logged(stage.proxy, 'function_call_failed'),
      (events) => events.length > 0,
    )
    expect(failed.map(({ result }) => result)).toMatchObject([{ success: false, error: 'aborted', sent: false }])
  })

  it('on TCP it is refused as vMix refuses', async () => {
    await using stage = await startStage({ proxy: { intentMs: 8000, observe: false } })
    using client = await LineClient.open(stage.proxy.tcpPort)
    const answer = await stoppedMeanwhile(stage, () => client.ask('FUNCTION StartRecording'), { name: 'StopRecording' })
    expect(answer).toMatch(/^FUNCTION ER StartRecording: a stop of the same came/)
    expect(names(stage)).toEqual(['StopRecording'])
  })

  it('is not sent either where the disk never takes the intent', async () => {
    await using stage = await startStage({ proxy: { intentMs: 1200, observe: false } })
    await using other = another(stage)
    using kept = await keepLog(stage)
    const starting = call(stage.proxy.httpPort, 'StartRecording')
    await eventually(
      () => stage.proxy.report().clients,
      (clients) => clients.some(({ calls }) => calls > 0),
    )
    const stopping = other.callFunction({ name: 'StopRecording' })
    expect((await starting).status).toBe(500)
    expect(names(stage)).toEqual(['StopRecording'])
    kept[Symbol.dispose]()
    await stopping
  })

  it('is sent when the stop was of something else, or came before', async () => {
    await using stage = await startStage({ proxy: { intentMs: 8000, observe: false } })
    {
      await using other = another(stage)
      await other.callFunction({ name: 'StopStreaming', params: { Value: 1 } })
    }
    const start = () => call(stage.proxy.httpPort, 'StartStreaming&Value=1')
    const answer = await stoppedMeanwhile(stage, start, { name: 'StopStreaming', params: { Value: 2 } })
    expect(answer.status).toBe(200)
    expect(names(stage)).toEqual(['StopStreaming', 'StopStreaming', 'StartStreaming'])
  })
})

describe('a start behind a stop', () => {
  it('is sent, however soon it follows: a stream is started anew', async () => {
    await using stage = await startStage({ proxy: { observe: false } })
    using client = await LineClient.open(stage.proxy.tcpPort)
    const answers: string[] = []
    for (let time = 0; time < 40; time++) {
      for (const name of ['StartExternal', 'StopExternal']) answers.push(await client.ask(`FUNCTION ${name}`))
    }
    expect(new Set(answers)).toEqual(new Set(['FUNCTION OK Completed']))
    const twice = client.lines.length
    client.socket.write('FUNCTION StopExternal\r\nFUNCTION StartExternal\r\n'.repeat(20))
    await client.next((line) => line.startsWith('FUNCTION'), twice + 39)
    expect(client.lines.slice(twice).filter((line) => line !== 'FUNCTION OK Completed')).toEqual([])
  })
})

/** A vMix whose TCP port greets when the test says so, takes every function, and keeps no connection that is not used. */
async function slowGreeter() {
  const state = { greets: true, functions: [] as string[], held: [] as Socket[] }
  const greet = (socket: Socket) => socket.write('VERSION OK 29.0.0.49\r\n')
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      const [word = '', ...rest] = bytes.toString('utf8').trim().split(' ')
      if (word === 'FUNCTION') state.functions.push(rest.join(' '))
      socket.write(word === 'SUBSCRIBE' ? `SUBSCRIBE OK ${rest.join(' ')}\r\n` : `${word} OK Completed\r\n`)
      if (word === 'FUNCTION') socket.end()
    })
    if (state.greets) greet(socket)
    else state.held.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    state,
    port: (server.address() as AddressInfo).port,
    release: () => state.held.splice(0).forEach(greet),
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('a start that waits for its connection to vMix', () => {
  it('is not sent behind a stop that had one sooner', async () => {
    await using vmix = await slowGreeter()
    await using stage = await startStage({ proxy: { vmixTcpPort: vmix.port, observe: false } })
    using one = await LineClient.open(stage.proxy.tcpPort)
    using other = await LineClient.open(stage.proxy.tcpPort)
    // What stood ready is used up, and gone.
    await one.ask('FUNCTION Cut')
    vmix.state.greets = false
    const starting = one.ask('FUNCTION StartRecording')
    await eventually(
      () => vmix.state.held,
      (held) => held.length > 0,
    )
    vmix.state.greets = true
    expect(await other.ask('FUNCTION StopRecording')).toBe('FUNCTION OK Completed')
    vmix.release()
    expect(await starting).toMatch(/^FUNCTION ER /)
    expect(vmix.state.functions).toEqual(['Cut', 'StopRecording'])
    const failed = await eventually(
      () => logged(stage.proxy, 'function_call_failed'),
      (events) => events.length > 0,
    )
    expect(failed.map(({ result }) => result)).toMatchObject([{ success: false, sent: false }])
  })
})
