import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type FaultName, startSimulator } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { converse, get } from './raw-client.ts'

const anyPorts = { httpPort: 0, tcpPort: 0 }
const active = async (port: number) => /<active>(\d+)/.exec((await get(port, '/api/')).body)?.[1]

describe("the simulator's faults", () => {
  it('ignore-commands: says completed and does nothing, on both ports', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['ignore-commands'] })
    expect((await get(simulator.httpPort, '/api/?Function=ActiveInput&Input=3')).status).toBe(200)
    const reply = await converse(simulator.tcpPort, 'FUNCTION ActiveInput Input=3\r\nQUIT\r\n', () => false)
    expect(reply).toContain('FUNCTION OK Completed')
    expect(await active(simulator.httpPort)).toBe('1')
    expect(simulator.received.slice(0, 2).map((request) => request.outcome)).toEqual(['ignored', 'ignored'])
    await simulator.setFault('ignore-commands', null)
    await get(simulator.httpPort, '/api/?Function=ActiveInput&Input=3')
    expect(await active(simulator.httpPort)).toBe('3')
  })

  it('slow: carries out at once, answers later, so that a client that gives up cannot know', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['slow=60000'] })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort, timeoutMs: 200 })
    await expect(client.call('ActiveInput', { Input: 4 })).rejects.toMatchObject({
      code: 'timeout',
      mayHaveBeenSent: true,
    })
    await simulator.setFault('slow', 1)
    expect(await active(simulator.httpPort)).toBe('4')
    expect(simulator.faults).toEqual(['slow=1'])
  })

  it('error-500: refuses commands; the state can be read', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['error-500'] })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    await expect(client.call('ActiveInput', { Input: 4 })).rejects.toMatchObject({ code: 'function_refused' })
    expect((await client.state()).active).toBe(1)
    expect(await converse(simulator.tcpPort, 'FUNCTION Cut\r\nQUIT\r\n', () => false)).toContain('FUNCTION ER ')
  })

  it('refuse: both ports are closed, connections too, and come back on the same numbers', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['refuse'] })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    await expect(client.state()).rejects.toMatchObject({ code: 'refused' })
    await simulator.setFault('refuse', null)
    expect((await client.state()).active).toBe(1)
    await simulator.setFault('refuse', true)
    await expect(client.state()).rejects.toMatchObject({ code: 'refused' })
    await expect(converse(simulator.tcpPort, '', () => true)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('drop: breaks the connection after carrying out, or before', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['drop'] })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    await expect(client.call('ActiveInput', { Input: 4 })).rejects.toMatchObject({
      code: 'reset',
      mayHaveBeenSent: true,
    })
    await simulator.setFault('drop', 'before')
    await expect(client.call('ActiveInput', { Input: 5 })).rejects.toMatchObject({ code: 'reset' })
    await expect(client.state()).rejects.toMatchObject({ code: 'reset' })
    expect(await converse(simulator.tcpPort, 'FUNCTION ActiveInput Input=6\r\n', () => false)).not.toContain('FUNCTION')
    await simulator.setFault('drop', null)
    expect((await client.state()).active).toBe(4)
    expect(simulator.received.filter((request) => request.function !== null).map((request) => request.outcome)).toEqual(
      ['done', 'dropped', 'dropped'],
    )
  })

  it('destination: URL and key are accepted and change nothing, and the stream goes elsewhere', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['destination=1:Twitch'] })
    await using client = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    for (const channel of [0, 1]) {
      await client.call('StreamingSetURL', { Value: `${channel},rtmp://127.0.0.1:1/live` })
      await client.call('StreamingSetKey', { Value: `${channel},key` })
    }
    expect(simulator.stream(0)).toMatchObject({ destinationKind: 'custom', url: 'rtmp://127.0.0.1:1/live' })
    expect(simulator.stream(1)).toMatchObject({ destinationKind: 'Twitch', url: '' })
    expect(simulator.stream(1).key.reveal()).toBe('')
    await client.call('StartStreaming', { Value: 1 })
    expect((await client.state()).streams[1]?.live).toBe(true)
    expect(simulator.stream(1)).toMatchObject({ senderState: 'elsewhere', framesSent: 0 })
    await client.call('StopStreaming', { Value: 1 })
    expect((await client.state()).streams[1]?.live).toBe(false)
  })

  it('refuses unknown names and wrong values, when it starts and later', async () => {
    const unknown = expect.objectContaining({
      code: 'unknown_fault',
      message: expect.stringContaining('ignore-commands'),
    })
    await expect(startSimulator({ ...anyPorts, faults: ['nope'] })).rejects.toEqual(unknown)
    await using simulator = await startSimulator(anyPorts)
    await expect(simulator.setFault('nope' as FaultName, true)).rejects.toEqual(unknown)
    await expect(simulator.setFault('nope' as FaultName, null)).rejects.toEqual(unknown)
    await expect(simulator.setFault('slow', true)).rejects.toMatchObject({ code: 'bad_fault_value' })
    expect(simulator.faults).toEqual([])
  })

  it('takes its ports back, though somebody has one of them for a moment', async () => {
    await using simulator = await startSimulator(anyPorts)
    await simulator.setFault('refuse', true)
    const guest = createServer().listen(simulator.httpPort, '127.0.0.1')
    await once(guest, 'listening')
    const back = simulator.setFault('refuse', null)
    await new Promise((resolve) => setTimeout(resolve, 100))
    guest.close()
    await back
    expect((await get(simulator.httpPort, '/api/')).status).toBe(200)
  })

  it('is closed by a close that comes while it opens, and as it was told last where it is told much at once', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const simulator = await startSimulator({ ...anyPorts, host })
      const turns = [
        simulator.restart('27.0.0.81'),
        simulator.setFault('refuse', true),
        simulator.setFault('refuse', null),
      ]
      await Promise.all(turns)
      expect((await fetch(`http://${host}:${simulator.httpPort}/api/`)).status).toBe(200)
      await Promise.all([simulator.restart(), simulator.close()])
      await expect(fetch(`http://${host}:${simulator.httpPort}/api/`)).rejects.toThrow('fetch failed')
    }
  })

  it('says which port is taken, and leaves none open', async () => {
    await using first = await startSimulator(anyPorts)
    const second = startSimulator({ httpPort: 0, tcpPort: first.tcpPort })
    await expect(second).rejects.toMatchObject({ code: 'port_in_use', message: expect.stringContaining('--tcp-port') })
  })
})
