import { Agent } from 'node:http'
import type { Clock } from '../../clock/index.ts'
import { type HttpReply, VMixConnectionError } from '../../vmix/index.ts'
import { EventLink, type EventLinkState } from './event-link.ts'
import { askHttp, type HttpUpstreamOptions } from './http.ts'
import { LinePool, type MayGo } from './line-pool.ts'
import type { RawReply } from './reply-lines.ts'
import { keptLookup } from './kept-lookup.ts'
import { SharedAnswers } from './shared-answers.ts'

export interface UpstreamOptions {
  readonly host: string
  readonly httpPort: number
  readonly tcpPort: number
  /** `Basic …` for vMix's web server; null where it has no password, or the clients bring their own. */
  readonly authorization: string | null
  readonly clock: Clock
  /** State, tally and the like are given again for so long, ms. */
  readonly maxAgeMs: number
  /** For an answer, ms. */
  readonly answerMs: number
  /** Our mark in each HTTP request, by which a proxy in a circle knows its own. */
  readonly via: string
  readonly onLine: (line: string) => void
  readonly onEvents: (state: EventLinkState) => void
}

export interface Document {
  readonly body: Buffer
  readonly via: 'http' | 'tcp'
}

const connectMs = 1000
const maxBodyBytes = 16 * 1024 * 1024

/** The one vMix behind the proxy. Calls go to it one by one, as they come; what is only read is read once for all. */
export class Upstream {
  readonly #options: UpstreamOptions
  readonly #http: HttpUpstreamOptions
  readonly #kept: Agent
  readonly #single: Agent
  readonly #states: SharedAnswers<HttpReply>
  readonly #answers: SharedAnswers<RawReply>
  readonly #lines: LinePool
  readonly #events: EventLink
  #httpError: VMixConnectionError | null = null
  #closed = false

  constructor(options: UpstreamOptions) {
    const { host, httpPort, tcpPort, clock, maxAgeMs, answerMs } = options
    const lookup = keptLookup(clock)
    this.#options = options
    this.#kept = new Agent({ keepAlive: true, maxSockets: 8, lookup })
    this.#single = new Agent({ keepAlive: false, lookup })
    this.#http = { host, port: httpPort, clock, connectMs, answerMs, maxBodyBytes }
    this.#states = new SharedAnswers({ clock, maxAgeMs, maxKeys: 16, ask: (key) => this.#readState(key) })
    this.#lines = new LinePool({ host, port: tcpPort, clock, lookup, connectMs, answerMs, maxLines: 256, maxIdle: 4 })
    const ask = (line: string) => this.#lines.ask(line, line.split(' ', 1)[0] ?? '')
    this.#answers = new SharedAnswers({ clock, maxAgeMs, maxKeys: 256, ask })
    this.#events = new EventLink({
      host,
      port: tcpPort,
      clock,
      lookup,
      connectMs,
      keepAliveMs: 3000,
      onLine: options.onLine,
      onState: (state) => {
        if (state.up) void this.#lines.warm()
        else this.#lines.dropIdle()
        options.onEvents(state)
      },
    })
  }

  get events(): EventLinkState {
    return this.#events.state
  }

  /** Why the last HTTP exchange failed; null when it did not. */
  get httpError(): VMixConnectionError | null {
    return this.#httpError
  }

  /** How often state and the like were read of vMix. */
  get reads(): number {
    return this.#states.count + this.#answers.count
  }

  /** A call has gone out: what was read before counts no more. */
  changed(): void {
    this.#states.changed()
    this.#answers.changed()
  }

  /**
   * vMix's answer to a read of its state, shared. @throws {VMixConnectionError}
   *
   * @param authorization what the client brought, where vMix's password is the clients' business
   */
  state(authorization: string | null, maxAgeMs?: number): Promise<HttpReply> {
    return this.#states.get(this.#options.authorization ?? authorization ?? '', maxAgeMs)
  }

  /** The state document alone, by TCP where the web server does not give it. @throws {VMixConnectionError} */
  document(maxAgeMs?: number): Promise<Document> {
    return this.#document(
      () => this.state(null, maxAgeMs),
      () => this.#answers.get('XML', maxAgeMs),
    )
  }

  /** The same, asked of vMix from now on. @throws {VMixConnectionError} */
  freshDocument(): Promise<Document> {
    return this.#document(
      () => this.#states.fresh(this.#options.authorization ?? ''),
      () => this.#answers.fresh('XML'),
    )
  }

  /** The answer to a line that only asks, shared. @throws {VMixConnectionError} */
  answer(line: string): Promise<RawReply> {
    return this.#answers.get(line)
  }

  /** Carries one request to vMix's web server, once, on a connection of its own. @throws {VMixConnectionError} */
  forward(path: string, headers: Readonly<Record<string, string>>): Promise<HttpReply> {
    return this.#ask(path, headers, this.#single)
  }

  /** Carries one `FUNCTION` line to vMix, once. @throws {VMixConnectionError} @throws {Unwanted} see {@link LinePool.ask} */
  call(line: string, mayGo?: MayGo): Promise<RawReply> {
    return this.#lines.ask(line, 'FUNCTION', mayGo)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#kept.destroy()
    this.#single.destroy()
    await this.#events.close()
    this.#lines.close()
  }

  async #document(byHttp: () => Promise<HttpReply>, byTcp: () => Promise<RawReply>): Promise<Document> {
    try {
      const { status, body } = await byHttp()
      if (status === 200) return { body, via: 'http' }
    } catch (error) {
      if (!(error instanceof VMixConnectionError)) throw error
    }
    const { body, line } = await byTcp()
    if (body !== null) return { body: withoutLineEnd(body), via: 'tcp' }
    throw new VMixConnectionError('not_vmix', `vMix refused to send its state (${line.slice(0, 60)}).`, {
      mayHaveBeenSent: true,
    })
  }

  async #readState(authorization: string): Promise<HttpReply> {
    const headers: Record<string, string> = authorization === '' ? {} : { authorization }
    try {
      return await this.#ask('/api/', headers, this.#kept)
    } catch (error) {
      // A kept connection may just have been closed by vMix; a read may be made once more.
      if (!(error instanceof VMixConnectionError) || error.code !== 'reset') throw error
      return await this.#ask('/api/', headers, this.#single)
    }
  }

  async #ask(path: string, given: Readonly<Record<string, string>>, agent: Agent): Promise<HttpReply> {
    const { authorization, via } = this.#options
    const own = authorization === null ? {} : { authorization }
    if (this.#closed) throw new VMixConnectionError('closed', 'The proxy ends.', { mayHaveBeenSent: false })
    try {
      const reply = await askHttp(this.#http, { path, headers: { accept: '*/*', ...given, ...own, via }, agent })
      this.#httpError = null
      return reply
    } catch (error) {
      if (error instanceof VMixConnectionError) this.#httpError = error
      throw error
    }
  }
}

function withoutLineEnd(body: Buffer): Buffer {
  let end = body.length
  if (end > 0 && body[end - 1] === 0x0a) end--
  if (end > 0 && body[end - 1] === 0x0d) end--
  return body.subarray(0, end)
}
