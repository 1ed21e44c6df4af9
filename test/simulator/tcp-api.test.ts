import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { parseState } from '../../src/vmix/index.ts'
import { converse, get, tcpReplies } from './raw-client.ts'

const anyPorts = { httpPort: 0, tcpPort: 0 }

describe("the simulator's TCP API, byte by byte", () => {
  it('greets, answers PING, and closes on QUIT', async () => {
    await using simulator = await startSimulator({ ...anyPorts, vmixVersion: '27.0.0.81' })
    expect(await converse(simulator.tcpPort, 'PING\r\nQUIT\r\n', () => false)).toBe(
      'VERSION OK 27.0.0.81\r\nPING OK PONG\r\n',
    )
  })

  it('answers FUNCTION OK Completed, for unknown names too, unlike HTTP', async () => {
    await using simulator = await startSimulator(anyPorts)
    expect(await tcpReplies(simulator.tcpPort, 'FUNCTION Cut\r\n', 'FUNCTION NoSuch Value=1\r\n')).toEqual([
      'VERSION OK 29.0.0.49\r\n',
      'FUNCTION OK Completed\r\n',
      'FUNCTION OK Completed\r\n',
    ])
    expect((await get(simulator.httpPort, '/api/?Function=NoSuch')).status).toBe(500)
  })

  it('answers a wrong input with FUNCTION ER', async () => {
    await using simulator = await startSimulator(anyPorts)
    const [, reply] = await tcpReplies(simulator.tcpPort, 'FUNCTION PreviewInput Input=99\r\n')
    expect(reply).toBe('FUNCTION ER Input not found\r\n')
  })

  it('takes what real clients send: a trailing blank, value= in lower case, percent-encoding, bare line feeds', async () => {
    await using simulator = await startSimulator(anyPorts)
    await tcpReplies(
      simulator.tcpPort,
      'FUNCTION FadeToBlack \r\n',
      'FUNCTION StreamingSetKey value=1,a%26b\r\n',
      'FUNCTION PreviewInput Input=4\n',
    )
    expect(simulator.stream(1).key.reveal()).toBe('a&b')
    const state = parseState((await get(simulator.httpPort, '/api/')).body)
    expect(state).toMatchObject({ fadeToBlack: true, preview: 4 })
    expect(simulator.received[1]).toMatchObject({ protocol: 'tcp', parameters: { value: '1,[secret]' } })
  })

  it('frames the state with its length in bytes, the final CRLF included', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: ['Tor & Tür <1> "ü"', '日本'] })
    const [, reply = '', ping] = await tcpReplies(simulator.tcpPort, 'XML\r\n', 'PING\r\n')
    const [, length, body = ''] = /^XML (\d+)\r\n(.*)$/s.exec(reply) ?? []
    expect(Buffer.byteLength(body)).toBe(Number(length))
    expect(body).toMatch(/<\/vmix>\r\n$/)
    expect(parseState(body).inputs.map((input) => input.title)).toEqual(['Tor & Tür <1> "ü"', '日本'])
    expect(ping).toBe('PING OK PONG\r\n')
  })

  it('puts split and merged lines together, split characters too, and answers in order', async () => {
    await using simulator = await startSimulator({ ...anyPorts, inputs: ['a', 'Tür'] })
    const bytes = Buffer.from('PING\r\nFUNCTION ActiveInput Input=Tür\r\nPING\r\n')
    const socket = connect({ host: '127.0.0.1', port: simulator.tcpPort, noDelay: true })
    let received = ''
    socket.on('data', (data) => (received += data.toString()))
    for (const byte of bytes) {
      socket.write(Buffer.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await expect
      .poll(() => received)
      .toBe('VERSION OK 29.0.0.49\r\nPING OK PONG\r\nFUNCTION OK Completed\r\nPING OK PONG\r\n')
    socket.destroy()
    expect(parseState((await get(simulator.httpPort, '/api/')).body).active).toBe(2)
  })

  it('ends a connection that sends a line without end', async () => {
    await using simulator = await startSimulator(anyPorts)
    const text = await converse(simulator.tcpPort, 'x'.repeat(1024 * 1024), () => false)
    expect(text).toBe('VERSION OK 29.0.0.49\r\n')
  })

  it('shares one state with HTTP', async () => {
    await using simulator = await startSimulator(anyPorts)
    await get(simulator.httpPort, '/api/?Function=StartExternal')
    const [, xml = ''] = await tcpReplies(simulator.tcpPort, 'XML\r\n')
    expect(parseState(xml.slice(xml.indexOf('<'))).external).toBe(true)
  })
})
