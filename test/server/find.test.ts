/** The search for vMix by itself. Nothing but 127.0.0.0/29 is ever asked. */
import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { findVMix } from '../../src/server/search/index.ts'
import { simulated } from './open.ts'
import { temporaryFolder } from '../support/show.ts'

const own = { address: '127.0.0.1', prefix: 29 } as const

/** A server on a port, closed with all its connections. */
async function listening(server: Server, host: string, port = 0): Promise<AsyncDisposable & { readonly port: number }> {
  await new Promise<void>((open) => server.listen(port, host, open))
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

describe('the search for vMix', () => {
  it('that takes longer than its time ends then, says so, and names what had answered', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(folder.path)
    await using silent = await listening(
      createServer(() => undefined),
      '127.0.0.2',
      simulator.httpPort,
    )
    const began = performance.now()
    const { found, complete } = await findVMix({
      ports: [silent.port],
      networks: [own],
      clock: systemClock,
      signal: new AbortController().signal,
      limitMs: 700,
    })
    expect(complete).toBe(false)
    expect(found.map(({ host }) => host)).toEqual(['127.0.0.1'])
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it('ends when whoever asked goes away, and leaves no connection', async () => {
    const server = createServer(() => undefined)
    await using silent = await listening(server, '127.0.0.1')
    const gone = new AbortController()
    const asked = new Promise((request) => server.once('request', request))
    const search = findVMix({ ports: [silent.port], networks: [], clock: systemClock, signal: gone.signal })
    await asked
    gone.abort()
    expect(await search).toEqual({ found: [], complete: false })
    await expect
      .poll(() => new Promise((count) => server.getConnections((_error, open) => count(open))), { timeout: 30_000 })
      .toBe(0)
  })

  it('does not read on what has no end, and takes nobody else for a vMix', async () => {
    const endless = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/xml' })
      const more = (): void => {
        if (!response.destroyed && response.write('<vmix>'.repeat(20_000))) setImmediate(more)
        else response.once('drain', more)
      }
      more()
    })
    const other = createServer((_request, response) => response.end('<vmix></vmix>'))
    const greeting = createTcpServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-x\r\n'))
    await using one = await listening(endless, '127.0.0.1')
    await using two = await listening(other, '127.0.0.1')
    await new Promise<void>((open) => greeting.listen(0, '127.0.0.1', open))
    const ports = [one.port, two.port, (greeting.address() as AddressInfo).port]
    const search = await findVMix({ ports, networks: [], clock: systemClock, signal: new AbortController().signal })
    greeting.close()
    expect(search.found).toEqual([])
  })
})
