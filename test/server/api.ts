import { request } from 'node:http'
import { systemClock } from '../../src/clock/index.ts'
import type { TokenBook } from '../../src/server/auth/index.ts'
import { Board } from '../../src/server/board/index.ts'
import type { EventHub } from '../../src/server/events/index.ts'
import { UploadTurn } from '../../src/preflight/index.ts'
import { startHttp, type HttpOptions } from '../../src/server/http/index.ts'
import { RoomError, type ControlRoom } from '../../src/server/room/index.ts'
import type { StreamView } from '../../src/server/view/index.ts'
import { temporaryFolder } from '../support/show.ts'

/** A server's HTTP side on a free port. */
export interface RunningApi extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly board: Board
  readonly events: EventHub
  readonly tokens: TokenBook
  readonly dataFolder: string
  readonly failures: unknown[]
  readonly recorded: { readonly eventType: string; readonly params: unknown; readonly actor: string }[]
}

const unknown = () => Promise.reject(new RoomError('unknown_preset', 'There is no destination of this id.'))

/** A room with a real board and, unless given, no vMix. */
export function emptyRoom(
  given: Partial<ControlRoom> = {},
): ControlRoom & { readonly recorded: RunningApi['recorded'] } {
  const recorded: RunningApi['recorded'] = []
  return {
    board: new Board(),
    desks: new Map(),
    presets: {
      list: () => [],
      destination: () => null,
      put: () => unknown(),
      replaceKey: () => unknown(),
      remove: () => unknown(),
    },
    kept: { note: () => undefined, forget: () => undefined, find: () => null, inOrder: (_, __, all) => all },
    gateway: null,
    gatewayGoneForMs: null,
    rehearsal: { receiverFor: () => Promise.reject(new Error('Nothing is rehearsed here.')) },
    writtenFolders: [],
    uploadTo: null,
    uploadTurn: new UploadTurn(),
    record: (eventType, params, actor) => void recorded.push({ eventType, params, actor }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...given,
    recorded,
  }
}

export async function startApi(
  options: {
    readonly room?: Partial<ControlRoom>
    readonly events?: HttpOptions['events']
    readonly pageFolder?: string
    readonly hosts?: readonly string[]
    readonly dataFolder?: string
    readonly refusalsEveryMs?: number
    readonly tls?: { readonly cert: string; readonly key: string }
  } = {},
): Promise<RunningApi> {
  await using stack = new AsyncDisposableStack()
  const room = emptyRoom(options.room)
  const dataFolder = options.dataFolder ?? stack.use(await temporaryFolder()).path
  const failures: unknown[] = []
  const { tls, refusalsEveryMs } = options
  const http = stack.use(
    await startHttp({
      room,
      dataFolder,
      listen: { host: '127.0.0.1', port: 0, ...(tls === undefined ? {} : { tls }) },
      hosts: options.hosts ?? [],
      ...(options.pageFolder === undefined ? {} : { pageFolder: options.pageFolder }),
      clock: systemClock,
      version: '0.0.0',
      onFailure: (error) => {
        failures.push(error)
      },
      ...(options.events === undefined ? {} : { events: options.events }),
      ...(refusalsEveryMs === undefined ? {} : { refusalsEveryMs }),
    }),
  )
  const owned = stack.move()
  return {
    url: http.url,
    port: http.port,
    board: room.board,
    events: http.events,
    tokens: http.tokens,
    dataFolder,
    failures,
    recorded: room.recorded,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** One message of an event stream. */
export interface ServerEvent {
  readonly event: string
  readonly id: string | null
  readonly data: { readonly [name: string]: unknown }
}

/** Follows the events as a browser's EventSource does. */
export async function* follow(
  url: string,
  options: { readonly headers?: Record<string, string>; readonly signal: AbortSignal },
): AsyncGenerator<ServerEvent, void, undefined> {
  const response = await fetch(`${url}/api/v1/events`, { headers: options.headers ?? {}, signal: options.signal })
  if (!response.ok || response.body === null) throw new Error(`events: ${response.status} ${await response.text()}`)
  let text = ''
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      )
      text = text.slice(end + 2)
      const event = fields.get('event')
      if (event !== undefined)
        yield { event, id: fields.get('id') ?? null, data: JSON.parse(fields.get('data') ?? '{}') }
    }
  }
}

/** What came back to one request that is written by hand, head by head, as `fetch` would not. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly text: string
}

export function send(
  port: number,
  options: {
    readonly method?: string
    readonly path: string
    readonly headers?: Record<string, string>
    readonly body?: string
  },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method: options.method ?? 'GET',
      path: options.path,
      headers: options.headers ?? {},
      agent: false,
    })
    outgoing.on('response', (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(parts).toString() }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

const figures = {
  fps: 30,
  bitrateKbps: 6000,
  droppedFrames: 0,
  droppedLastMinute: 0,
  uptimeSeconds: 1,
  keyFrameIntervalMs: 2000,
  ageMs: 0,
}
const health = { status: 'healthy' as const, source: 'gateway' as const, reasons: [] }

/** A stream as it stands on the board, with so many seconds of uptime. */
export function streamOf(instance: string, uptimeSeconds: number): StreamView {
  return {
    kind: 'stream',
    instance,
    channel: 0,
    name: 'Stream 1',
    live: true,
    via: 'gateway',
    shouldBeLive: true,
    streamTime: '00:00:01',
    figures: { ...figures, uptimeSeconds },
    health,
    destinations: [
      {
        destinationId: 'd1',
        name: 'Twitch',
        url: 'rtmp://127.0.0.1/app',
        kind: 'rtmp',
        state: 'live',
        why: null,
        figures,
        health,
        arrived: null,
      },
    ],
    rehearsal: false,
    standby: null,
    preview: false,
  }
}
