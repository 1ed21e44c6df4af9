import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { follow, send, startApi, streamOf, type RunningApi } from './api.ts'

/** A connection that sends a byte a second, for as long as it is let. */
class Dribble {
  readonly #socket: Socket
  readonly #timer: NodeJS.Timeout
  readonly #parts: string[] = []
  #isClosed = false

  constructor(port: number, head: string) {
    this.#socket = connect(port, '127.0.0.1')
    this.#socket.on('error', () => undefined)
    this.#socket.on('data', (part: Buffer) => this.#parts.push(part.toString()))
    this.#socket.on('close', () => {
      this.#isClosed = true
      clearInterval(this.#timer)
    })
    this.#socket.write(head)
    this.#timer = setInterval(() => this.#socket.write('x'), 1000)
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** What it was answered. */
  get answer(): string {
    return this.#parts.join('')
  }

  end(): void {
    this.#socket.destroy()
  }
}

const slowBody = (path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"name":"`
const slowHead = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: '

/** Opens so many of each kind, and closes them at the end. */
function dribbles(api: RunningApi, each: number): Disposable & { readonly all: readonly Dribble[] } {
  const heads = [slowBody('/api/v1/tokens'), slowBody('/api/v1/session'), slowHead]
  const all = heads.flatMap((head) => Array.from({ length: each }, () => new Dribble(api.port, head)))
  return {
    all,
    [Symbol.dispose]: () => {
      for (const one of all) one.end()
    },
  }
}

describe('who sends a byte a second', () => {
  it('on three hundred connections keeps nobody else waiting, and is sent away', async () => {
    await using api = await startApi()
    const over = new AbortController()
    const events = follow(api.url, { signal: over.signal })
    expect((await events.next()).value?.event).toBe('snapshot')
    const begun = performance.now()
    using slow = dribbles(api, 100)
    let answered = 0
    let slowestMs = 0
    // Twice what the server waits for a request; each of them is asked while the others dribble.
    while (slow.all.some(({ isClosed }) => !isClosed) && performance.now() - begun < 80_000) {
      const asked = performance.now()
      expect((await send(api.port, { path: '/api/v1/session' })).status).toBe(200)
      slowestMs = Math.max(slowestMs, performance.now() - asked)
      answered += 1
      await systemClock.sleep(500)
    }
    expect(slow.all.filter(({ isClosed }) => !isClosed)).toEqual([])
    console.log(
      `all were sent away after ${Math.round(performance.now() - begun)} ms; ${answered} others were answered, the slowest in ${Math.round(slowestMs)} ms`,
    )
    expect(answered).toBeGreaterThan(5)
    for (const { answer } of slow.all) expect(answer).toMatch(/^(?:HTTP\/1\.1 408 |$)/)
    // Who follows was not taken for one of them: what happens now still arrives.
    api.board.put(streamOf('studio', 1))
    let heard = await events.next()
    while (heard.value?.event === 'heartbeat') heard = await events.next()
    expect(heard.value?.event).toBe('changes')
    over.abort()
    expect(api.failures).toEqual([])
    expect(api.tokens.any).toBe(false)
  })
})
