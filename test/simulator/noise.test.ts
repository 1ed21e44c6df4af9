import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { get, tcpReplies } from './raw-client.ts'

const lines = [
  'FUNCTION ',
  'XML',
  '\r\n',
  '\n',
  'QUIT',
  '%',
  '&',
  '=',
  'Input=',
  'Value=0,',
  'GET /api/?',
  ' HTTP/1.1\r\n',
  '\r\n\r\n',
]

function noise(): Buffer {
  const parts = Array.from({ length: 1 + Math.floor(Math.random() * 12) }, () =>
    Math.random() < 0.3
      ? randomBytes(Math.floor(Math.random() * 60))
      : Buffer.from(lines[Math.floor(Math.random() * lines.length)] ?? ''),
  )
  return Buffer.concat(parts)
}

describe('noise on both ports', () => {
  it('ends connections and never the simulator', async () => {
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    for (let round = 0; round < 150; round++) {
      for (const port of [simulator.httpPort, simulator.tcpPort]) {
        const socket = connect({ host: '127.0.0.1', port })
        socket.on('error', () => undefined)
        socket.resume()
        socket.end(noise())
        await once(socket, 'close')
      }
    }
    expect((await get(simulator.httpPort, '/api/')).status).toBe(200)
    expect(await tcpReplies(simulator.tcpPort, 'PING\r\n')).toContain('PING OK PONG\r\n')
  })
})
