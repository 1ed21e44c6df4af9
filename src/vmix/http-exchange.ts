import { request, type Agent, type ClientRequest, type IncomingMessage } from 'node:http'

export interface HttpTarget {
  readonly host: string
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
}

export interface HttpReply {
  readonly status: number
  /** The words behind it, as they came. */
  readonly statusMessage: string
  /** Names and values in turns, as they came. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

/** One try of one GET: what came of it, in terms of bytes. Who asked for what, and what to say, is the caller's. */
export type HttpFailure =
  | { readonly kind: 'error'; readonly error: Error; readonly replyBegun: boolean }
  | { readonly kind: 'too_large'; readonly limitBytes: number }
  | { readonly kind: 'stopped'; readonly reason: unknown }

export interface HttpExchange {
  readonly result: Promise<{ readonly reply: HttpReply } | { readonly failure: HttpFailure }>
  /** Breaks it off; `result` becomes `stopped` with this reason. No effect when it is over. */
  stop(reason: unknown): void
  /** Whether bytes may have left: false until the connection is up. */
  mayHaveBeenSent(): boolean
  /** Whether it went out on a connection that an earlier exchange had used, which may have been dying. */
  onReusedSocket(): boolean
}

/** Sends one GET, exactly once, and reads the whole answer up to `maxBodyBytes`. Never rejects, never repeats itself. */
export function startExchange(target: HttpTarget, path: string, agent: Agent, maxBodyBytes: number): HttpExchange {
  let sent = false
  let over = false
  let outgoing: ClientRequest | null = null
  const { promise, resolve } = Promise.withResolvers<Awaited<HttpExchange['result']>>()
  const fail = (failure: HttpFailure) => {
    if (over) return
    over = true
    resolve({ failure })
    outgoing?.destroy()
  }

  const onResponse = (response: IncomingMessage) => {
    const chunks: Buffer[] = []
    let length = 0
    if (Number(response.headers['content-length'] ?? 0) > maxBodyBytes) {
      fail({ kind: 'too_large', limitBytes: maxBodyBytes })
      return
    }
    response.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > maxBodyBytes) fail({ kind: 'too_large', limitBytes: maxBodyBytes })
      else chunks.push(chunk)
    })
    response.on('error', (error) => fail({ kind: 'error', error, replyBegun: true }))
    response.on('end', () => {
      if (over) return
      over = true
      const [first] = chunks
      const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length)
      const { statusCode: status = 0, statusMessage = '', rawHeaders } = response
      resolve({ reply: { status, statusMessage, rawHeaders, body } })
    })
    response.on('close', () => {
      if (!response.complete) fail({ kind: 'error', error: new Error('closed before its end'), replyBegun: true })
    })
  }

  try {
    outgoing = request({ host: target.host, port: target.port, headers: target.headers, path, agent })
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) sent = true
      else socket.once('connect', () => (sent = true))
    })
    outgoing.on('response', onResponse)
    outgoing.on('error', (error) => fail({ kind: 'error', error, replyBegun: false }))
    outgoing.end()
  } catch (error) {
    // A host or port that cannot be one: nothing has left.
    fail({ kind: 'error', error: error instanceof Error ? error : new Error(String(error)), replyBegun: false })
  }

  return {
    result: promise,
    stop: (reason) => fail({ kind: 'stopped', reason }),
    mayHaveBeenSent: () => sent,
    onReusedSocket: () => outgoing?.reusedSocket ?? false,
  }
}
