import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { type Clock, systemClock } from '../../clock/index.ts'
import type { Secret } from '../../secrets/index.ts'
import { GatewayError } from '../errors.ts'
import { readBody, readLines } from './body.ts'
import { checked } from './checked.ts'
import { HEARTBEAT_MS } from './event-stream.ts'
import { connectionError, requestControl, type ControlRequest } from './http.ts'
import {
  gatewayEventSchema,
  gatewayStatusSchema,
  previewTicketSchema,
  replySchema,
  type GatewayCommand,
  type GatewayControl,
  type GatewayEvent,
  type GatewayResult,
  type GatewayStatus,
} from './messages.ts'

/** A gateway whose control address is known. */
export interface ConnectOptions {
  /** `http://127.0.0.1:8481` */
  readonly url: string
  readonly token: Secret
  /** Default: the system's. */
  readonly clock?: Clock
  /** For each request. Default 15,000: closing an output may take some seconds. */
  readonly timeoutMs?: number
}

/** Opens a feed's preview in a browser on the gateway's machine: once, and soon. */
export interface PreviewLink {
  /** Holds a ticket that shows this feed and does nothing else. */
  readonly url: string
  readonly expiresInS: number
}

/** A gateway in a process of its own, which can be ended from here. */
export interface RemoteGateway extends GatewayControl {
  /**
   * Ends the gateway's process; resolves when it has begun to end.
   *
   * @param streams `only_without`: not while it carries any; `end`: they end with it
   * @throws {GatewayError} `conflict` when it carries streams
   */
  stop(streams: 'only_without' | 'end', signal?: AbortSignal): Promise<void>
  /** A link to the page of all feeds and outputs, for a browser on this machine: it works once, within a minute. */
  pageLink(signal?: AbortSignal): Promise<{ readonly url: string; readonly expiresInS: number }>
  /**
   * A link to watch a feed with.
   *
   * @throws {GatewayError} `no_such_feed`
   */
  previewLink(instance: string, channel: number, signal?: AbortSignal): Promise<PreviewLink>
}

const pageTicketSchema = z.object({ ticket: z.string().regex(/^[\w-]{43}$/), ticketExpiresInS: z.number() })
const MAX_ANSWER_BYTES = 8 * 1024 * 1024
const MAX_EVENT_BYTES = 1024 * 1024
const DEFAULT_TIMEOUT_MS = 15_000

type Command<K extends GatewayCommand['kind']> = Extract<GatewayCommand, { kind: K }>
type Result<K extends GatewayCommand['kind']> = Extract<GatewayResult, { kind: K }>
type Request = Pick<ControlRequest, 'method' | 'path' | 'body'>

/**
 * The control of a gateway in another process. Nothing is sent before the first call, and nothing is sent twice; closing it
 * ends its own requests and leaves the gateway and its show running.
 *
 * @example
 * await using gateway = connectGateway({ url: 'http://127.0.0.1:8481', token })
 * (await gateway.status()).feeds
 */
export function connectGateway(options: ConnectOptions): RemoteGateway {
  return new ControlClient(options)
}

class ControlClient implements RemoteGateway {
  readonly #options: ConnectOptions
  readonly #timeoutMs: number
  readonly #closed = new AbortController()

  constructor(options: ConnectOptions) {
    this.#options = options
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  }

