import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocketServer } from 'ws'
import type { Clock } from '../../clock/index.ts'
import type { Secret } from '../../secrets/index.ts'
import { GatewayError } from '../errors.ts'
import { FfmpegError } from '../ffmpeg/index.ts'
import { sameSecret } from '../targets.ts'
import type { FeedPreview } from './feed-preview.ts'
import { contentSecurityPolicy, readPage, type PageName } from './pages.ts'
import { PREVIEW_PROTOCOL } from './protocol.ts'
import {
  credentialOf,
  offersProtocol,
  ownHost,
  ownOrigin,
  previewRoute,
  wantsSound,
  type PreviewRoute,
} from './request.ts'
import { refuseUpgrade, Refusal, sendBytes, sendJson } from './answers.ts'
import { Stills } from './still.ts'
import { PreviewTickets } from './tickets.ts'
import { watch } from './watching.ts'

export interface PreviewServerOptions {
  readonly find: (instance: string, channel: number) => FeedPreview | null
  /** Of the control address. */
  readonly token: Secret
  readonly clock: Clock
  /** For stills; `ffmpeg` on the PATH unless given. */
  readonly ffmpeg?: string
}

/** Viewers of all feeds together. */
const MAX_VIEWERS = 64
/** A viewer has nothing to say. */
const MAX_MESSAGE_BYTES = 1024

type FeedRoute = Exclude<PreviewRoute, { readonly kind: 'file' }>

/** Everything below `/preview/` of the control address: the page, stills, tickets, and the WebSocket that is watched. */
export class PreviewServer {
  readonly #options: PreviewServerOptions
  readonly #tickets: PreviewTickets
  readonly #stills: Stills
  readonly #end = new AbortController()
  /** Loaded by whoever serves: what else uses the gateway's parts, as the simulator does, needs no WebSockets. */
  readonly #sockets: Promise<WebSocketServer>
  #viewers = 0

  constructor(options: PreviewServerOptions) {
    this.#options = options
    this.#sockets = openSockets()
    this.#tickets = new PreviewTickets(options.clock)
    this.#stills = new Stills({ program: options.ffmpeg ?? 'ffmpeg', clock: options.clock })
  }

  get viewers(): number {
    return this.#viewers
  }

