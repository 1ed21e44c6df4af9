import { Agent } from 'node:http'
import { type Clock, systemClock } from '../clock/index.ts'
import type { Secret } from '../secrets/index.ts'
import { type CallParams, callPath, redactedCall } from './call.ts'
import { VMixAPIError } from './errors/api-error.ts'
import { VMixConnectionError } from './errors/connection-error.ts'
import { CLIENT_CLOSED, connectionError, TIMED_OUT } from './failures.ts'
import { type HttpExchange, type HttpReply, startExchange } from './http-exchange.ts'
import type { VMixState } from './state.ts'
import { parseState } from './state-parser.ts'

/** Which vMix, and how long to wait for it. */
export interface VMixHttpClientOptions {
  readonly host: string
  /** Port of vMix's Web Controller; 8088 unless changed there. */
  readonly port?: number
  /** For a Web Controller with a password (v23 and up). */
  readonly username?: string | undefined
  readonly password?: Secret | undefined
  /** For a whole exchange, from connecting to the last byte; ms. 5000 unless given. */
  readonly timeoutMs?: number
  /** Longest state document read; 16 MiB unless given. */
  readonly maxBodyBytes?: number
  readonly clock?: Clock
}

/** The signal ends the wait with `aborted`; what was sent by then may be carried out (`mayHaveBeenSent`). */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined
}

/** A reason that is made once: an abort without one makes an error with a stack each time. */
const OVER = Symbol('over')

/** Replies to commands are one line. */
const MAX_COMMAND_REPLY_BYTES = 64 * 1024

/**
 * One vMix over its HTTP API. Making one connects nothing and changes nothing; requests run side by side.
 *
 * A command is sent at most once: each goes out on a connection of its own, never on a kept one that the other side may
 * just have closed, and is never repeated. State reads share kept connections, and one that died on such a connection
 * is read once more.
 *
 * @example
 * await using vmix = new VMixHttpClient({ host: 'localhost' })
 * await vmix.call('StartStreaming', { Value: 0 })
 * const { streams } = await vmix.state()
 */
export class VMixHttpClient {
  readonly host: string
  readonly port: number
  readonly #headers: Record<string, string>
  readonly #timeoutMs: number
  readonly #maxBodyBytes: number
  readonly #clock: Clock
  readonly #kept = new Agent({ keepAlive: true, maxSockets: 8 })
  readonly #single = new Agent({ keepAlive: false })
  readonly #running = new Set<HttpExchange>()
  #closed = false

