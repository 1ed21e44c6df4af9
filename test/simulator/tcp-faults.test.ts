import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { parseState, VMixHttpClient } from '../../src/vmix/index.ts'
import { lineClient } from './line-client.ts'
import { tcpReplies } from './raw-client.ts'

const anyPorts = { httpPort: 0, tcpPort: 0 }

describe("the simulator's faults on TCP", () => {
  it('split-xml: an event between the length and the body, where events are subscribed', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 2, faults: ['split-xml'] })
    for (const [what, event] of [
      ['TALLY', 'TALLY OK 12'],
      ['ACTS', 'ACTS OK FadeToBlack 0'],
    ]) {
      using client = await lineClient(simulator.tcpPort)
      client.send(`SUBSCRIBE ${what}`)
      client.send('XML')
      await expect.poll(() => client.text).toMatch(/<\/vmix>\r\n$/)
      const [, length, line, body = ''] = /\r\nXML (\d+)\r\n(.*?)\r\n(<vmix>.*)$/s.exec(client.text) ?? []
      expect(line).toBe(event)
      expect(Buffer.byteLength(body)).toBe(Number(length))
    }
    const [, reply = ''] = await tcpReplies(simulator.tcpPort, 'XML\r\n')
    expect(reply).toMatch(/^XML \d+\r\n<vmix>/)
  })

  it('one-byte: everything arrives, whole and in order, byte after byte', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: ['Tür'], faults: ['one-byte'] })
    using client = await lineClient(simulator.tcpPort)
    for (const line of ['SUBSCRIBE TALLY', 'XML', 'SUBSCRIBE ACTS', 'FUNCTION FadeToBlack', 'PING']) client.send(line)
    await expect.poll(() => client.lines.at(-1), { timeout: 20_000 }).toBe('PING OK PONG')
    expect(client.pieces).toBeGreaterThan(20)
    const xml = client.lines.find((line) => line.startsWith('<vmix>')) ?? ''
    expect(parseState(xml).inputs[0]?.title).toBe('Tür')
    expect(client.lines.filter((line) => !line.startsWith('<') && !line.startsWith('XML'))).toEqual([
      'VERSION OK 29.0.0.49',
      'SUBSCRIBE OK TALLY Subscribed',
      'TALLY OK 1',
      'SUBSCRIBE OK ACTS Subscribed',
      'ACTS OK FadeToBlack 1',
      'FUNCTION OK Completed',
      'PING OK PONG',
    ])
  })

  it('half-open: accepts and says nothing, old connections too, and carries nothing out', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 3 })
    using before = await lineClient(simulator.tcpPort)
    before.send('SUBSCRIBE TALLY')
    await expect.poll(() => before.lines).toHaveLength(3)
    await simulator.setFault('half-open', true)
    using during = await lineClient(simulator.tcpPort)
    for (const client of [before, during]) client.send('FUNCTION Cut')
    await using http = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort, timeoutMs: 200 })
    await expect(http.call('Cut')).rejects.toMatchObject({ code: 'timeout' })
    await simulator.setFault('half-open', null)
    using after = await lineClient(simulator.tcpPort)
    after.send('TALLY')
    await expect.poll(() => after.lines.at(-1)).toBe('TALLY OK 120')
    expect(before.lines).toHaveLength(3)
    expect(during.text).toBe('')
    expect(simulator.received.some((request) => request.function === 'Cut')).toBe(false)
  })

  it('restart: closes everything and comes back on the same ports as another version, as if just started', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 3 })
    await using http = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
    using before = await lineClient(simulator.tcpPort)
    before.send('SUBSCRIBE TALLY')
    await http.call('ActiveInput', { Input: 3 })
    await http.call('StartStreaming', { Value: 4 })
    await simulator.setFault('restart', '27.0.0.81')
    await expect.poll(() => before.closed).toBe(true)
    expect(simulator).toMatchObject({ vmixVersion: '27.0.0.81', faults: [] })
    const state = await http.state()
    expect(state).toMatchObject({ version: '27.0.0.81', active: 1, streaming: false })
    expect(state.overlays).toHaveLength(8)
    expect(state.streams).toHaveLength(3)
    expect((await tcpReplies(simulator.tcpPort))[0]).toBe('VERSION OK 27.0.0.81\r\n')
    await expect(simulator.setFault('restart', '22.0.0.1')).rejects.toMatchObject({ code: 'bad_option' })
    expect((await http.state()).version).toBe('27.0.0.81')
  })

  it('restart=VERSION@SECONDS: does so later, by itself', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: 3, faults: ['restart=24.0.0.51@0.3'] })
    expect(simulator).toMatchObject({ vmixVersion: '29.0.0.49', faults: ['restart=24.0.0.51@0.3'] })
    await expect.poll(() => simulator.vmixVersion, { timeout: 10_000 }).toBe('24.0.0.51')
    await expect(startSimulator({ ...anyPorts, faults: ['restart=20@5'] })).rejects.toMatchObject({
      code: 'bad_option',
    })
  })
})
