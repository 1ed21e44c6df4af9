import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Simulator } from '../../src/simulator/index.ts'

/** What goes through: a function's name, or `state` for a look at the state document. */
export interface GateRequest {
  readonly what: string
  /** Requests of this kind before it. */
  readonly count: number
}

export interface GateHooks {
  /** Before vMix gets it. */
  before?: (request: GateRequest) => Promise<void> | void
  /** When vMix has answered, before the answer goes on. */
  after?: (request: GateRequest) => Promise<void> | void
}

/** A real HTTP server between a controller and the simulated vMix, which holds a request up for as long as a test wants. */
export interface VMixGate extends AsyncDisposable {
  readonly port: number
  hooks: GateHooks
  /** Changes what vMix answered; as it is unless set. */
  rewrite: (body: string) => string
}

export async function openGate(simulator: Simulator): Promise<VMixGate> {
  const counts = new Map<string, number>()
  const gate = { hooks: {} as GateHooks, rewrite: (body: string) => body }
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? '/', 'http://vmix')
    const what = url.searchParams.get('Function') ?? 'state'
    const count = counts.get(what) ?? 0
    counts.set(what, count + 1)
    await gate.hooks.before?.({ what, count })
    const onwards = forward({
      host: '127.0.0.1',
      port: simulator.httpPort,
      path: incoming.url,
      method: incoming.method,
      agent: false,
    })
    onwards.end()
    const [reply] = await once(onwards, 'response')
    const body: Buffer[] = []
    for await (const chunk of reply) body.push(chunk)
    await gate.hooks.after?.({ what, count })
    outgoing.writeHead(reply.statusCode ?? 500, { 'content-type': 'text/xml' })
    outgoing.end(gate.rewrite(Buffer.concat(body).toString()))
  }
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return Object.assign(gate, {
    port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}
