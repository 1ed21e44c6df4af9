import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/secrets/index.ts'
import { ActiveFaults } from '../../src/simulator/faults.ts'
import { Front } from '../../src/simulator/front.ts'
import { httpApi } from '../../src/simulator/http-api.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { makeStage } from '../../src/simulator/options.ts'
import { Port } from '../../src/simulator/port.ts'
import { RequestLog } from '../../src/simulator/request-log.ts'
import { RunningShow } from '../../src/simulator/running-show.ts'
import { parseState, VMixHttpClient } from '../../src/vmix/index.ts'
import { get } from './raw-client.ts'

const anyPorts = { httpPort: 0, tcpPort: 0 }
const DONE = { status: 200, body: 'Function completed successfully.' }
const NO_FUNCTION = { status: 500, body: 'No suitable Function could be found.' }
const KEY = 'SECRET-a&b=c d+e#f/ü'
const never = () => {
  throw new Error('nothing is sent or recorded here')
}

describe("the simulator's HTTP API, byte by byte", () => {
  it('answers no Function with 200 and the state document', async () => {
    await using simulator = await startSimulator(anyPorts)
    for (const target of ['/api/', '/api', '/API/', '/api/?', '/api/?Function=']) {
      const reply = await get(simulator.httpPort, target)
      expect(reply.status).toBe(200)
      expect(reply.body).toMatch(/^<vmix><version>29\.0\.0\.49<\/version><edition>Pro<\/edition>.*<\/vmix>$/s)
    }
  })

  it('answers an accepted function, an unknown one, and a wrong input', async () => {
    await using simulator = await startSimulator(anyPorts)
    const call = (query: string) => get(simulator.httpPort, `/api/?${query}`)
    expect(await call('Function=PreviewInput&Input=3')).toMatchObject(DONE)
    expect(await call('function=PreviewInput&input=3')).toMatchObject(DONE)
    expect(await call('Function=SetOutput&Value=x')).toMatchObject(NO_FUNCTION)
    expect(await call('Function=SetRecordingFilename&Value=x')).toMatchObject(NO_FUNCTION)
    expect(await call('Function=constructor')).toMatchObject(NO_FUNCTION)
    expect(await call('Function=PreviewInput&Input=99')).toMatchObject(NO_FUNCTION)
    expect(await call('Function=StartStreaming&Value=5')).toMatchObject(NO_FUNCTION)
    expect(await call('Function=OverlayInput17&Input=1')).toMatchObject(NO_FUNCTION)
  })

  it('only takes GET, and only on /api/', async () => {
    await using simulator = await startSimulator(anyPorts)
    expect((await get(simulator.httpPort, '/api/?Function=Cut', '', 'POST')).status).toBe(405)
    expect((await get(simulator.httpPort, '/')).status).toBe(404)
    expect((await get(simulator.httpPort, '/apix/?Function=Cut')).status).toBe(404)
    expect(parseState((await get(simulator.httpPort, '/api/')).body)).toMatchObject({ preview: 2, active: 1 })
  })

  it("has vMix's traps: a raw & cuts a value short, + is a blank, # ends it", async () => {
    await using simulator = await startSimulator(anyPorts)
    const key = async (raw: string) => {
      await get(simulator.httpPort, `/api/?Function=StreamingSetKey&Value=0,${raw}`)
      return simulator.stream(0).key.reveal()
    }
    expect(await key('a&b=c')).toBe('a')
    expect(await key('d+e')).toBe('d e')
    expect(await key('f#g')).toBe('f')
    expect(await key('h%2Bi%26j%23k')).toBe('h+i&j#k')
    expect(await key('100%')).toBe('100%')
    expect(await key('1,2,3')).toBe('1,2,3')
  })

  it('takes from our client any key as it was given, and shows it nowhere', async () => {
    await using simulator = await startSimulator(anyPorts)
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    await client.call('StreamingSetKey', { Value: `2,${KEY}` })
    await client.call('StreamingSetURL', { Value: '2,rtmp://127.0.0.1/live?x=1,2' })
    expect(simulator.stream(2).key.reveal()).toBe(KEY)
    expect(simulator.stream(2).url).toBe('rtmp://127.0.0.1/live?x=1,2')
    expect(simulator.received.map((request) => [request.function, request.parameters['Value']])).toEqual([
      ['StreamingSetKey', '2,[secret]'],
      ['StreamingSetURL', '2,rtmp://127.0.0.1/live?[secret]'],
    ])
    expect(JSON.stringify([simulator.received, simulator.stream(2), await client.stateXml()])).not.toMatch(/SECRET|a&b/)
  })

  it('asks for the password when one is set', async () => {
    await using simulator = await startSimulator({ ...anyPorts, webPassword: new Secret('pw:ü') })
    const authorization = (text: string) => `Authorization: Basic ${Buffer.from(text).toString('base64')}\r\n`
    const refused = await get(simulator.httpPort, '/api/?Function=StartRecording')
    expect(refused.status).toBe(401)
    expect(refused.head).toMatch(/WWW-Authenticate: Basic/i)
    expect((await get(simulator.httpPort, '/api/', authorization('admin:pw'))).status).toBe(401)
    expect((await get(simulator.httpPort, '/api/', authorization('admin:pw:ü'))).status).toBe(200)
    expect(simulator.recording.active).toBe(false)
    await using client = new VMixHttpClient({
      host: simulator.host,
      port: simulator.httpPort,
      username: 'admin',
      password: new Secret('pw:ü'),
    })
    expect((await client.state()).edition).toBe('Pro')
  })

  it('lan-only: 403 for whoever comes from elsewhere, and nothing is carried out', async () => {
    await using simulator = await startSimulator({ ...anyPorts, lanOnly: true })
    expect((await get(simulator.httpPort, '/api/?Function=Cut')).status).toBe(200)
    const statuses: number[] = []
    const clock = { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() }
    const faults = new ActiveFaults()
    const media = { startSender: never, startFileRecording: never }
    const show = new RunningShow(makeStage({}, media, clock, faults), clock)
    const front = new Front(show, faults, new RequestLog(10), clock)
    let address = '8.8.8.8'
    const server = httpApi(front, { webPassword: null, lanOnly: true, addressOf: () => address })
    const port = new Port(server, '127.0.0.1', 0, '--http-port')
    await port.open()
    statuses.push((await get(port.number, '/api/?Function=Cut')).status)
    address = '192.168.1.9'
    statuses.push((await get(port.number, '/api/?Function=PreviewInput&Input=3')).status)
    await port.close()
    expect(statuses).toEqual([403, 200])
    expect(show.stage.show).toMatchObject({ active: 1, preview: 3 })
  })

  it('keeps a bounded log of requests and counts the rest', async () => {
    await using simulator = await startSimulator({ ...anyPorts, requestLogSize: 3 })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    for (let input = 1; input <= 5; input++) await client.call('PreviewInput', { Input: input })
    await expect(client.call('Nonsense')).rejects.toMatchObject({ code: 'function_refused' })
    expect(simulator.received).toMatchObject([
      { protocol: 'http', function: 'PreviewInput', parameters: { Input: '4' }, outcome: 'done' },
      { function: 'PreviewInput', parameters: { Input: '5' } },
      { function: 'Nonsense', outcome: 'unknown' },
    ])
    expect(simulator.receivedTotal).toBe(6)
  })
})
