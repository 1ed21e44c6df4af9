import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * A way over TCP to a server of this machine that can fall ill, one illness at a time. What was sent stays in order and
 * whole; a connection that is cut is cut on both sides.
 */
export interface SickRelay extends AsyncDisposable {
  readonly port: number
  /** Connections that were accepted since it started. */
  readonly accepted: number
  /** Accepts, and reads nothing any more; what is there is kept. */
  hang(): void
  /** Passes on no more than so many bytes a second, in all. */
  slow(bytesPerSecond: number): void
  /** Cuts every connection, and goes on accepting new ones. */
  cut(): void
  /** Cuts every connection, and does not listen any more. */
  refuse(): Promise<void>
  /** All is well again: what was held back flows, who wants to come may. */
  heal(): Promise<void>
}

const SLICE_MS = 50

export async function sickRelay(toPort: number): Promise<SickRelay> {
  const pairs = new Set<{ readonly client: Socket; readonly target: Socket }>()
  let mode: 'well' | 'hangs' | 'slow' = 'well'
  let budget = 0
  let accepted = 0
  let port = 0
  let timer: NodeJS.Timeout | null = null

  const read = ({ client }: { readonly client: Socket }): void => {
    if (mode === 'hangs' || (mode === 'slow' && budget <= 0)) client.pause()
    else client.resume()
  }
  const readAll = (): void => {
    for (const pair of pairs) read(pair)
  }
  const become = (next: typeof mode): void => {
    if (timer !== null) clearInterval(timer)
    timer = null
    mode = next
    budget = 0
    readAll()
  }
  const accept = (client: Socket): void => {
    accepted++
    const target = connect(toPort, '127.0.0.1')
    const pair = { client, target }
    pairs.add(pair)
    for (const socket of [client, target]) {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        target.destroy()
        pairs.delete(pair)
      })
    }
    target.on('data', (data) => client.write(data))
    client.on('data', (data) => {
      target.write(data)
      budget -= data.length
      read(pair)
    })
    read(pair)
  }
  const listen = async (): Promise<Server> => {
    // A small first buffer, so that what is not read is soon not taken either.
    const server = createServer({ highWaterMark: 16_384 }, accept)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
    return server
  }
  const cut = (): void => {
    for (const { client, target } of pairs) {
      client.resetAndDestroy()
      target.destroy()
    }
  }
  let server: Server | null = await listen()
  const refuse = async (): Promise<void> => {
    const closing = server
    server = null
    cut()
    if (closing === null) return
    closing.close()
    await once(closing, 'close')
  }
  return {
    get port() {
      return port
    },
    get accepted() {
      return accepted
    },
    hang: () => become('hangs'),
    slow: (bytesPerSecond) => {
      become('slow')
      timer = setInterval(() => {
        // Nothing is saved up.
        budget = Math.min((bytesPerSecond * SLICE_MS) / 1000, budget + (bytesPerSecond * SLICE_MS) / 1000)
        readAll()
      }, SLICE_MS)
    },
    cut,
    refuse,
    heal: async () => {
      become('well')
      server ??= await listen()
    },
    [Symbol.asyncDispose]: async () => {
      become('well')
      await refuse()
    },
  }
}
