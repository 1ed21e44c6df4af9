import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock } from '../../clock/index.ts'
import type { Secret } from '../../secrets/index.ts'
import { formatAddress, isLoopback, parseAddress } from '../address.ts'
import { GatewayError } from '../errors.ts'
import { readBody } from './body.ts'
import { streamEvents } from './event-stream.ts'
import { PageServer } from '../page/page-server.ts'
import { PreviewServer } from '../preview/server.ts'
import type { FeedPreview } from '../preview/feed-preview.ts'
import { refuse } from './guard.ts'
import type { GatewayControl } from './messages.ts'
import { acknowledgement, afterNumber, answer, failure, statusOf, stopRequest } from './replies.ts'

export interface ControlServerOptions {
  readonly gateway: GatewayControl
  /** `HOST:PORT` on this machine alone; port 0: any free one. */
  readonly listen: string
  readonly token: Secret
  readonly clock: Clock
  /**
   * Whether it may be ended now, which throws when not; what is given back ends it. Absent: it cannot be ended from here.
   */
  readonly stop?: (streams: 'only_without' | 'end') => () => void
  /** What can be watched below `/preview/`; absent: nothing. */
  readonly preview?: PreviewSource
}

/** The feeds of a gateway in this process, to be watched. */
export interface PreviewSource {
  /** Of a feed that is open, else null. */
  find(instance: string, channel: number): FeedPreview | null
  /** For stills; `ffmpeg` on the PATH unless given. */
  readonly ffmpeg?: string
}

/** The control address of a gateway: HTTP/1.1 on the loopback, with a token. */
export interface ControlServer extends AsyncDisposable {
  /** `http://127.0.0.1:8481` */
  readonly url: string
  /** Clients that listen for events now. */
  readonly listeners: number
  /** When the last request came, on the monotonic clock (ms). */
  readonly lastRequestMs: number
  /** Ends all connections and stops listening. */
  close(): Promise<void>
}

const MAX_BODY_BYTES = 64 * 1024
const BODY_MS = 10_000
const MAX_LISTENERS = 32

/**
 * Opens the control address.
 *
 * @throws {GatewayError} `bad_listen` for an address that others could reach; the system's own error when it is taken
 */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const address = parseAddress(options.listen)
  if (!isLoopback(address.host)) {
    throw new GatewayError('bad_listen', 'The control address must be on this machine alone: 127.0.0.1 or [::1].')
  }
  const control = new Control(options)
  const server = createServer(
    { requestTimeout: BODY_MS, headersTimeout: BODY_MS, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000 },
    (request, response) => {
      request.socket.setTimeout(0)
      void control.handle(request, response)
    },
  )
  // Node's own limits begin with a request: whoever never says a word would keep its place for ever.
  server.on('connection', (socket) => socket.setTimeout(BODY_MS))
  server.maxConnections = 4 * MAX_LISTENERS
  server.listen(address.port, address.host)
  await once(server, 'listening')
  return control.opened(server, address.host)
}

class Control {
  readonly #options: ControlServerOptions
  readonly #end = new AbortController()
  readonly #preview: PreviewServer | null
  readonly #page: PageServer
  #listeners = 0
  #lastRequestMs: number

  constructor(options: ControlServerOptions) {
    this.#options = options
    this.#lastRequestMs = options.clock.monotonic()
    const { preview, token, clock } = options
    this.#page = new PageServer(options)
    this.#preview = preview === undefined ? null : new PreviewServer({ ...preview, token, clock })
  }

  opened(server: Server, host: string): ControlServer {
    const bound = server.address()
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0
    const preview = this.#preview
    if (preview !== null) {
      server.on('upgrade', (request, socket, head) => {
        request.socket.setTimeout(0)
        preview.upgrade(request, socket, head)
      })
    }
    const close = async (): Promise<void> => {
      this.#end.abort()
      preview?.close()
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    }
    const listeners = (): number => this.#listeners
    const lastRequestMs = (): number => this.#lastRequestMs
    return {
      url: `http://${formatAddress({ host, port })}`,
      get listeners() {
        return listeners()
      },
      get lastRequestMs() {
        return lastRequestMs()
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined)
    try {
      if (this.#preview?.answer(request, response) === true || this.#page.answer(request, response)) return
      const refused = refuse(request, this.#options.token)
      if (refused !== null)
        return send(response, refused.status, failure(new GatewayError('unauthorised', refused.message)))
      this.#lastRequestMs = this.#options.clock.monotonic()
      await this.#route(request, response)
    } catch (error) {
      send(response, statusOf(error), failure(error))
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { gateway } = this.#options
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway')
    switch (`${request.method ?? ''} ${pathname}`) {
      case 'POST /control/v1/commands':
        return send(response, 200, await answer(gateway, await readBody(request, MAX_BODY_BYTES)))
      case 'POST /control/v1/acknowledge':
        await this.#acknowledge(await readBody(request, MAX_BODY_BYTES))
        return send(response, 200, { ok: true })
      case 'POST /control/v1/stop':
        return this.#stop(response, await readBody(request, MAX_BODY_BYTES))
      case 'POST /control/v1/page-ticket':
        return send(response, 200, this.#page.ticket())
      case 'GET /control/v1/status':
        return send(response, 200, await gateway.status())
      case 'GET /control/v1/events':
        return this.#events(response, afterNumber(searchParams.get('after')))
      default:
        return send(response, 404, failure(new GatewayError('bad_message', 'There is no such address at the gateway.')))
    }
  }

  #stop(response: ServerResponse, body: string): void {
    const { streams } = stopRequest(body)
    const stop = this.#options.stop?.(streams)
    if (stop === undefined)
      throw new GatewayError('bad_message', 'This gateway is ended by the program that embeds it.')
    response.once('close', stop)
    send(response, 200, { ok: true })
  }

  async #acknowledge(body: string): Promise<void> {
    const { upTo, instance } = acknowledgement(body)
    await this.#options.gateway.acknowledge(upTo, undefined, instance ?? undefined)
  }

  async #events(response: ServerResponse, after: number): Promise<void> {
    if (this.#listeners >= MAX_LISTENERS) {
      throw new GatewayError('limit', `At most ${MAX_LISTENERS} clients may listen for events.`)
    }
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    this.#listeners += 1
    try {
      await streamEvents(this.#options, response, after, AbortSignal.any([gone.signal, this.#end.signal]))
    } finally {
      this.#listeners -= 1
      this.#lastRequestMs = this.#options.clock.monotonic()
    }
  }
}

/** Answers once; a body that was not read to its end costs the connection, and nothing else. */
function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const text = Buffer.from(JSON.stringify(body))
  const unread = !response.req.complete
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': text.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(unread ? { connection: 'close' } : {}),
  })
  response.end(text)
}
