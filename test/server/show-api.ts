import type { SimulatorOptions } from '../../src/simulator/index.ts'
import type { StreamDestination } from '../../src/controller/index.ts'
import { Board } from '../../src/server/board/index.ts'
import type { InstanceDesk, PresetBook } from '../../src/server/room/index.ts'
import { startReceiver, type Receiver } from '../../src/simulator/index.ts'
import { systemClock } from '../../src/clock/index.ts'
import { startShow, type Show } from '../support/show.ts'
import { send, startApi, type RawAnswer, type RunningApi } from './api.ts'

/** A server's HTTP side over one simulated vMix, `studio`, with two destinations. */
export interface ShowApi extends AsyncDisposable {
  readonly api: RunningApi
  readonly show: Show
  readonly receiver: Receiver
  /** How often it was looked because of an operation. */
  looks(): number
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>
  get(path: string, headers?: Record<string, string>): Promise<Answered>
}

export interface Answered extends RawAnswer {
  readonly body: { readonly [name: string]: unknown }
}

/** The key of every destination here: looked for in everything that comes out. */
export const plantedKey = 'PLANTED-live_8d2e61c40a97'

export async function startShowApi(
  options: { readonly gateway?: boolean; readonly simulator?: SimulatorOptions } = {},
): Promise<ShowApi> {
  await using stack = new AsyncDisposableStack()
  const show = stack.use(
    await startShow({
      gateway: options.gateway ?? false,
      ...(options.simulator === undefined ? {} : { simulator: options.simulator }),
    }),
  )
  const receiver = stack.use(await startReceiver({ port: 0, clock: systemClock }))
  let looks = 0
  const desk: InstanceDesk = {
    id: 'studio',
    name: 'Studio',
    controller: show.controller,
    lookNow: () => {
      looks += 1
    },
  }
  const board = new Board()
  const api = stack.use(
    await startApi({
      room: { board, desks: new Map([['studio', desk]]), presets: presetsTo(receiver.port), ...roomGateway(show) },
      dataFolder: show.dataFolder,
    }),
  )
  const owned = stack.move()
  const ask = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answered> => {
    const answer = await send(api.port, {
      method,
      path: `/api/v1${path}`,
      headers: {
        ...(body === undefined && method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return { ...answer, body: isJson && answer.text !== '' ? JSON.parse(answer.text) : {} }
  }
  return {
    api,
    show,
    receiver,
    looks: () => looks,
    post: (path, body, headers = {}) => ask('POST', path, body ?? {}, headers),
    get: (path, headers = {}) => ask('GET', path, undefined, headers),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function roomGateway({ gateway }: Show) {
  if (gateway === null) return {}
  const previewLink = () => Promise.resolve({ url: 'http://127.0.0.1:1/preview', expiresInS: 60 })
  return { gateway: Object.assign(gateway, { previewLink }) }
}

function presetsTo(port: number): PresetBook {
  const destination = (name: string): StreamDestination => ({
    name,
    destinationId: name.toLowerCase(),
    rtmpUrl: `rtmp://127.0.0.1:${port}/app`,
    streamKey: `${plantedKey}-${name}`,
  })
  const all = new Map([
    ['twitch', destination('Twitch')],
    ['youtube', destination('YouTube')],
  ])
  const reject = () => Promise.reject(new Error('Not here.'))
  return {
    list: () => [],
    destination: (id) => all.get(id) ?? null,
    put: reject,
    replaceKey: reject,
    remove: reject,
  }
}