  /** Answers a request where it is for us; whether it was. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const path = request.url ?? ''
    if (!path.startsWith('/preview/')) return false
    this.#answer(request, response).catch((error: unknown) => sendJson(response, Refusal.of(error)))
    return true
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { route, host } = this.#admit(request)
    const method = request.method ?? ''
    if (method !== (route.kind === 'ticket' ? 'POST' : 'GET')) throw nothingHere()
    switch (route.kind) {
      case 'file':
        return await sendFile(response, route.name, host)
      case 'page':
        return await sendFile(response, 'page.html', host)
      case 'ticket': {
        this.#checkToken(request)
        this.#find(route)
        return sendJson(response, { status: 200, body: this.#tickets.forLink(placeOf(route)) })
      }
      case 'still':
        this.#checkCredential(request, route)
        return sendBytes(response, { type: 'image/jpeg', bytes: await this.#still(this.#find(route)) })
      default:
        throw new Refusal(
          426,
          'bad_message',
          'This address is for a WebSocket; the page for people is “page” below it.',
          {
            upgrade: 'websocket',
          },
        )
    }
  }

  async #still(preview: FeedPreview): Promise<Buffer> {
    const source = preview.still
    if (source === null && preview.unsupported) {
      throw new Refusal(501, 'unsupported', 'Stills are made of H.264, HEVC and AV1; this stream has another codec.')
    }
    if (source === null)
      throw new Refusal(503, 'no_such_feed', 'There is no picture yet: nobody publishes this stream.')
    try {
      return await this.#stills.of(preview, source)
    } catch (error) {
      if (!(error instanceof FfmpegError)) throw error
      const status = error.code === 'missing' ? 501 : 503
      throw new Refusal(status, error.code === 'missing' ? 'unsupported' : 'internal', error.message)
    }
  }

  /** A request to become a WebSocket, for whatever address: refused, or a viewer from now on. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined)
    try {
      const preview = this.#viewed(request)
      this.#take(preview, request, socket, head).catch((error: unknown) => refuseUpgrade(socket, Refusal.of(error)))
    } catch (error) {
      refuseUpgrade(socket, Refusal.of(error))
    }
  }

  async #take(preview: FeedPreview, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const sockets = await this.#sockets
    // Meanwhile others may have come, or the end.
    this.#checkRoom()
    sockets.handleUpgrade(request, socket, head, (viewer) => {
      this.#viewers += 1
      viewer.on('close', () => {
        this.#viewers -= 1
      })
      const ticket = this.#tickets.forPage(placeOf(preview), credentialOf(request))
      const { clock } = this.#options
      watch({ socket: viewer, preview, ticket, sound: wantsSound(request), clock, signal: this.#end.signal })
    })
  }

  #viewed(request: IncomingMessage): FeedPreview {
    const { route } = this.#admit(request)
    if (route.kind !== 'watch') throw nothingHere()
    this.#checkCredential(request, route)
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())
    if (!offered.includes(PREVIEW_PROTOCOL)) {
      throw new Refusal(400, 'unsupported_version', `The preview speaks the subprotocol ${PREVIEW_PROTOCOL}.`)
    }
    this.#checkRoom()
    return this.#find(route)
  }

  #checkRoom(): void {
    if (!this.#end.signal.aborted && this.#viewers < MAX_VIEWERS) return
    throw new Refusal(503, 'limit', `At most ${MAX_VIEWERS} viewers can watch at the same time.`)
  }

  #admit(request: IncomingMessage): { readonly route: PreviewRoute; readonly host: string } {
    const host = ownHost(request)
    if (host === null)
      throw new Refusal(421, 'unauthorised', 'This address answers only to 127.0.0.1, [::1] and localhost.')
    if (!ownOrigin(request, host)) throw new Refusal(403, 'unauthorised', 'This address answers only to its own page.')
    const route = previewRoute(request.url)
    if (route === null) throw nothingHere()
    return { route, host }
  }

  #checkToken(request: IncomingMessage): void {
    const given = credentialOf(request)
    if (given === null || !sameSecret(given, this.#options.token.reveal())) throw unauthorised()
  }

  #checkCredential(request: IncomingMessage, route: FeedRoute): void {
    const given = credentialOf(request)
    if (given === null) throw unauthorised()
    if (!this.#tickets.take(given, placeOf(route)) && !sameSecret(given, this.#options.token.reveal()))
      throw unauthorised()
  }

  #find(route: FeedRoute): FeedPreview {
    const preview = this.#options.find(route.instance, route.channel)
    if (preview !== null) return preview
    throw new Refusal(
      404,
      'no_such_feed',
      `Stream ${route.channel + 1} of ${route.instance} is not open at this gateway.`,
    )
  }

  /** Sends all viewers away. */
  close(): void {
    this.#end.abort()
    void this.#sockets.then((sockets) => sockets.close())
  }
}

async function openSockets(): Promise<WebSocketServer> {
  const { WebSocketServer: Sockets } = await import('ws')
  return new Sockets({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: offersProtocol,
  })
}

function placeOf({ instance, channel }: { readonly instance: string; readonly channel: number }): string {
  return `${instance}/${channel}`
}

async function sendFile(response: ServerResponse, name: PageName, host: string): Promise<void> {
  sendBytes(response, await readPage(name), { 'content-security-policy': contentSecurityPolicy(host) })
}

function nothingHere(): GatewayError {
  return new GatewayError('bad_message', 'There is no such address at the gateway.')
}

function unauthorised(): Refusal {
  const message =
    'The token or ticket is missing, wrong or used up. The token is in the file “token” of the gateway’s data folder.'
  return new Refusal(401, 'unauthorised', message)
}
