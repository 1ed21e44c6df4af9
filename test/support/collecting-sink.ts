import { systemClock } from '../../src/clock/index.ts'
import {
  type MediaPacket,
  type PublishEnd,
  type PublishRequest,
  type Refusal,
  type RtmpServer,
  type RtmpServerOptions,
  startRtmpServer,
} from '../../src/gateway/index.ts'

/** An RTMP server that keeps all it is given. */
export interface CollectingServer extends AsyncDisposable {
  readonly server: RtmpServer
  /** `rtmp(s)://127.0.0.1:port` */
  readonly url: string
  readonly requests: readonly PublishRequest[]
  readonly packets: readonly MediaPacket[]
  readonly ends: readonly PublishEnd[]
  readonly refusals: readonly Refusal[]
}

/** Starts one on a free port; it lets everybody publish, unless `options.authorise` says otherwise. */
export async function collectingServer(options: Partial<RtmpServerOptions> = {}): Promise<CollectingServer> {
  const requests: PublishRequest[] = []
  const packets: MediaPacket[] = []
  const ends: PublishEnd[] = []
  const refusals: Refusal[] = []
  const server = await startRtmpServer({
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    authorise: (request) => {
      requests.push(request)
      return { accept: { packet: (packet) => packets.push(packet), end: (end) => ends.push(end) } }
    },
    onRefused: (refusal) => refusals.push(refusal),
    ...options,
  })
  return {
    server,
    url: `${options.tls === undefined ? 'rtmp' : 'rtmps'}://127.0.0.1:${server.port}`,
    requests,
    packets,
    ends,
    refusals,
    [Symbol.asyncDispose]: () => server.close(),
  }
}
