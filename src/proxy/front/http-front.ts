import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Secret } from '../../secrets/index.ts'
import { type HttpReply, VMixConnectionError } from '../../vmix/index.ts'
import { plainAddress } from '../call/address.ts'
import { type AskedCall, callOfQuery } from '../call/call.ts'
import type { Client } from '../call/client.ts'
import { lockRefusesPage, type ShowLock } from '../call/show-lock.ts'
import type { Desk } from '../desk.ts'
import type { Recorder } from '../record/recorder.ts'
import type { ClientList } from '../status/client-list.ts'
import { statusPage } from '../status/page.ts'
import type { ProxyReport } from '../status/report.ts'
import type { Upstream } from '../upstream/upstream.ts'
import { BasicPassword } from './basic-password.ts'
import { passOn, say } from './http-answers.ts'

export interface HttpFrontOptions {
  readonly desk: Desk
  readonly upstream: Upstream
  readonly recorder: Recorder
  readonly clients: ClientList
  readonly lock: ShowLock
  readonly password: Secret | null
  /** Our mark in what goes to vMix. */
  readonly via: string
  readonly report: () => ProxyReport
}

/** As long as a title's text may be, percent-encoded. */
const maxHeaderBytes = 256 * 1024

/** vMix's HTTP API in front. What it answers is what vMix answers, but where it refuses. */
export function httpFront(options: HttpFrontOptions): Server {
  const front = new HttpFront(options)
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, requestTimeout: 30_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      request.resume()
      front.answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined)
      })
    },
  )
  server.maxConnections = 1024
  return server
}

class HttpFront {
  readonly #options: HttpFrontOptions
  readonly #password: BasicPassword | null

  constructor(options: HttpFrontOptions) {
    this.#options = options
    this.#password = options.password === null ? null : new BasicPassword(options.password)
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clients, recorder, via } = this.#options
    const client: Client = { address: plainAddress(request.socket.remoteAddress), protocol: 'http' }
    const url = request.url ?? ''
    clients.asked(client)
    if (request.headers.via?.includes(via) === true) {
      return say(response, 508, 'This proxy is asked by itself: its vMix is the proxy. Point it at vMix.')
    }
    if (request.method !== 'GET') return say(response, 405, 'Only GET is supported.')
    if (!url.startsWith('/')) return say(response, 400, 'A proxy for vMix, not for the web: ask for /api/.')
    const [path = '', ...rest] = url.split('?')
    const query = rest.join('?')
    if (this.#password !== null && !this.#password.fits(request.headers.authorization)) {
      clients.refused(client)
      if (request.headers.authorization !== undefined) {
        const message = `${client.address} gave no right password.`
        recorder.refused({ path }, client, { reason: 'password', message })
      }
      response.setHeader('WWW-Authenticate', 'Basic realm="vMix"')
      return say(response, 401, 'Unauthorized')
    }
    const call = callOfQuery(query)
    if (call !== null) return await this.#call({ call, url, client }, request, response)
    if (/^\/api\/?$/i.test(path)) return await this.#state(request, response)
    if (/^\/vmixctl(?:\/|$)/i.test(path)) return this.#status(path, response)
    return await this.#page({ path, url, client, hasQuery: query !== '' }, request, response)
  }

  /** The clients' own passwords go on to vMix only where this proxy asks for none and has none to give. */
  #authorization({ headers }: IncomingMessage): string | null {
    return this.#password === null ? (headers.authorization ?? null) : null
  }

  #headers(request: IncomingMessage): Record<string, string> {
    const authorization = this.#authorization(request)
    return authorization === null ? {} : { authorization }
  }

  async #call(
    { call, url, client }: { readonly call: AskedCall; readonly url: string; readonly client: Client },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { desk, upstream, clients } = this.#options
    clients.called(client, call.known ? call.name : '(not in the catalogue)')
    const carried = await desk.carry(call, client, async () => {
      const reply = await upstream.forward(url, this.#headers(request))
      return { reply, outcome: { ok: reply.status === 200, reply: replyText(reply) } }
    })
    if ('reply' in carried) passOn(response, carried.reply)
    else if ('away' in carried) away(response, carried.away)
    else {
      clients.refused(client)
      // vMix's own status for a call that it does not carry out.
      say(response, 500, carried.refusal.message)
    }
  }

  async #state(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      passOn(response, await this.#options.upstream.state(this.#authorization(request)))
    } catch (error) {
      away(response, error)
    }
  }

  #status(path: string, response: ServerResponse): void {
    const report = this.#options.report()
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    if (/^\/vmixctl\/status\.json$/i.test(path)) {
      say(response, 200, `${JSON.stringify(report)}\n`, 'application/json; charset=utf-8')
    } else if (/^\/vmixctl\/?$/i.test(path)) {
      response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
      say(response, 200, statusPage(report), 'text/html; charset=utf-8')
    } else say(response, 404, 'There is /vmixctl/ and /vmixctl/status.json.')
  }

  /** vMix's own pages. What they do is not known, so one with a query may change something, and is recorded. */
  async #page(
    of: { readonly path: string; readonly url: string; readonly client: Client; readonly hasQuery: boolean },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { upstream, recorder, clients, lock } = this.#options
    const { path, url, client, hasQuery } = of
    if (lockRefusesPage(lock, hasQuery, client.address)) {
      const message = `Show lock: ${client.address} may not use pages that may change something.`
      clients.refused(client)
      recorder.refused({ path }, client, { reason: 'lock', message })
      return say(response, 403, message)
    }
    try {
      const reply = await upstream.forward(url, this.#headers(request))
      if (hasQuery) recorder.page(path, client, { ok: reply.status < 400, reply: `${reply.status}` })
      passOn(response, reply)
    } catch (error) {
      away(response, error)
    } finally {
      if (hasQuery) upstream.changed()
    }
  }
}

/** vMix does not answer: said at once, and nothing is kept to be sent later. */
function away(response: ServerResponse, error: unknown): void {
  if (!(error instanceof VMixConnectionError)) throw error
  const sent = error.mayHaveBeenSent
    ? 'It is not known whether vMix did what was asked; nothing is sent again.'
    : 'Nothing was sent.'
  say(response, 502, `${error.message} ${sent}`)
}

/** One line of it, for the log. */
function replyText({ status, body }: HttpReply): string {
  const [line = ''] = body.toString('utf8', 0, 200).split(/[\r\n]/, 1)
  return `${status} ${line.trim()}`
}
