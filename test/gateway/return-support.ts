import { spawn } from 'node:child_process'
import { createSocket, type Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { systemClock } from '../../src/clock/index.ts'

/** When somebody knocked, and how much of the time between two knocks was none of the gateway's doing. */
export class Knocks implements Disposable {
  readonly #timesMs: number[] = []
  readonly #stalls: { readonly endMs: number; readonly ms: number }[] = []
  readonly #timer: NodeJS.Timeout
  #lastMs = performance.now()

  constructor() {
    this.#timer = setInterval(() => {
      const now = performance.now()
      const lateMs = now - this.#lastMs - 50
      if (lateMs > 50) this.#stalls.push({ endMs: now, ms: lateMs })
      this.#lastMs = now
    }, 50)
  }

  knock(): void {
    this.#timesMs.push(performance.now())
  }

  get count(): number {
    return this.#timesMs.length
  }

  /** Times between them, ms; where this process, which the gateway is in too, stood still, that is taken off. */
  get gapsMs(): number[] {
    return this.#timesMs.slice(1).map((atMs, index) => {
      const fromMs = this.#timesMs[index] ?? 0
      const stalled = this.#stalls
        .filter(({ endMs }) => endMs > fromMs && endMs <= atMs + 50)
        .reduce((sum, { ms }) => sum + ms, 0)
      return Math.max(0, atMs - fromMs - stalled)
    })
  }

  /** For whoever reads the run. */
  get text(): string {
    const gaps = this.gapsMs.toSorted((one, other) => one - other)
    const at = (share: number): number => Math.round(gaps[Math.floor((gaps.length - 1) * share)] ?? 0)
    return `${this.count} tries, between them ${at(0.5)} ms (median), ${at(1)} ms (longest)`
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}

/** Stands at a TCP port in the place of a server that is away, and counts who comes: each is cut off at once. */
export async function tcpDoor(port: number, knocks: Knocks): Promise<AsyncDisposable> {
  const server: Server = createServer((socket) => {
    knocks.knock()
    socket.on('error', () => undefined)
    socket.resetAndDestroy()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

/** The same at a UDP port: takes what comes, and answers nothing. */
export async function udpDoor(port: number, knocks: Knocks): Promise<AsyncDisposable> {
  const socket: DatagramSocket = createSocket('udp4')
  socket.on('message', () => knocks.knock())
  socket.bind(port, '127.0.0.1')
  await once(socket, 'listening')
  return {
    [Symbol.asyncDispose]: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}

const HOLE = `import { createServer } from 'node:net'
createServer().listen({ port: Number(process.argv[1]), host: '127.0.0.1', backlog: 1 }, () => console.log('there'))`

/**
 * A TCP port of which nothing is heard, as of a machine without power: its owner is stopped, and its queue of connections is
 * full, so that the system drops every further packet that asks for one. Linux only.
 */
export async function tcpHole(port: number): Promise<AsyncDisposable> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLE, `${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGSTOP')
  const inQueue: Socket[] = []
  for (let full = false; !full; ) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    inQueue.push(socket)
    const connected = once(socket, 'connect').then(
      () => true,
      () => false,
    )
    full = !(await Promise.race([connected, systemClock.sleep(500).then(() => false)]))
    if (inQueue.length > 16) throw new Error('The queue is never full.')
  }
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of inQueue) socket.destroy()
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}