  async send<K extends GatewayCommand['kind']>(command: Command<K>, signal?: AbortSignal): Promise<Result<K>> {
    const answer = await this.#ask({ method: 'POST', path: '/control/v1/commands', body: command }, signal)
    const reply = this.#parse(replySchema, answer)
    if (!reply.ok) throw new GatewayError(reply.error.code, reply.error.message)
    if (!isResultOf(reply.result, command.kind)) throw badReply(this.#options.url)
    return reply.result
  }

  async status(signal?: AbortSignal): Promise<GatewayStatus> {
    return this.#parse(gatewayStatusSchema, await this.#ask({ method: 'GET', path: '/control/v1/status' }, signal))
  }

  async acknowledge(upTo: number, signal?: AbortSignal, instance: string | null = null): Promise<void> {
    await this.#ask({ method: 'POST', path: '/control/v1/acknowledge', body: { upTo, instance } }, signal)
  }

  async pageLink(signal?: AbortSignal): Promise<{ readonly url: string; readonly expiresInS: number }> {
    const answer = await this.#ask({ method: 'POST', path: '/control/v1/page-ticket' }, signal)
    const { ticket, ticketExpiresInS } = this.#parse(pageTicketSchema, answer)
    return { url: `${this.#options.url}/?ticket=${ticket}`, expiresInS: ticketExpiresInS }
  }

  async stop(streams: 'only_without' | 'end', signal?: AbortSignal): Promise<void> {
    await this.#ask({ method: 'POST', path: '/control/v1/stop', body: { streams } }, signal)
  }

  async previewLink(instance: string, channel: number, signal?: AbortSignal): Promise<PreviewLink> {
    const path = `/preview/${encodeURIComponent(instance)}/${channel}`
    const answer = await this.#ask({ method: 'POST', path: `${path}/ticket` }, signal)
    const { ticket, ticketExpiresInS } = this.#parse(previewTicketSchema, answer)
    return { url: `${this.#options.url}${path}/page#ticket=${ticket}`, expiresInS: ticketExpiresInS }
  }

  /**
   * Events until the signal. When the connection breaks it throws `unreachable`: call it again, with the number of the
   * last event that was taken, and none is lost or doubled.
   */
  async *events(after: number, signal: AbortSignal): AsyncGenerator<GatewayEvent, void, undefined> {
    const over = AbortSignal.any([signal, this.#closed.signal])
    const silence = new Silence(this.#options.clock ?? systemClock, 3 * HEARTBEAT_MS)
    const either = AbortSignal.any([over, silence.signal])
    const request: Request = { method: 'GET', path: `/control/v1/events?after=${after}` }
    try {
      const response = await requestControl({ ...this.#options, ...request, signal: either })
      await this.#checkStatus(response)
      for await (const line of readLines(response, MAX_EVENT_BYTES)) {
        silence.broken()
        if (line !== '') yield this.#parse(gatewayEventSchema, parseJson(line))
      }
    } catch (error) {
      if (over.aborted) return
      if (error instanceof GatewayError) throw error
      throw connectionError(this.#options.url, error, false, false)
    } finally {
      silence.end()
    }
    if (!over.aborted) {
      throw new GatewayError('unreachable', `The gateway at ${this.#options.url} has ended the connection.`)
    }
  }

  async #ask(request: Request, signal?: AbortSignal): Promise<unknown> {
    const limit = AbortSignal.timeout(this.#timeoutMs)
    const given = [this.#closed.signal, ...(signal === undefined ? [] : [signal])]
    try {
      const response = await requestControl({
        ...this.#options,
        ...request,
        signal: AbortSignal.any([limit, ...given]),
      })
      await this.#checkStatus(response)
      return parseJson(await readBody(response, MAX_ANSWER_BYTES))
    } catch (error) {
      if (error instanceof GatewayError) throw error
      const aborted = given.some((one) => one.aborted)
      throw connectionError(this.#options.url, error, limit.aborted && !aborted, aborted)
    }
  }

  async #checkStatus(response: IncomingMessage): Promise<void> {
    if (response.statusCode === 200) return
    const { url } = this.#options
    const text = await readBody(response, MAX_ANSWER_BYTES)
    if (response.statusCode === 401) {
      const what = `The gateway at ${url} does not accept the token. Use the one in its data folder (gateway/token).`
      throw new GatewayError('unauthorised', what)
    }
    const reply = checked(replySchema, parseJson(text))
    if (!reply.success || reply.data.ok) throw badReply(url)
    throw new GatewayError(reply.data.error.code, reply.data.error.message)
  }

  #parse<T>(schema: z.ZodType<T>, untrusted: unknown): T {
    const parsed = checked(schema, untrusted)
    if (parsed.success) return parsed.data
    throw badReply(this.#options.url)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort()
  }
}

/** Aborts when nothing has come for so long: a half-open connection says nothing by itself. */
class Silence {
  readonly #clock: Clock
  readonly #limitMs: number
  readonly #found = new AbortController()
  readonly #over = new AbortController()
  #lastMs: number

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock
    this.#limitMs = limitMs
    this.#lastMs = clock.monotonic()
    void this.#watch()
  }

  get signal(): AbortSignal {
    return this.#found.signal
  }

  broken(): void {
    this.#lastMs = this.#clock.monotonic()
  }

  end(): void {
    this.#over.abort()
  }

  async #watch(): Promise<void> {
    for (;;) {
      const leftMs = this.#lastMs + this.#limitMs - this.#clock.monotonic()
      if (leftMs <= 0) return this.#found.abort()
      await this.#clock.sleep(leftMs, this.#over.signal).catch(() => undefined)
      if (this.#over.signal.aborted) return
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isResultOf<K extends GatewayCommand['kind']>(result: GatewayResult, kind: K): result is Result<K> {
  return result.kind === kind
}

function badReply(url: string): GatewayError {
  return new GatewayError(
    'bad_reply',
    `What answers at ${url} is no gateway of this version. Check the address and update both sides.`,
  )
}