  /** @throws {RangeError} for a time or a limit that is not above 0 */
  constructor(options: VMixHttpClientOptions) {
    this.host = options.host
    this.port = options.port ?? 8088
    this.#timeoutMs = options.timeoutMs ?? 5000
    if (!(this.#timeoutMs > 0)) throw new RangeError('Times are milliseconds above 0.')
    this.#maxBodyBytes = options.maxBodyBytes ?? 16 * 1024 * 1024
    if (!(this.#maxBodyBytes > 0)) throw new RangeError('The longest state document has more than 0 bytes.')
    this.#clock = options.clock ?? systemClock
    this.#headers = { accept: '*/*' }
    if (options.password !== undefined || options.username !== undefined) {
      const credentials = `${options.username ?? ''}:${options.password?.reveal() ?? ''}`
      this.#headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`
    }
  }

  /**
   * Calls a function, once. Resolving means that vMix *accepted* it, not that it is done: read the state to know.
   *
   * @throws {VMixAPIError} `function_refused` (unknown function, or wrong input or value), `http_status`, `invalid_parameter`
   * @throws {VMixConnectionError} with `mayHaveBeenSent`
   * @example await vmix.call('StreamingSetKey', { Value: '0,live_123' })
   */
  async call(name: string, params: CallParams = {}, options: RequestOptions = {}): Promise<void> {
    const path = callPath(name, params)
    const reply = await this.#get(path, this.#single, MAX_COMMAND_REPLY_BYTES, options.signal)
    const shown = redactedCall(name, params)
    if (reply.status === 500) {
      const message = `vMix refused ${shown}: it does not know the function, or the input or value is wrong.`
      throw new VMixAPIError('function_refused', message, { mayHaveBeenSent: true, status: 500 })
    }
    this.#checkStatus(reply, shown)
    if (!reply.body.toString('utf8').trim().toLowerCase().startsWith('function completed')) {
      const message = `${this.host}:${this.port} answered ${shown}, but not as vMix does. Check host and port (8088 unless changed).`
      throw new VMixConnectionError('not_vmix', message, { mayHaveBeenSent: true })
    }
  }

  /** Reads the state document. @throws {VMixAPIError} `bad_state`, `http_status` @throws {VMixConnectionError} */
  async state(options: RequestOptions = {}): Promise<VMixState> {
    return parseState(await this.stateXml(options))
  }

  /** The state document as vMix sent it. @throws {VMixAPIError} `http_status` @throws {VMixConnectionError} */
  async stateXml(options: RequestOptions = {}): Promise<string> {
    const reply = await this.#get('/api/', this.#kept, this.#maxBodyBytes, options.signal)
    this.#checkStatus(reply, 'the state')
    return reply.body.toString('utf8')
  }

  /** Ends what runs (`closed`) and every connection. Nothing is sent to vMix. */
  async close(): Promise<void> {
    this.#closed = true
    for (const exchange of this.#running) exchange.stop(CLIENT_CLOSED)
    this.#kept.destroy()
    this.#single.destroy()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #checkStatus(reply: HttpReply, asked: string): void {
    if (reply.status === 200) return
    if (reply.status === 401) {
      const message = `vMix at ${this.host}:${this.port} asks for a password. Give the user name and password of its Web Controller (Settings, Web Controller).`
      throw new VMixConnectionError('unauthorised', message, { mayHaveBeenSent: true })
    }
    const hint =
      reply.status === 403
        ? 'The Web Controller may be set to "LAN only".'
        : 'Check host and port (8088 unless changed).'
    const message = `${this.host}:${this.port} answered HTTP status ${reply.status} to ${asked}. ${hint}`
    throw new VMixAPIError('http_status', message, { mayHaveBeenSent: true, status: reply.status })
  }

  async #get(path: string, agent: Agent, maxBodyBytes: number, signal: AbortSignal | undefined): Promise<HttpReply> {
    const timer = new AbortController()
    let current: HttpExchange | null = null
    let stopReason: { readonly reason: unknown } | null = null
    const stop = (reason: unknown) => {
      stopReason ??= { reason }
      current?.stop(reason)
    }
    const onAbort = () => stop(signal?.reason)
    const failed = (failure: Parameters<typeof connectionError>[0], mayHaveBeenSent: boolean) =>
      connectionError(failure, { host: this.host, port: this.port, timeoutMs: this.#timeoutMs, mayHaveBeenSent })
    if (this.#closed) throw failed({ kind: 'stopped', reason: CLIENT_CLOSED }, false)
    if (signal?.aborted) throw failed({ kind: 'stopped', reason: signal.reason }, false)

    signal?.addEventListener('abort', onAbort, { once: true })
    this.#clock.sleep(this.#timeoutMs, timer.signal).then(
      () => stop(TIMED_OUT),
      () => undefined,
    )
    try {
      for (;;) {
        const exchange = startExchange(
          { host: this.host, port: this.port, headers: this.#headers },
          path,
          agent,
          maxBodyBytes,
        )
        current = exchange
        this.#running.add(exchange)
        const result = await exchange.result
        this.#running.delete(exchange)
        if ('reply' in result) return result.reply
        const { failure } = result
        const diedWhileKept = failure.kind === 'error' && !failure.replyBegun && exchange.onReusedSocket()
        // Only reads travel on kept connections; the second try takes a new one and so comes here at most once.
        if (diedWhileKept && agent === this.#kept && stopReason === null && !this.#closed) {
          agent = this.#single
          continue
        }
        throw failed(failure, exchange.mayHaveBeenSent())
      }
    } finally {
      timer.abort(OVER)
      signal?.removeEventListener('abort', onAbort)
    }
  }
}
