import { once } from 'node:events'
import { WebSocket } from 'ws'
import { systemClock } from '../../src/clock/index.ts'
import { startControlServer, type ControlServer, type Gateway, type GatewayOptions } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { gateway, openFeed, temporaryFolder } from './support.ts'

/** A gateway with its control address, and one feed that is open. */
export interface PreviewStage extends AsyncDisposable {
  readonly gateway: Gateway
  readonly server: ControlServer
  readonly token: string
  /** `127.0.0.1:8481` */
  readonly host: string
  readonly feed: { readonly url: string; readonly key: Secret }
}

export const PLACE = 'studio-a/0'

export async function previewStage(options: Partial<GatewayOptions> = {}): Promise<PreviewStage> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const running = stack.use(await gateway(folder.path, options))
  const token = new Secret('the-token-of-this-test')
  const find = running.preview.bind(running)
  const preview = options.ffmpeg === undefined ? { find } : { find, ffmpeg: options.ffmpeg }
  const server = stack.use(
    await startControlServer({ gateway: running, listen: '127.0.0.1:0', token, clock: systemClock, preview }),
  )
  const feed = await openFeed(running)
  const parts = stack.move()
  return {
    gateway: running,
    server,
    token: token.reveal(),
    host: new URL(server.url).host,
    feed,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** One binary message, as a viewer reads it. */
export interface Received {
  readonly kind: number
  readonly key: boolean
  readonly ctsMs: number
  readonly dtsMs: number
  readonly mp4: Buffer
  readonly atMs: number
}

/** A viewer in this process that keeps what it is told. */
export interface TestViewer extends Disposable {
  readonly socket: WebSocket
  readonly texts: Record<string, unknown>[]
  readonly received: Received[]
  readonly closed: Promise<number>
}

export function credentials(what: string): string[] {
  return ['vmix-preview.v1', what]
}

export async function viewer(
  stage: PreviewStage,
  options: { readonly protocols?: string[]; readonly place?: string; readonly headers?: Record<string, string> } = {},
): Promise<TestViewer> {
  const { protocols = credentials(`token.${stage.token}`), place = PLACE, headers = {} } = options
  const socket = new WebSocket(`ws://${stage.host}/preview/${place}`, protocols, { headers })
  const texts: Record<string, unknown>[] = []
  const received: Received[] = []
  socket.on('message', (data: Buffer, binary: boolean) => {
    if (binary) received.push(readMessage(data))
    else texts.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>)
  })
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve)
  })
  await once(socket, 'open')
  return { socket, texts, received, closed, [Symbol.dispose]: () => socket.terminate() }
}

/** The HTTP status with which a viewer is refused. */
export async function refusal(
  stage: PreviewStage,
  options: { readonly protocols?: string[]; readonly path?: string; readonly headers?: Record<string, string> },
): Promise<number> {
  const { protocols = [], path = `/preview/${PLACE}`, headers = {} } = options
  const socket = new WebSocket(`ws://${stage.host}${path}`, protocols, { headers })
  socket.on('error', () => undefined)
  return await new Promise((resolve) => {
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(response.statusCode ?? 0)
    })
  })
}

function readMessage(data: Buffer): Received {
  return {
    kind: data[0] ?? 0,
    key: data[1] === 1,
    ctsMs: data.readInt32BE(4),
    dtsMs: data.readDoubleBE(8),
    mp4: data.subarray(16),
    atMs: Date.now(),
  }
}
