import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../clock/index.ts'
import type { GatewayControl } from '../control/messages.ts'
import { sendBytes } from '../preview/answers.ts'
import { ownHost, ownOrigin } from '../preview/request.ts'
import { PreviewTickets, type Ticket } from '../preview/tickets.ts'
import { closedPage, enteringPage, pagePolicy, statusPage } from './status-page.ts'

export interface PageServerOptions {
  readonly gateway: Pick<GatewayControl, 'status'>
  readonly clock: Clock
}

const PLACE = 'page'
const DAY_S = 12 * 60 * 60

/**
 * The page of all feeds and outputs, for browsers. The token of the control address may do everything, so it does not go
 * there: a link with a ticket, which works once and within a minute, gives the browser a cookie that may look and nothing
 * else. The cookie is worth nothing once the gateway is another process.
 */
export class PageServer {
  readonly #options: PageServerOptions
  readonly #tickets: PreviewTickets

  constructor(options: PageServerOptions) {
    this.#options = options
    this.#tickets = new PreviewTickets(options.clock)
  }

  /** For a link: `/?ticket=…`. */
  ticket(): Ticket {
    return this.#tickets.forLink(PLACE)
  }

  /** Answers a request where it is for us; whether it was. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    // Not by URL, which throws at what is none: anybody may ask here.
    const asked = /^\/(?:\?(?:ticket=(?<ticket>[\w-]{1,64})|[^#]*))?$/.exec(request.url ?? '')
    if (asked === null) return false
    void this.#answer(request, response, asked.groups?.['ticket'] ?? null).catch(() => response.destroy())
    return true
  }

  async #answer(request: IncomingMessage, response: ServerResponse, ticket: string | null): Promise<void> {
    const host = ownHost(request)
    if (host === null || !ownOrigin(request, host) || embedded(request)) {
      return page(
        response,
        403,
        closedPage('This page is shown to this machine alone, by its own name, and in no other page.'),
      )
    }
    if (request.method !== 'GET') return page(response, 405, closedPage('This page can only be looked at.'))
    if (ticket !== null) return this.#enter(response, host, ticket)
    if (!this.#knows(request, host)) return page(response, 401, closedPage(HOW))
    return page(response, 200, statusPage(await this.#options.gateway.status(), this.#options.clock.now()))
  }

  #enter(response: ServerResponse, host: string, ticket: string): void {
    if (!this.#tickets.take(ticket, PLACE))
      return page(response, 401, closedPage(`This link was used, or is too old. ${HOW}`))
    const { ticket: pass } = this.#tickets.forPage(PLACE)
    // Cookies do not keep the ports of a machine apart: each gateway's has a name of its own.
    const cookie = `${cookieName(host)}=${pass}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${DAY_S}`
    page(response, 200, enteringPage(), { 'set-cookie': cookie })
  }

  #knows(request: IncomingMessage, host: string): boolean {
    const name = `${cookieName(host)}=`
    const cookies = (request.headers.cookie ?? '').slice(0, 8192).split(';')
    return cookies
      .map((one) => one.trim())
      .filter((one) => one.startsWith(name))
      .slice(0, 4)
      .some((one) => this.#tickets.take(one.slice(name.length), PLACE))
  }
}

const HOW = 'Run “vmixctl gateway open” for a link to it.'

function cookieName(host: string): string {
  return `vmix-gateway-${/:(\d{1,5})$/.exec(host)?.[1] ?? '80'}`
}

/** A browser says so when it is not the person who goes to the page. */
function embedded({ headers }: IncomingMessage): boolean {
  const what = headers['sec-fetch-dest']
  return what !== undefined && what !== 'document'
}

function page(
  response: ServerResponse,
  status: number,
  html: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const answer = { type: 'text/html; charset=utf-8', bytes: Buffer.from(html) }
  sendBytes(response, answer, { 'content-security-policy': pagePolicy, ...headers }, status)
}
